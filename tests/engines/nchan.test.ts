import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine } from './support/engine.ts';
import { testFeed } from './support/feed.ts';
import { createNchan } from './support/nchan.ts';

describe('a feed over nchan', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createNchan();
  });
  afterAll(() => engine.close());

  testFeed(() => engine);
});
