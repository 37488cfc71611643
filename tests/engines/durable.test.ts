import { type Delta, durableStreamsResume, type Format } from 'react-event-source/core';
import { afterAll, beforeAll, describe } from 'vitest';
import { testAnswers } from './support/answers.ts';
import { createDurable } from './support/durable.ts';
import { testFeed } from './support/feed.ts';

let engine: Awaited<ReturnType<typeof createDurable>>;
beforeAll(async () => {
  engine = await createDurable();
});
afterAll(() => engine.close());

/** As docs/engines.md has it. */
const format: Format = Object.assign<Format, Partial<Format>>(({ data }) => JSON.parse(data) as Delta[], {
  endsOnClose: false,
});

describe('an answer in Durable Streams', () => {
  testAnswers({
    engine: () => engine,
    options: { format, events: ['data'], resume: durableStreamsResume() },
    async keptOf(id) {
      const { host, port } = engine.servers()[0].target;
      const response = await fetch(`http://${host}:${port}/answers/${id}`, {
        headers: { authorization: 'Ada' },
      });
      const changes = (await response.json()) as Delta[];
      return {
        text: changes.map((change) => (change.type === 'text' ? change.delta : '')).join(''),
        isOver: changes.at(-1)?.type === 'done',
      };
    },
  });
});

describe('a feed over Durable Streams, read and written through two processes', () => {
  testFeed(() => engine);
});
