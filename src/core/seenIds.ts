/** Remembers which ids earlier attempts delivered, so that a resumed stream repeats none of them. */
export interface SeenIds {
  add(id: string): void;
  /** Whether an earlier attempt delivered it; what this attempt delivered does not count. */
  has(id: string): boolean;
  /** A new attempt begins. */
  nextAttempt(): void;
}

/**
 * @param size how many ids are remembered at least (and at most twice as many): a feed has no end
 */
export function createSeenIds(size: number): SeenIds {
  let earlier = new Set<string>();
  let older = new Set<string>();
  let current = new Set<string>();
  return {
    add(id) {
      if (current.size >= size) {
        older = current;
        current = new Set();
      }
      current.add(id);
    },
    has: (id) => earlier.has(id),
    nextAttempt() {
      if (older.size || current.size >= size) earlier = new Set([...older, ...current]);
      else for (const id of current) earlier.add(id);
      older = new Set();
      current = new Set();
    },
  };
}
