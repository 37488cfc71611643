// What the playground's server uses of node:timers/promises, for the page that runs it without Node.
interface TimerOptions {
  readonly signal?: AbortSignal;
}

function wait<T>(
  begin: (done: () => void) => () => void,
  value: T,
  { signal }: TimerOptions = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = begin(() => {
      signal?.removeEventListener('abort', gone);
      resolve(value);
    });
    if (signal?.aborted) gone();
    else signal?.addEventListener('abort', gone, { once: true });
  });
}

function timeout<T>(ms: number, value: T, options?: TimerOptions): Promise<T> {
  const begin = (done: () => void) => {
    const timer = globalThis.setTimeout(done, ms);
    return () => clearTimeout(timer);
  };
  return wait(begin, value, options);
}

/** A task of its own, without the 4 ms that nested timers wait. */
function immediate<T>(value: T, options?: TimerOptions): Promise<T> {
  const begin = (done: () => void) => {
    const { port1, port2 } = new MessageChannel();
    const close = (): void => port1.close();
    port1.onmessage = () => {
      close();
      done();
    };
    port2.postMessage(null);
    return close;
  };
  return wait(begin, value, options);
}

export { timeout as setTimeout, immediate as setImmediate };
