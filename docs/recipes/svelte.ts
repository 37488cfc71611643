import type { Readable as Source } from 'react-event-source/core';
import { type Readable, readable } from 'svelte/store';

/** The snapshot of a run or a connection, as a store: `$answer.text`. */
export function toStore<Snapshot>(source: Source<Snapshot>): Readable<Snapshot> {
  return readable(source.getSnapshot(), (set) => {
    const update = () => set(source.getSnapshot());
    update();
    return source.subscribe(update);
  });
}
