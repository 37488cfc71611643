import type { Readable } from 'react-event-source/core';
import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** The snapshot of a run or a connection, as a signal. */
export function createSnapshot<Snapshot>(store: Readable<Snapshot>): Accessor<Snapshot> {
  const [snapshot, setSnapshot] = createSignal(store.getSnapshot());
  onCleanup(store.subscribe(() => setSnapshot(() => store.getSnapshot())));
  return snapshot;
}
