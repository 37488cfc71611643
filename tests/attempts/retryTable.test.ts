import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  fetchEventSource,
  type Retry,
  type SseError,
} from 'react-event-source/core';
import type { Script, Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';
import { statusesOf, until } from '../support/until.ts';

const server = serverForFile();

// No jitter is the shortest delay: the default policy, without its waiting.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

const good: readonly Step[] = [send({ id: 3, data: 'good' }), { end: true }];
const status = (code: number, retryAfter?: string): readonly Step[] => [
  {
    status: code,
    headers: { 'content-type': 'text/plain', ...(retryAfter && { 'retry-after': retryAfter }) },
  },
  { end: true },
];
const faults = {
  'a reset before the response': [{ reset: true }],
  'a cut after the head': [{ flush: true }, { wait: 1 }, { destroy: true }],
  '408': status(408),
  '425': status(425),
  '429': status(429),
  '429 with Retry-After': status(429, '0'),
  '500': status(500),
  '502': status(502),
  '503': status(503),
  '503 with Retry-After': status(503, '0'),
  '504': status(504),
  'a cut after a message': [send('lost'), { destroy: true }],
  'a cut after a message with an id': [send({ id: 1, data: 'kept' }), { destroy: true }],
  'a cut after a comment': [{ text: ':\n\n' }, { destroy: true }],
  '400': status(400),
  '401': status(401),
  '404': status(404),
  'a wrong content type': [{ status: 200, headers: { 'content-type': 'text/html' } }, { end: true }],
  '204': [{ status: 204 }, { end: true }],
} satisfies Record<string, readonly Step[]>;
type Fault = keyof typeof faults;

const before: Fault[] = [
  'a reset before the response',
  'a cut after the head',
  '408',
  '425',
  '429',
  '500',
  '502',
  '503',
  '504',
];
const refusedForNow: Fault[] = ['429 with Retry-After', '503 with Retry-After'];
const final: Fault[] = ['400', '401', '404', 'a wrong content type', '204'];
const amid: Fault[] = ['a cut after a message', 'a cut after a message with an id', 'a cut after a comment'];

/** Asks for an answer whose first response has the fault, and says how many requests were sent. */
async function requestsOf(fault: Fault, method: string, retry?: Retry): Promise<number> {
  const key = crypto.randomUUID();
  const url = server().script(key, { perRequest: [faults[fault], good] } satisfies Script);
  await createRun({ url, method, retry }).start();
  return server().requests(key).length;
}

const rows = (names: readonly Fault[], requests: number): [Fault, number][] =>
  names.map((name) => [name, requests]);

describe('a GET for an answer', () => {
  test.each([
    ...rows([...before, ...refusedForNow], 2),
    ...rows(final, 1),
    ['a cut after a message', 1],
    ['a cut after a comment', 1],
    ['a cut after a message with an id', 2],
  ] as [Fault, number][])('after %s sends %d request(s)', async (fault, requests) => {
    expect(await requestsOf(fault, 'GET')).toBe(requests);
  });
  test.each(Object.keys(faults) as Fault[])('with retry: false, after %s sends one', async (fault) => {
    expect(await requestsOf(fault, 'GET', false)).toBe(1);
  });
});

describe.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s', (method) => {
  test.each([...rows(refusedForNow, 2), ...rows([...before, ...final, ...amid], 1)])(
    'after %s sends %d request(s)',
    async (fault, requests) => {
      expect(await requestsOf(fault, method)).toBe(requests);
    },
  );
  test.each([
    ...rows([...before, ...refusedForNow], 2),
    ...rows(final, 1),
    ['a cut after a message', 1],
    ['a cut after a comment', 1],
    ['a cut after a message with an id', 2],
  ] as [Fault, number][])(
    'whose caller asked for retries, after %s sends %d request(s)',
    async (fault, requests) => {
      expect(await requestsOf(fault, method, true)).toBe(requests);
    },
  );
});

describe('a feed', () => {
  async function feed(fault: Fault, retry?: Retry) {
    const key = crypto.randomUUID();
    const url = server().script(key, { perRequest: [faults[fault], [send('good'), { hold: true }]] });
    const connection = createConnection({ url, retry, transport: fetchEventSource() });
    const statuses = statusesOf(connection);
    connection.open();
    await until(
      connection,
      ({ status, lastMessage }) => lastMessage?.data === 'good' || status === 'failed' || status === 'closed',
    );
    const reached = [...statuses];
    connection.close();
    return { statuses: reached, requests: server().requests(key).length };
  }
  test.each([...before, ...refusedForNow])('that meets %s comes back', async (fault) => {
    const { statuses, requests } = await feed(fault);
    expect(requests).toBe(2);
    expect(statuses).toContain('reconnecting');
  });
  test.each(amid)('reconnects after %s, with ids or without', async (fault) => {
    expect((await feed(fault)).requests).toBe(2);
  });
  test.each(final)('ends with %s', async (fault) => {
    const { statuses, requests } = await feed(fault);
    expect(requests).toBe(1);
    expect(statuses.at(-1)).toBe(fault === '204' ? 'closed' : 'failed');
  });
  test.each(['500', 'a cut after a message'] as const)('with retry: false fails after %s', async (fault) => {
    const { statuses, requests } = await feed(fault, false);
    expect([requests, statuses.at(-1)]).toEqual([1, 'failed']);
  });
});

describe('a feed by POST', () => {
  test.each([
    ['ends with a stream that ended cleanly', undefined, 'closed', 1],
    ['reconnects after it where the caller asked', true, 'open', 2],
  ] as const)('%s', async (_, retry, status, requests) => {
    const key = crypto.randomUUID();
    const url = server().script(key, { perRequest: [good, [send({ id: 4, data: 'more' }), { hold: true }]] });
    const connection = createConnection({ url, retry, transport: fetchEventSource({ method: 'POST' }) });
    connection.open();
    const wanted = requests === 2 ? 'more' : 'good';
    const reached = await until(
      connection,
      (state) => state.status === status && state.lastMessage?.data === wanted,
    );
    connection.close();
    expect([reached.status, server().requests(key).length]).toEqual([status, requests]);
  });
  test.each<[string, Retry | undefined, number]>([
    ['is over', undefined, 1],
    ['is asked for again where the caller said so', { delay: 0 }, 2],
  ])('that the server ends before the first byte %s', async (_, retry, requests) => {
    const key = crypto.randomUUID();
    const url = server().script(key, { perRequest: [[{ flush: true }, { end: true }], faults['204']] });
    const connection = createConnection({ url, retry, transport: fetchEventSource({ method: 'POST' }) });
    connection.open();
    await until(connection, ({ status }) => status === 'closed');
    expect(server().requests(key)).toHaveLength(requests);
  });
});

test.each([400, 408, 500, 502])(
  'a POST that is refused with %d and a Retry-After is not sent again',
  async (code) => {
    const key = crypto.randomUUID();
    const url = server().script(key, status(code, '0'));
    await createRun({ url, method: 'POST' }).start();
    expect(server().requests(key)).toHaveLength(1);
  },
);

describe('the number of retries', () => {
  const failing = (steps: readonly Step[]) => {
    const key = crypto.randomUUID();
    return { key, url: server().script(key, steps) };
  };
  test('of an answer is three by default', async () => {
    const { key, url } = failing(faults['503']);
    const { attempt, status, error } = await createRun({ url }).start();
    expect(server().requests(key)).toHaveLength(4);
    expect({ attempt, status, kind: error?.kind }).toEqual({ attempt: 3, status: 'failed', kind: 'http' });
  });
  test.each([1, 5])('is at most the limit: %d', async (limit) => {
    const { key, url } = failing(faults['503']);
    await createRun({ url, retry: limit }).start();
    expect(server().requests(key)).toHaveLength(limit + 1);
  });
  test('of a feed has no limit', async () => {
    const { key, url } = failing(faults['503']);
    const connection = createConnection({ url, retry: { delay: 0 }, transport: fetchEventSource() });
    connection.open();
    await server().waitFor(key, { requests: 12 });
    expect(connection.getSnapshot().status).toBe('reconnecting');
    connection.close();
  });
  test('counts anew after a message', async () => {
    const { key, url } = failing(faults['a cut after a message with an id']);
    const run = createRun({ url, retry: 2, onMessage: ({ lastEventId }) => void ids.push(lastEventId) });
    const ids: string[] = [];
    let id = 0;
    const next = (): readonly Step[] => [send({ id: (id += 1), data: 'x' }), { destroy: true }];
    server().script(key, { perRequest: [next(), next(), next(), next(), next(), good] });
    expect((await run.start()).status).toBe('done');
    expect(ids).toEqual(['1', '2', '3', '4', '5', '3']);
  });
  test('does not count anew after a mere open, nor after a comment', async () => {
    const opened = [{ flush: true }, { text: ': still here\n\n' }, { wait: 1 }, { destroy: true }] as const;
    const { key, url } = failing(opened);
    const connection = createConnection({
      url,
      retry: { limit: 2, delay: 0 },
      transport: fetchEventSource(),
    });
    connection.open();
    await until(connection, ({ status }) => status === 'failed');
    expect(server().requests(key)).toHaveLength(3);
  });
});

describe('shouldRetry', () => {
  test('decides in place of the error, and is told the number of the retry', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, faults['404']);
    const asked: (number | undefined)[][] = [];
    const shouldRetry = ({ status }: SseError, attempt: number): boolean => {
      asked.push([status, attempt]);
      return attempt < 3;
    };
    await createRun({ url, retry: { limit: 9, shouldRetry } }).start();
    expect(server().requests(key)).toHaveLength(3);
    expect(asked).toEqual([
      [404, 1],
      [404, 2],
      [404, 3],
    ]);
  });
  test('cannot have an answer repeated that has begun', async () => {
    expect(await requestsOf('a cut after a message', 'POST', { shouldRetry: () => true })).toBe(1);
  });
  test('can refuse what would be retried', async () => {
    expect(await requestsOf('503', 'GET', { shouldRetry: () => false })).toBe(1);
  });
});
