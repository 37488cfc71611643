import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { playRun } from '../support/playRun.ts';
import { runSequences } from '../support/runSteps.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('whatever users, pages and servers do, a run keeps its promises', async () => {
  await fc.assert(
    fc.asyncProperty(runSequences, async (steps) => {
      expect(await playRun(steps)).toEqual([]);
    }),
    { numRuns: 400, seed: 1 },
  );
});
