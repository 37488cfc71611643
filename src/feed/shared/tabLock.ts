/** What becomes of a place in the queue for a lock. */
export interface LockListener {
  readonly onGranted: () => void;
  /** Another tab took it away. */
  readonly onStolen: () => void;
  /** The browser gives no locks here: cookies are blocked, for example. */
  readonly onRefused: () => void;
}

/**
 * Queues for the lock of that name, or takes it from whoever has it. Returns what gives it up, or the place in the
 * queue. When a page goes away, however it ends, the browser gives its lock to the next.
 *
 * @see https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */
export function queueForLock(name: string, listener: LockListener, steal: boolean): () => void {
  const waiting = new AbortController();
  const { signal } = waiting;
  let release: () => void;
  const held = new Promise<void>((end) => {
    release = end;
  });
  const request = async (): Promise<void> =>
    navigator.locks.request(name, steal ? { steal } : { signal }, () => {
      if (signal.aborted) return;
      listener.onGranted();
      return held;
    });
  request().catch((error: unknown) => {
    if (signal.aborted) return;
    if ((error as Error | undefined)?.name === 'AbortError') listener.onStolen();
    else listener.onRefused();
  });
  return () => {
    waiting.abort();
    release();
  };
}
