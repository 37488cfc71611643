/** Measures the time since it was made, or last restarted, in ms. */
export interface Stopwatch {
  restart(): void;
  /** By the monotonic clock: setting the device's clock changes nothing. */
  elapsed(): number;
  /**
   * Also counts the time that the device slept, during which the monotonic clock of some systems stands still. Only
   * for the moment when a page comes back: a clock that was set ahead looks like sleep.
   */
  elapsedWithSleep(): number;
}

export function startStopwatch(): Stopwatch {
  let monotonic = performance.now();
  let wall = Date.now();
  const elapsed = (): number => {
    const now = performance.now();
    // Only another clock goes back, as when a mock is taken away: its time means nothing on this one.
    if (now < monotonic) monotonic = now;
    return now - monotonic;
  };
  return {
    restart() {
      monotonic = performance.now();
      wall = Date.now();
    },
    elapsed,
    elapsedWithSleep: () => Math.max(elapsed(), Date.now() - wall),
  };
}
