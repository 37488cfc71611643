declare const reportError: ((error: unknown) => void) | undefined;

/** Reports an error as an uncaught one, as the platform does for a listener that throws; nothing is lost by it. */
export function reportUncaught(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else
    setTimeout(() => {
      throw error;
    });
}

/** A promise, or what behaves as one. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';

/** Whether a value is a promise, of which nothing more is wanted: what it rejects with is heard by nobody else. */
export function isIgnoredPromise(value: unknown): boolean {
  if (!isThenable(value)) return false;
  value.then(noop, noop);
  return true;
}

/** Calls a callback of the user. What it throws, or what its promise rejects with, is reported; nothing is lost by it. */
export function callSafely<Args extends unknown[], Result>(
  callback: ((...args: Args) => Result) | undefined,
  ...args: Args
): Result | undefined {
  if (typeof callback !== 'function') return undefined;
  try {
    const result = callback(...args);
    if (isThenable(result)) result.then(undefined, reportUncaught);
    return result;
  } catch (error) {
    reportUncaught(error);
    return undefined;
  }
}

/** What there is to call when there is nothing to do. */
export const noop = (): void => {};
