import {
  useCallback,
  useContext,
  useEffect,
  useInsertionEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Readable } from '../publish/store';
import { SseContext } from './context';

interface WithStatus {
  readonly status: string;
}

/** What a component renders: the whole snapshot, or a part of it. */
type Select<Snapshot, Selected> = (snapshot: Snapshot) => Selected;

const selectAll = <Snapshot>(snapshot: Snapshot): Snapshot => snapshot;

/** A snapshot, and the first one with its status. */
interface Moment<Snapshot> {
  readonly snapshot: Snapshot;
  readonly statusBegan: Snapshot;
}

/** A store that a component is bound to. */
interface Binding<Snapshot> {
  readonly store: Readable<Snapshot>;
  /** The present moment of the store. */
  readonly read: () => Moment<Snapshot>;
  /** Selects from the snapshot with which a status began, by default the present one; that result is remembered. */
  readonly selectStatus: <Selected>(select: Select<Snapshot, Selected>, of?: Snapshot) => Selected;
}

function bind<Snapshot extends WithStatus>(store: Readable<Snapshot>): Binding<Snapshot> {
  let statusBegan = store.getSnapshot();
  let last: { readonly of: Snapshot; readonly select: unknown; readonly selected: unknown } | undefined;
  const read = (): Moment<Snapshot> => {
    const snapshot = store.getSnapshot();
    if (snapshot.status !== statusBegan.status) statusBegan = snapshot;
    return { snapshot, statusBegan };
  };
  return {
    store,
    read,
    selectStatus<Selected>(select: Select<Snapshot, Selected>, of = read().statusBegan) {
      if (of !== statusBegan) return select(of);
      if (last?.of !== of || last.select !== select) last = { of, select, selected: select(of) };
      return last.selected as Selected;
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
  const [bound, setBound] = useState(() => bind(store));
  const [held, setHeld] = useState(bound.read);
  let binding = bound;
  let moment = held;
  if (bound.store !== store) {
    setBound((binding = bind(store)));
    setHeld((moment = binding.read()));
  }
  const { read, selectStatus } = binding;

  // New data is the component's own state, not an external store's: updates of `useSyncExternalStore` are synchronous
  // and, at the rate of a stream, restart every transition in progress, so that a route change would not complete while
  // an answer streams. A change of status is rare, and must be shown at once even where `start()` or `stop()` was
  // called inside a transition, which holds back updates of state.
  const atStatus = useSyncExternalStore(
    store.subscribe,
    () => selectStatus(select),
    () => selectStatus(select),
  );
  const isCurrent = Object.is(atStatus, selectStatus(select, moment.statusBegan));

  const latest = useRef(select);
  useInsertionEffect(() => {
    latest.current = select;
  });
  const sent = useRef(moment);
  const update = useCallback(() => {
    const next = read();
    const before = sent.current.snapshot;
    if (next.snapshot === before || Object.is(latest.current(next.snapshot), latest.current(before))) return;
    sent.current = next;
    // The whole snapshot of a new status is rendered by `useSyncExternalStore` already.
    if (latest.current === (selectAll as unknown) && next.snapshot === next.statusBegan) return;
    setHeld(next);
  }, [read]);
  useEffect(() => store.subscribe(update), [store, update]);
  // Something may have been published between the render and the subscription, and another `select` selects anew.
  useEffect(update, [update, select]);

  const watch = useContext(SseContext)?.watch;
  useEffect(() => watch?.(store), [store, watch]);
  return isCurrent ? select(moment.snapshot) : atStatus;
}
