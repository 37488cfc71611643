/** A page that is hidden or not laid out gets no frames: then this many ms pass between two publications. */
const FRAMELESS = 250;
/** What stands in for a frame where there are none, in ms. */
const FRAME = 16;

/** Asks for a frame. Returns what cancels it, or `undefined` where `requestAnimationFrame` is missing or a broken mock. */
function requestFrame(task: () => void): (() => void) | undefined {
  if (typeof requestAnimationFrame !== 'function') return undefined;
  let isAsking = true;
  try {
    // A mock that calls at once draws no frames: what waits for the next one would wait in a loop.
    const frame = requestAnimationFrame(() => {
      if (!isAsking) task();
      isAsking = false;
    });
    if (!isAsking) return undefined;
    isAsking = false;
    return () => cancelAnimationFrame?.(frame);
  } catch {
    // A mock that throws: as where there are no frames.
    return undefined;
  }
}

/**
 * Runs a task in the next frame. Where none comes (the page is hidden, or `requestAnimationFrame` is missing or
 * mocked), a timer runs it.
 */
export function nextFrame(task: () => void): void {
  let isDone = false;
  const run = (): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    cancel?.();
    task();
  };
  const cancel = requestFrame(run);
  const timer = setTimeout(run, cancel ? FRAMELESS : FRAME);
}
