/** A timer that starts afresh with each sign of life. */
export interface Deadline {
  /** A sign of life: costs one clock reading, not a timer. */
  touch(): void;
  /** Runs `expire` at once if the time is over, even where a sleeping machine held the timer back. */
  check(): void;
  clear(): void;
}

/** Calls `expire` once `ms` have passed without a `touch`; never where `ms` is `undefined`. */
export function createDeadline(ms: number | undefined, expire: () => void): Deadline {
  if (ms === undefined) return { touch() {}, check() {}, clear() {} };
  let last = Date.now();
  const check = (): void => {
    clearTimeout(timer);
    const left = last + ms - Date.now();
    if (left > 0) timer = setTimeout(check, left);
    else expire();
  };
  let timer = setTimeout(check, ms);
  return {
    touch() {
      last = Date.now();
    },
    check,
    clear: () => clearTimeout(timer),
  };
}
