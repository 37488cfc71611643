/** What becomes of a place in the queue for a lock. */
export interface LockListener {
  readonly granted: () => void;
  /** Another took it away, or there is none to be had here. */
  readonly lost: () => void;
}

/**
 * Queues for the lock of that name, or takes it from whoever has it. Returns what gives it up, or the place in the
 * queue. When a page goes away, however it ends, the browser gives its lock to the next.
 *
 * @see https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */
export function queueForLock(name: string, { granted, lost }: LockListener, steal: boolean): () => void {
  const waiting = new AbortController();
  const { signal } = waiting;
  let release: () => void;
  const held = new Promise<void>((end) => {
    release = end;
  });
  navigator.locks
    .request(name, steal ? { steal } : { signal }, () => {
      if (signal.aborted) return;
      granted();
      return held;
    })
    .catch(() => {
      if (!signal.aborted) lost();
    });
  return () => {
    waiting.abort();
    release();
  };
}
