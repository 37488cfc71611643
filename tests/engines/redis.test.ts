import { byLocation, type Format } from 'react-event-source/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAnswers } from './support/answers.ts';
import { testFeed } from './support/feed.ts';
import { createRedis, type RedisEngine } from './support/redis.ts';

let engine: RedisEngine;
beforeAll(async () => {
  engine = await createRedis();
});
afterAll(() => engine.close());

async function withRedis<T>(
  task: (redis: Awaited<ReturnType<typeof engine.connect>>) => Promise<T>,
): Promise<T> {
  const redis = await engine.connect();
  try {
    return await task(redis);
  } finally {
    redis.destroy();
  }
}

const format: Format = Object.assign<Format, Partial<Format>>(
  ({ data }) => (data === '[DONE]' ? { type: 'done' } : data),
  { endsOnClose: false },
);

describe('an answer in Redis Streams', () => {
  const { readToItsEnd } = testAnswers({
    engine: () => engine,
    options: { format, resume: byLocation() },
    async keptOf(id) {
      const entries = await withRedis((redis) => redis.xRange(`answer:${id}`, '-', '+'));
      const messages = (entries ?? []).map(({ message }) => message);
      return {
        text: messages.map(({ text = '' }) => text).join(''),
        isOver: messages.at(-1)?.['end'] === 'true',
      };
    },
  });

  test('expires', async () => {
    const { id } = await readToItsEnd();
    await expect.poll(() => withRedis((redis) => redis.ttl(`answer:${id}`))).toBeGreaterThan(30);
  });
});

describe('a feed over Redis Streams, read and written through two processes', () => {
  testFeed(() => engine);
});
