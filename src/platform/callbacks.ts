declare const reportError: ((error: unknown) => void) | undefined;

/** Reports an error as an uncaught one, as the platform does for a listener that throws; nothing is lost by it. */
export function reportUncaught(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else
    setTimeout(() => {
      throw error;
    });
}

/** Calls a callback of the user; what it throws is reported and returns `undefined`. */
export function callSafely<Args extends unknown[], Result>(
  callback: ((...args: Args) => Result) | undefined,
  ...args: Args
): Result | undefined {
  try {
    return callback?.(...args);
  } catch (error) {
    reportUncaught(error);
    return undefined;
  }
}

/** What there is to call when there is nothing to do. */
export const noop = (): void => {};
