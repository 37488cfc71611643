import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemory } from './support/memory.ts';
import type { Engine } from './support/engine.ts';
import { prove } from './support/proof.ts';
import { PROOF_TIMEOUT, report, RUNS } from './support/report.ts';

describe('a feed kept in memory', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createMemory();
  });
  afterAll(() => engine.close());

  test(
    'loses nothing that it still has, repeats nothing, and says where something is missing',
    async () => {
      const tally = await prove(engine, RUNS);
      report(engine.name, tally);
      expect(tally.runs).toBe(RUNS);
    },
    PROOF_TIMEOUT,
  );
});
