import { detach } from '../platform/detach';

/** Remembers a value for each id, the newest longest. */
export interface RecentIds<Value> {
  get(id: string): Value | undefined;
  set(id: string, value: Value): void;
}

/**
 * @param size how many ids are remembered at least (and at most twice as many): a feed has no end
 */
export function createRecentIds<Value>(size: number): RecentIds<Value> {
  let older = new Map<string, Value>();
  let newer = new Map<string, Value>();
  return {
    get: (id) => newer.get(id) ?? older.get(id),
    set(id, value) {
      if (newer.size >= size) {
        older = newer;
        newer = new Map();
      }
      newer.set(detach(id), value);
    },
  };
}
