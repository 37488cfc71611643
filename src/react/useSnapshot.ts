import { useEffect, useInsertionEffect, useMemo } from 'react';
import type { Readable } from '../publish/store';
import { useStore, type WithStatus } from './useStore';

/** What a component renders: the whole snapshot, or a part of it. */
type Select<Snapshot, Selected> = (snapshot: Snapshot) => Selected;

const selectAll = <Snapshot>(snapshot: Snapshot): Snapshot => snapshot;

/** The last snapshot in which what is selected was new. */
interface Selection<Snapshot> extends WithStatus {
  readonly snapshot: Snapshot;
}

/** A store whose snapshots change only with what is selected. */
function createSelection<Snapshot extends WithStatus>(
  store: Readable<Snapshot>,
): Readable<Selection<Snapshot>> & { setSelect(select: Select<Snapshot, unknown>): void } {
  let select: Select<Snapshot, unknown> = selectAll;
  const take = (snapshot: Snapshot): Selection<Snapshot> => ({ status: snapshot.status, snapshot });
  let selection = take(store.getSnapshot());
  return {
    getSnapshot() {
      const { snapshot } = selection;
      const next = store.getSnapshot();
      if (next !== snapshot && !Object.is(select(next), select(snapshot))) selection = take(next);
      return selection;
    },
    subscribe: store.subscribe,
    setSelect(latest) {
      select = latest;
    },
  };
}

/**
 * Binds a component to a run or a connection that was made outside of it: in a module, a context or a router's loader.
 * Any number of components may share one, and it lives on when they unmount. The component re-renders when the snapshot
 * changes; with `select`, only when what it selects changes (compared with `Object.is`).
 *
 * @example
 * const status = useSnapshot(run, (snapshot) => snapshot.status);
 */
export function useSnapshot<Snapshot extends WithStatus, Selected = Snapshot>(
  store: Readable<Snapshot>,
  select: Select<Snapshot, Selected> = selectAll as unknown as Select<Snapshot, Selected>,
): Selected {
  const selection = useMemo(() => createSelection(store), [store]);
  useInsertionEffect(() => selection.setSelect(select));
  const [{ snapshot }, update] = useStore(selection, store);
  // Another `select` may select what came while it was not selected.
  useEffect(update, [update, select]);
  return select(snapshot);
}
