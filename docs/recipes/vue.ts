import type { Readable } from 'react-event-source/core';
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue';

/** The snapshot of a run or a connection, for templates and effects. */
export function useStore<Snapshot>(store: Readable<Snapshot>): Readonly<ShallowRef<Snapshot>> {
  const snapshot = shallowRef(store.getSnapshot());
  const unsubscribe = store.subscribe(() => (snapshot.value = store.getSnapshot()));
  onScopeDispose(unsubscribe);
  return snapshot;
}
