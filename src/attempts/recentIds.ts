import { detach } from '../platform/detach';

/** Remembers ids, the newest longest. */
export interface RecentIds {
  add(id: string): void;
  has(id: string): boolean;
}

/**
 * @param size how many ids are remembered at least (and at most twice as many): a feed has no end
 */
export function createRecentIds(size: number): RecentIds {
  let older = new Set<string>();
  let newer = new Set<string>();
  return {
    add(id) {
      if (newer.size >= size) {
        older = newer;
        newer = new Set();
      }
      newer.add(detach(id));
    },
    has: (id) => newer.has(id) || older.has(id),
  };
}
