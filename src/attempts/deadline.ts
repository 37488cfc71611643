import { startStopwatch } from '../platform/clock';

/** A timer that each sign of life starts afresh. */
export interface Deadline {
  /** A sign of life: costs a reading of the clock, not a timer. */
  touch(): void;
  /** Expires at once if the time is over, even where a sleeping device held the timer back. */
  check(): void;
  /** Ends it for good: a later `check` finds nothing. */
  clear(): void;
}

/** A timer holds 31 bits: a longer time is waited for in parts. */
export const MAX_TIMER = 2 ** 31 - 1;
/** A timer that fires so much too late, in ms, says that the page stood still: what has arrived is read first. */
const LATE = 1000;

/** Calls `expire` once `ms` have passed without a `touch`. */
export function createDeadline(ms: number, expire: () => void): Deadline {
  const silence = startStopwatch();
  let isCleared = false;
  let isGraceGiven = false;
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number): void => {
    timer = setTimeout(decide, Math.min(left, MAX_TIMER));
  };
  const decide = (): void => {
    const left = ms - silence.elapsed();
    if (left > 0) {
      isGraceGiven = false;
      wait(left);
    } else if (left < -LATE && !isGraceGiven) {
      isGraceGiven = true;
      wait(LATE);
    } else expire();
  };
  wait(ms);
  return {
    touch: () => silence.restart(),
    check() {
      if (!isCleared && silence.elapsedWithSleep() >= ms) expire();
    },
    clear() {
      isCleared = true;
      clearTimeout(timer);
    },
  };
}
