import { createPagePace, type Publish } from './pagePace';

/**
 * How often new data is published. A change of status is always published at once.
 *
 * - `'auto'`: once a frame while rendering costs next to nothing, every other frame as it costs more, and never so
 *   often that it takes over half of the main thread
 * - `'frame'`: once a frame
 * - a number: at most once in that many ms; `Infinity`: only with a change of status
 * - `'message'`: for each message
 *
 * Anything else counts as `'auto'`.
 */
export type Throttle = 'auto' | 'frame' | 'message' | number;

/** Decides when a store publishes. */
export interface Pace {
  /** Something changed: publish when the pace allows it. */
  readonly request: () => void;
  /** Publish now. */
  readonly flush: () => void;
  /** Forget what was requested. */
  readonly cancel: () => void;
}

const auto = /* @__PURE__ */ createPagePace(true);
const frames = /* @__PURE__ */ createPagePace(false);

/** The longest delay that a timer can hold, in ms: with `Infinity`, data is published with the next status. */
const MAX_TIMER = 2 ** 31 - 1;

/** What is no throttle counts as the default. */
const known = (throttle: Throttle): Throttle =>
  throttle === 'frame' || throttle === 'message' || (typeof throttle === 'number' && throttle >= 0)
    ? throttle
    : 'auto';

export function createPace(publish: Publish, throttle: () => Throttle): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  /** At which pace the next publication was requested, if it was. */
  let requested: Throttle | undefined;

  const go = (): void => {
    requested = undefined;
    last = performance.now();
    publish();
  };
  const cancel = (): void => {
    requested = undefined;
    clearTimeout(timer);
    auto.delete(go);
    frames.delete(go);
  };

  return {
    request() {
      const pace = known(throttle());
      const isNew = pace !== requested;
      // Another throttle than before: what waits need not wait for the old one.
      if (isNew && requested !== undefined) cancel();
      requested = pace;
      // What waits already is added again: the clock that it waits for may have been replaced.
      if (pace === 'auto') auto.add(go);
      else if (pace === 'frame') frames.add(go);
      else if (pace === 'message') go();
      else if (isNew)
        // A clock that went back, as when a mock is taken away, makes nobody wait longer.
        timer = setTimeout(go, Math.min(Math.max(0, last + pace - performance.now()), pace, MAX_TIMER));
    },
    flush() {
      cancel();
      go();
    },
    cancel,
  };
}
