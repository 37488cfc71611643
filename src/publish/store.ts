import { callSafely } from '../platform/callbacks';
import { createPace, type Throttle } from './throttle';

/** What a binding subscribes to. */
export interface Readable<Snapshot> {
  /** The last published state: the same object until the next publication. */
  readonly getSnapshot: () => Snapshot;
  /** Calls the listener after each publication. Returns what ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Publishes a state that changes faster than a page can render it. */
export interface Store<Snapshot> extends Readable<Snapshot> {
  /** The data changed: publish at the pace of `throttle`. */
  touch(): void;
  /** The status changed: publish at once. */
  publish(): void;
  /** Publish at once what was touched since the last publication. */
  flush(): void;
}

/**
 * @param read makes a snapshot of the state as it is now
 * @param throttle the pace, asked afresh each time
 */
export function createStore<Snapshot>(read: () => Snapshot, throttle: () => Throttle): Store<Snapshot> {
  let snapshot = read();
  let touched = false;
  const listeners = new Set<() => void>();
  const pace = createPace(() => {
    touched = false;
    snapshot = read();
    for (const listener of listeners) callSafely(listener);
  }, throttle);

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    touch() {
      touched = true;
      pace.request();
    },
    publish: pace.flush,
    flush() {
      if (touched) pace.flush();
    },
  };
}
