import { useContext, useEffect, useState } from 'react';
import type { Readable } from '../publish/store';
import { SseContext } from './context';

/**
 * The last published snapshot of a store, as the component's own state.
 *
 * Not through `useSyncExternalStore`: its updates are always synchronous and, at the rate of a stream, restart every
 * transition under way, so that a route change would not complete while an answer streams. An update of this state
 * has React's default priority, which a transition in progress does not yield to; and since a snapshot is one value,
 * it cannot tear.
 */
export function useSnapshot<Snapshot>(store: Readable<Snapshot>): Snapshot {
  const [snapshot, setSnapshot] = useState(store.getSnapshot);
  const watch = useContext(SseContext)?.watch;
  useEffect(() => watch?.(store), [store, watch]);
  useEffect(() => {
    const update = (): void => setSnapshot(store.getSnapshot);
    // What was published between the render and this subscription.
    update();
    return store.subscribe(update);
  }, [store]);
  return snapshot;
}
