import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine } from './support/engine.ts';
import { testFeed } from './support/feed.ts';
import { createMemory } from './support/memory.ts';

describe('a feed kept in memory', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createMemory();
  });
  afterAll(() => engine.close());

  testFeed(() => engine);
});
