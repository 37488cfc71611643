/** A timer that starts afresh with each sign of life. */
export interface Deadline {
  /** A sign of life: costs one clock reading, not a timer. */
  touch(): void;
  /** Runs `expire` at once if the time is over, even where a sleeping machine held the timer back. */
  check(): void;
  /** Ends it for good: a later `check` finds nothing. */
  clear(): void;
}

/** Calls `expire` once `ms` have passed without a `touch`. */
export function createDeadline(ms: number, expire: () => void): Deadline {
  let last = Date.now();
  let isCleared = false;
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number): void => {
    // A timer holds 31 bits: a longer time is waited for in parts.
    timer = setTimeout(check, Math.min(left, 2 ** 31 - 1));
  };
  const check = (): void => {
    clearTimeout(timer);
    if (isCleared) return;
    const left = last + ms - Date.now();
    if (left > 0) wait(left);
    else expire();
  };
  wait(ms);
  return {
    touch() {
      last = Date.now();
    },
    check,
    clear() {
      isCleared = true;
      clearTimeout(timer);
    },
  };
}
