/** What becomes of a place in the queue for a lock. */
export interface LockListener {
  readonly onGranted: () => void;
  /** Another tab has taken it. */
  readonly onStolen: () => void;
  /** The browser refuses locks, for example because cookies are blocked. */
  readonly onRefused: () => void;
}

/**
 * Queues for the lock of that name, or steals it from whoever holds it. Returns a function that gives up the lock, or
 * the place in the queue. When a page goes away, however it ends, the browser gives its lock to the next in the queue.
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
