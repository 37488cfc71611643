// What a feed over an engine promises, whichever engine keeps it.
import { expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { prove } from './proof.ts';
import { PROOF_TIMEOUT, report, RUNS, SEED } from './report.ts';

export function testFeed(engine: () => Engine): void {
  test(
    'loses nothing that the engine still has, repeats nothing, and says where something is missing',
    async () => {
      const tally = await prove(engine(), RUNS, SEED);
      report(engine().name, tally);
      expect(tally.runs).toBe(RUNS);
    },
    PROOF_TIMEOUT,
  );
}
