import { hop } from './hop';

/**
 * How often a subscriber is told that the data changed. Status changes are always told at once.
 *
 * - `'auto'` once a frame, and so seldom that rendering takes at most half of the main thread
 * - `'frame'` once a frame
 * - a number: at most once in that many ms
 * - `'message'` for each message
 */
export type Throttle = 'auto' | 'frame' | 'message' | number;

/** Tells a store when to publish. */
export interface Pace {
  /** Something changed: publish when the pace allows it. */
  readonly request: () => void;
  /** Publish now. */
  readonly flush: () => void;
  /** Forget what was requested. */
  readonly cancel: () => void;
}

type Publish = () => void;

/** A page that is hidden or not laid out gets no frames: then this many ms pass between two publications. */
const FRAMELESS = 250;

function nextFrame(task: () => void): void {
  if (typeof requestAnimationFrame !== 'function') {
    setTimeout(task, 16);
    return;
  }
  const go = (): void => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    task();
  };
  const timer = setTimeout(go, FRAMELESS);
  const frame = requestAnimationFrame(go);
}

/** A commit that costs less than this many ms is measured now and then only. */
const CHEAP = 4;
const SAMPLE = 8;

/**
 * Publishes for the whole page once a frame, all stores together, so that React renders them in one pass.
 *
 * With `measured`, it watches what a publication cost: React renders in a task of its own after the update and
 * runs effects in the next one, so two turns later both are done; style, layout and paint follow the callback of
 * the next frame. As much time as they took is then left to others before the next publication.
 */
function createPagePace(measured: boolean): { add(publish: Publish): void; delete(publish: Publish): void } {
  let waiting = new Set<Publish>();
  let resting = false;
  let cost = 0;
  let unmeasured = 0;

  const wake = (): void => {
    resting = false;
    run();
  };

  const rest = (begun: number, committed: number): void =>
    nextFrame(() => {
      const frame = performance.now();
      hop(() => {
        cost = committed - begun + (performance.now() - frame);
        const left = cost - (frame - committed);
        if (left > 1) setTimeout(wake, left);
        else wake();
      });
    });

  const run = (): void => {
    if (resting || !waiting.size) return;
    resting = true;
    const due = waiting;
    waiting = new Set();
    const begun = performance.now();
    for (const publish of due) publish();
    if (!measured || (cost < CHEAP && ++unmeasured % SAMPLE)) nextFrame(wake);
    else queueMicrotask(() => hop(() => hop(() => rest(begun, performance.now()))));
  };

  return {
    add(publish) {
      if (waiting.has(publish)) return;
      waiting.add(publish);
      // In a turn of its own, not at the first message: a chunk brings many. Nor in the turn's microtasks, which still
      // belong to the event: React would take a server's `change` for the user's, and render at once.
      if (!resting && waiting.size === 1) hop(run);
    },
    delete: (publish) => waiting.delete(publish),
  };
}

const auto = /* @__PURE__ */ createPagePace(true);
const frames = /* @__PURE__ */ createPagePace(false);

export function createPace(publish: Publish, throttle: () => Throttle): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;

  const go = (): void => {
    timer = undefined;
    last = performance.now();
    publish();
  };
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
    auto.delete(publish);
    frames.delete(publish);
  };

  return {
    request() {
      const pace = throttle();
      if (pace === 'auto') auto.add(publish);
      else if (pace === 'frame') frames.add(publish);
      else if (pace === 'message') publish();
      else timer ??= setTimeout(go, Math.max(0, last + pace - performance.now()));
    },
    flush() {
      cancel();
      go();
    },
    cancel,
  };
}
