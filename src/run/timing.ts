import type { RunTiming } from './options';

/** Notes when what happened. */
export interface Stopwatch {
  readonly timing: RunTiming;
  /** Notes a point in time, the first time that it comes. */
  note(what: 'startedAt' | 'openedAt' | 'firstTextAt' | 'endedAt'): void;
  /** A message arrived. */
  message(): void;
}

export const noTiming: RunTiming = {
  startedAt: null,
  openedAt: null,
  firstTextAt: null,
  endedAt: null,
  longestGap: 0,
};

export function createStopwatch(): Stopwatch {
  let timing = noTiming;
  /** On the monotonic clock: a gap must not change because the system's clock is set. */
  let lastMessage = 0;
  return {
    get timing() {
      return timing;
    },
    note(what) {
      if (timing[what] === null) timing = { ...timing, [what]: Date.now() };
    },
    message() {
      const now = performance.now();
      const gap = now - lastMessage;
      if (lastMessage && gap > timing.longestGap) timing = { ...timing, longestGap: gap };
      lastMessage = now;
    },
  };
}
