import { byLocation, createRun, type RunSnapshot } from 'react-event-source/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { prove } from './support/proof.ts';
import { createRedis, type RedisEngine } from './support/redis.ts';
import { openRelay } from './support/relay.ts';
import { PROOF_TIMEOUT, report, RUNS } from './support/report.ts';

let engine: RedisEngine;
let relay: Awaited<ReturnType<typeof openRelay>>;
/** The process that gets the next connection. */
let turn: 0 | 1;
beforeAll(async () => {
  engine = await createRedis();
  relay = await openRelay(() => engine.servers()[turn].target.port);
});
afterAll(async () => {
  await relay.close();
  await engine.close();
});
beforeEach(() => {
  turn = 0;
});

const wordsOf = (count: number): string => Array.from({ length: count }, (_, n) => `wörd${n}`).join(' ');
const question = wordsOf(60);
/** Its answer takes longer than any test: it is stopped. */
const endless = wordsOf(10_000);
const whole = `You asked:\n${question}`;

/** A run that asks the server, and the requests that it makes. */
function page(asks = question) {
  const asked: string[] = [];
  const run = createRun({
    url: `${relay.url}/answers`,
    body: { question: asks },
    headers: { authorization: 'Ada' },
    format: Object.assign(
      ({ data }: { data: string }) => (data === '[DONE]' ? { type: 'done' as const } : data),
      {
        endsOnClose: false,
      },
    ),
    resume: byLocation(),
    retry: { limit: Infinity, delay: 50, maxDelay: 200 },
    fetch(input, init) {
      asked.push(`${init?.method} ${new URL(String(input)).pathname}`);
      return fetch(input, init);
    },
  });
  /** The address of the answer, in a client of Redis. */
  const key = (): string => asked.find((each) => each.startsWith('GET'))!.replace('GET /answers/', 'answer:');
  return { run, asked, key };
}
const hasBegun = ({ text }: RunSnapshot): boolean => text.length > 20;

/** Cuts the connection; the next one goes to the other process. */
function moveOn(): void {
  turn = 1;
  relay.cut();
}

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

describe('an answer in Redis Streams', () => {
  test('that one process writes is read on in another, and expires', async () => {
    const { run, asked, key } = page();
    const ended = run.start();
    await until(run, hasBegun);
    moveOn();
    expect(await ended).toMatchObject({ status: 'done', text: whole, error: null });
    expect(asked).toEqual(['POST /answers', expect.stringMatching(/^GET \/answers\/[\w-]{36}$/)]);
    const isKept = () => withRedis((redis) => redis.ttl(key()));
    await expect.poll(isKept).toBeGreaterThan(30);
  });

  test('is whole though Redis is killed and started again in the middle', async () => {
    const { run, asked } = page();
    const ended = run.start();
    await until(run, hasBegun);
    await engine.restart();
    expect(await ended).toMatchObject({ status: 'done', text: whole, error: null });
    expect(asked.filter((each) => each.startsWith('POST'))).toHaveLength(1);
  });

  test('is stopped at its model by a DELETE in another process', async () => {
    const { run, asked, key } = page(endless);
    const ended = run.start();
    await until(run, hasBegun);
    moveOn();
    await until(run, ({ status }) => status === 'reconnecting');
    await until(run, ({ status }) => status === 'streaming');
    run.stop();
    expect(await ended).toMatchObject({ status: 'stopped' });
    await expect.poll(() => asked.at(-1)).toMatch(/^DELETE/);
    const entries = () => withRedis(async (redis) => (await redis.xRange(key(), '-', '+')) ?? []);
    await expect.poll(async () => (await entries()).at(-1)?.message).toEqual({ end: 'true' });
    const text = (await entries()).map(({ message }) => message['text'] ?? '').join('');
    expect(text).not.toContain('[DONE]');
  });

  test('is nobody else’s', async () => {
    const { run, key } = page();
    const ended = run.start();
    await until(run, hasBegun);
    moveOn();
    await ended;
    const status = async (authorization: string): Promise<number> => {
      const response = await fetch(`${relay.url}/answers/${key().slice(7)}`, { headers: { authorization } });
      await response.body?.cancel();
      return response.status;
    };
    expect([await status('Ada'), await status('Bob')]).toEqual([200, 404]);
  });
});

describe('a feed over Redis Streams, read and written through two processes', () => {
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
