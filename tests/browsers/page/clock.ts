/** The page's monotonic clock, by which the library measures, in the hands of a check. Timers go on. */
export interface Clock {
  readonly advance: (ms: number) => void;
  /** It runs again, from where it stood. */
  readonly release: () => void;
}

/** Stops the clock: what takes a busy machine long takes no time. */
export function holdClock(): Clock {
  const now = performance.now.bind(performance);
  let at = now();
  let isHeld = true;
  performance.now = () => at;
  return {
    advance: (ms) => void (at += ms),
    release() {
      if (!isHeld) return;
      isHeld = false;
      const ahead = at - now();
      performance.now = () => now() + ahead;
    },
  };
}
