// What an answer over an engine promises, whichever engine keeps it.
import { createRun, type RunOptions, type RunSnapshot } from 'react-event-source/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import type { Served } from './processes.ts';
import { openRelay } from './relay.ts';

export interface AnswerEngine {
  /** The two server processes. */
  readonly servers: () => readonly [Served, Served];
  /** Kills the engine and starts it again. */
  readonly restart: () => Promise<void>;
}

/** What is kept of an answer. */
interface Kept {
  readonly text: string;
  readonly isOver: boolean;
}

interface Means {
  readonly engine: () => AnswerEngine;
  /** How the hook reads these answers. */
  readonly options: RunOptions;
  readonly keptOf: (id: string) => Promise<Kept>;
}

const wordsOf = (count: number): string => Array.from({ length: count }, (_, n) => `wörd${n}`).join(' ');
const question = wordsOf(60);
/** Its answer takes longer than any test: it is stopped. */
const endless = wordsOf(10_000);
const whole = `You asked:\n${question}`;

const hasBegun = ({ text }: RunSnapshot): boolean => text.length > 20;

/** The tests of answers. Returns what asks for one more. */
export function testAnswers({ engine, options, keptOf }: Means) {
  let relay: Awaited<ReturnType<typeof openRelay>>;
  /** The process that gets the next connection. */
  let turn: 0 | 1 = 0;
  beforeAll(async () => {
    relay = await openRelay(() => engine().servers()[turn].target.port);
  });
  afterAll(() => relay.close());

  /** A run that asks the first process, and the requests that it makes. */
  const page = (asks = question) => {
    turn = 0;
    const asked: string[] = [];
    const run = createRun({
      url: `${relay.url}/answers`,
      body: { question: asks },
      headers: { authorization: 'Ada' },
      retry: { limit: Infinity, delay: 50, maxDelay: 200 },
      fetch(input, init) {
        asked.push(`${init?.method} ${new URL(String(input)).pathname}`);
        return fetch(input, init);
      },
      ...options,
    });
    const id = (): string => asked.find((each) => each.startsWith('GET'))!.replace('GET /answers/', '');
    return { run, asked, id };
  };

  /** Cuts the connection; the next one goes to the other process. */
  const moveOn = (): void => {
    turn = 1;
    relay.cut();
  };

  /** An answer that began in one process and was read to its end in the other. */
  const readToItsEnd = async () => {
    const { run, asked, id } = page();
    const ended = run.start();
    await until(run, hasBegun);
    moveOn();
    return { result: await ended, asked, id: id() };
  };

  test('that one process writes is read on in another', async () => {
    const { result, asked } = await readToItsEnd();
    expect(result).toMatchObject({ status: 'done', text: whole, error: null });
    expect(asked).toEqual(['POST /answers', expect.stringMatching(/^GET \/answers\/[\w-]{36}$/)]);
  });

  test('is whole though the engine is killed and started again in the middle', async () => {
    const { run, asked } = page();
    const ended = run.start();
    await until(run, hasBegun);
    await engine().restart();
    expect(await ended).toMatchObject({ status: 'done', text: whole, error: null });
    expect(asked.filter((each) => each.startsWith('POST'))).toHaveLength(1);
  });

  test('is stopped at its model by a DELETE in another process', async () => {
    const { run, asked, id } = page(endless);
    const ended = run.start();
    await until(run, hasBegun);
    moveOn();
    await until(run, ({ status }) => status === 'reconnecting');
    await until(run, ({ status }) => status === 'streaming');
    run.stop();
    expect(await ended).toMatchObject({ status: 'stopped' });
    await expect.poll(() => asked.at(-1)).toMatch(/^DELETE/);
    await expect.poll(async () => (await keptOf(id())).isOver).toBe(true);
    const { text } = await keptOf(id());
    expect(text).toContain(' asked:');
    expect(text).not.toContain('wörd9999');
  });

  test('is nobody else’s', async () => {
    const { id } = await readToItsEnd();
    const statusFor = async (authorization: string): Promise<number> => {
      const response = await fetch(`${relay.url}/answers/${id}`, { headers: { authorization } });
      await response.body?.cancel();
      return response.status;
    };
    expect([await statusFor('Ada'), await statusFor('Bob')]).toEqual([200, 404]);
  });

  return { readToItsEnd };
}
