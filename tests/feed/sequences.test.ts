import { fc } from '../support/property.ts';
import { expect, test } from 'vitest';
import { fakeClockWithoutJitter } from '../support/fakeClock.ts';
import { feedSequences, playFeed } from '../support/playFeed.ts';

fakeClockWithoutJitter();

test('whatever users, pages and servers do, a feed delivers every message once, and stays closed', async () => {
  await fc.assert(
    fc.asyncProperty(feedSequences, async (steps) => {
      expect(await playFeed(steps)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
