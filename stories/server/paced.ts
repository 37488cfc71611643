import type { Exchange } from './exchange.ts';

/** With no rate to keep, this many at a time: the reader sets the pace. */
const BATCH = 64;

/**
 * Yields the ranges `[from, to)` of `total` things that are due, at `rate` a second by the clock: above a
 * thousand a second several fall due at once. 0 means no limit.
 */
export async function* paced(
  exchange: Exchange,
  total: number,
  rate: number,
): AsyncGenerator<[number, number]> {
  const start = performance.now();
  for (let done = 0; done < total;) {
    const elapsed = performance.now() - start;
    const due = rate > 0 ? 1 + Math.floor((elapsed * rate) / 1000) : done + BATCH;
    const to = Math.min(total, due);
    if (to > done) {
      yield [done, to];
      done = to;
    } else await exchange.pause(Math.max(1, (done * 1000) / rate - elapsed));
  }
}
