import { nextTask } from '../platform/nextTask';

/**
 * How often a subscriber is told that the data changed. Status changes are always told at once.
 *
 * - `'auto'` once a frame while rendering costs next to nothing, up to every other frame as it costs more, and never so
 *   often that it takes over half of the main thread
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

/** After a commit that costs less than this many ms, the next ones are not measured. */
const CHEAP = 4;
/** How many are not, unless a frame comes this many ms late. */
const SAMPLE = 8;
const LATE = 30;

/**
 * How long a page rests after a publication that cost so many ms: sixteen times as long, up to two frames of a 60 Hz
 * screen, since nobody reads faster; and at least as long as it took, so that half of the main thread stays free.
 */
const restAfter = (cost: number): number => Math.max(cost, Math.min(cost * 16, 32));

/**
 * Publishes for the whole page once a frame, all stores together, so that React renders them in one pass.
 *
 * With `measured`, it watches what a publication cost: React renders in a task of its own after the update and
 * runs effects in the next one, so two turns later both are done; style, layout and paint follow the callback of
 * the next frame. By that cost, frames are left out.
 */
function createPagePace(measured: boolean): { add(publish: Publish): void; delete(publish: Publish): void } {
  let waiting = new Set<Publish>();
  /**
   * The clock that will end the present rest, if there is one: a test that takes its fake clock away takes the timer
   * with it, and must not leave the page at rest for ever.
   */
  let clock: typeof setTimeout | undefined;
  let cost = 0;
  let unmeasured = 0;

  /** Publishes in the frame that is nearest to the end of the rest. */
  const restUntil = (end: number): void => {
    if (performance.now() < end - 4) nextFrame(() => restUntil(end));
    else run();
  };

  const measure = (begun: number, committed: number): void =>
    nextFrame(() => {
      const frame = performance.now();
      nextTask(() => {
        const painted = performance.now();
        cost = committed - begun + (painted - frame);
        unmeasured = cost < CHEAP ? SAMPLE : 0;
        // The time between the commit and its frame was rest, too.
        restUntil(painted + restAfter(cost) - (frame - committed));
      });
    });

  const run = (): void => {
    clock = waiting.size ? setTimeout : undefined;
    if (!clock) return;
    const due = waiting;
    waiting = new Set();
    const begun = performance.now();
    for (const publish of due) publish();
    if (!measured) nextFrame(run);
    else if (unmeasured-- > 0) {
      nextFrame(() => {
        if (performance.now() - begun > LATE) unmeasured = 0;
        restUntil(begun + restAfter(cost));
      });
    } else queueMicrotask(() => nextTask(() => nextTask(() => measure(begun, performance.now()))));
  };

  return {
    add(publish) {
      if (waiting.has(publish)) return;
      waiting.add(publish);
      // In a turn of its own, not at the first message: a chunk brings many. Nor in the turn's microtasks, which still
      // belong to the event: React would take a server's `change` for the user's, and render at once.
      if (clock === setTimeout) return;
      clock = setTimeout;
      nextTask(run);
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
