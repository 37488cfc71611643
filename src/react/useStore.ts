import { useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Readable } from '../publish/store';
import { SseContext } from './context';

export interface WithStatus {
  readonly status: string;
}

/** A snapshot, and the first one with its status. */
interface Moment<Snapshot> {
  readonly snapshot: Snapshot;
  readonly statusBegan: Snapshot;
}

/** One component's view of a store. */
interface View<Snapshot> {
  /** The present moment. */
  readonly read: () => Moment<Snapshot>;
  /** Calls the listener with each moment that has new data, save where its status is new: that is rendered already. */
  readonly subscribe: (listener: (moment: Moment<Snapshot>) => void) => () => void;
  /** Looks for new data that the store has not announced. */
  readonly update: () => void;
}

function viewOf<Snapshot extends WithStatus>(store: Readable<Snapshot>): View<Snapshot> {
  let statusBegan = store.getSnapshot();
  let last = statusBegan;
  let listener: ((moment: Moment<Snapshot>) => void) | undefined;
  const read = (): Moment<Snapshot> => {
    const snapshot = store.getSnapshot();
    if (snapshot.status !== statusBegan.status) statusBegan = snapshot;
    return { snapshot, statusBegan };
  };
  const update = (): void => {
    const moment = read();
    if (moment.snapshot === last) return;
    last = moment.snapshot;
    if (last !== moment.statusBegan) listener?.(moment);
  };
  return {
    read,
    subscribe(newest) {
      listener = newest;
      // Something may have been published between the render and the subscription.
      update();
      return store.subscribe(update);
    },
    update,
  };
}

/**
 * Renders the snapshots of a store, each once. Also returns what looks for one that the store has not announced.
 *
 * @param owner what `debug` knows the store as
 */
export function useStore<Snapshot extends WithStatus>(
  store: Readable<Snapshot>,
  owner: object = store,
): [snapshot: Snapshot, update: () => void] {
  const view = useMemo(() => viewOf(store), [store]);
  const [moment, setMoment] = useState(view.read);

  // New data is the component's own state, not an external store's: updates of `useSyncExternalStore` are synchronous
  // and, at the rate of a stream, restart every transition in progress, so that a route change would not complete while
  // an answer streams. A change of status is rare, and must be shown at once even where `start()` or `stop()` was
  // called inside a transition, which holds back updates of state.
  const readStatus = (): Snapshot => view.read().statusBegan;
  const statusBegan = useSyncExternalStore(store.subscribe, readStatus, readStatus);
  useEffect(() => view.subscribe(setMoment), [view]);

  const watch = useContext(SseContext)?.watch;
  useEffect(() => watch?.(owner), [owner, watch]);
  return [moment.statusBegan === statusBegan ? moment.snapshot : statusBegan, view.update];
}
