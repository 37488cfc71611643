import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { feedSequences, playFeed } from '../support/playFeed.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('whatever users, pages and servers do, a feed delivers every message once, and stays closed', async () => {
  await fc.assert(
    fc.asyncProperty(feedSequences, async (steps) => {
      expect(await playFeed(steps)).toEqual([]);
    }),
    { numRuns: 400, seed: 1 },
  );
});
