import { fc } from '../support/property.ts';
import { expect, test } from 'vitest';
import { fakeClockWithoutJitter } from '../support/fakeClock.ts';
import { playRun } from '../support/playRun.ts';
import { runSequences } from '../support/runSteps.ts';

fakeClockWithoutJitter();

test('whatever users, pages and servers do, a run keeps its promises', async () => {
  await fc.assert(
    fc.asyncProperty(runSequences, async (steps) => {
      expect(await playRun(steps)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
