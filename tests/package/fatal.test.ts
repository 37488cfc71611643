import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type ConnectionOptions,
  createConnection,
  createRun,
  type EventsOption,
  fetchEventSource,
  type RunOptions,
  type SseError,
} from 'react-event-source/core';
import { events, format, retry } from '../../docs/recipes/fatal.ts';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { until } from '../support/until.ts';

// What the section on `FatalError` and `RetriableError` of docs/migration.md says, row by row.
const server = serverForFile();
const refused = (status: number, headers = {}): Step[] => [
  { status, headers },
  { text: '{"error":{"message":"Not today"}}' },
  { end: true },
];
const page: Step[] = [
  { status: 200, headers: { 'content-type': 'text/html' } },
  { text: '<p>Restarting' },
  { end: true },
];
const good: Step[] = [{ text: 'data: {"percent":1}\n\n' }, { hold: true }];

/** A feed or an answer of a server that answers in turn with each of these. */
function script(...perRequest: Step[][]) {
  const key = crypto.randomUUID();
  return { key, url: server().script(key, { perRequest }), requests: () => server().requests(key).length };
}
async function feed(perRequest: Step[][], options: Partial<ConnectionOptions<EventsOption>> = {}) {
  const { key, url, requests } = script(...perRequest);
  const connection = createConnection({
    transport: fetchEventSource(),
    retry: { delay: 1 },
    ...options,
    url,
  });
  connection.open();
  await until(connection, ({ status, lastMessage }) => status === 'failed' || lastMessage !== null);
  const { status, error } = connection.getSnapshot();
  connection.close();
  await server().waitFor(key, { open: 0 });
  return { status, kind: error?.kind, message: error?.message, requests: requests() };
}
async function answer(perRequest: Step[][], options: RunOptions = {}) {
  const { url, requests } = script(...perRequest);
  const { status, text, error } = await createRun({ ...options, url }).start();
  return { status, text, kind: error?.kind, message: error?.message, requests: requests() };
}
const done: Step[] = [{ text: 'data: all\n\ndata: [DONE]\n\n' }, { end: true }];
const post: RunOptions = { body: {} };
afterEach(() => vi.unstubAllGlobals());

describe('what `onopen` threw', () => {
  test.each([400, 401, 403, 404, 422])('a %i ends both, with the words of the server', async (status) => {
    const ended = { status: 'failed', kind: 'http', message: 'Not today', requests: 1 };
    expect(await feed([refused(status), good])).toEqual(ended);
    expect(await answer([refused(status), done])).toMatchObject(ended);
  });
  test.each([408, 425, 429, 500, 503])(
    'a %i is tried again, by POST only where it was asked for',
    async (status) => {
      expect(await feed([refused(status), good])).toMatchObject({ status: 'open', requests: 2 });
      const quick = { delay: 1 };
      expect(await answer([refused(status), done])).toMatchObject({ status: 'done', requests: 2 });
      expect(await answer([refused(status), done], post)).toMatchObject({ status: 'failed', requests: 1 });
      expect(await answer([refused(status), done], { ...post, retry: quick })).toMatchObject({ requests: 2 });
    },
  );
  test('a POST is sent again by itself where the server says when', async () => {
    const later = refused(503, { 'retry-after': '0' });
    expect(await answer([later, done], post)).toMatchObject({ status: 'done', requests: 2 });
  });
  test('a wrong content type ends both, and is tried again where `shouldRetry` says so', async () => {
    expect(await feed([page, good])).toMatchObject({ status: 'failed', kind: 'contentType', requests: 1 });
    expect(await feed([page, good], { retry: { ...retry, delay: 1 } })).toMatchObject({
      status: 'open',
      requests: 2,
    });
    expect(await answer([page, done], { ...post, retry: { ...retry, delay: 1 } })).toMatchObject({
      status: 'done',
      requests: 2,
    });
  });
  test('what `shouldRetry` says counts for each status', async () => {
    const shouldRetry = ({ isRetryable, status }: SseError): boolean => isRetryable && status !== 500;
    expect(await feed([refused(500), good], { retry: { shouldRetry } })).toMatchObject({
      status: 'failed',
      requests: 1,
    });
  });
});

describe('what `onmessage` threw', () => {
  const fatal: Step[] = [{ text: 'event: FatalError\ndata: The account is closed\n\n' }, { hold: true }];
  const ended = { status: 'failed', kind: 'server', message: 'The account is closed', requests: 1 };
  test('for a message of the type `FatalError`: its decoder ends a feed', async () => {
    expect(await feed([fatal, good], { events })).toEqual(ended);
  });
  test('for a message of the type `FatalError`: its format ends an answer, and keeps the text', async () => {
    const begun = { text: 'data: {"choices":[{"index":0,"delta":{"content":"part"}}]}\n\n' };
    const result = await answer([[begun, ...fatal], done], { ...post, format, retry: { delay: 1 } });
    expect(result).toEqual({ ...ended, text: 'part' });
  });
  test('by mistake: is reported, and loses nothing', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const mistake = new TypeError('a mistake');
    const onMessage = (): never => {
      throw mistake;
    };
    expect(await answer([done], { onMessage })).toMatchObject({ status: 'done', text: 'all', requests: 1 });
    expect(reported.mock.calls[0]).toEqual([mistake]);
  });
});

describe('what `onclose` threw', () => {
  const one: Step[] = [{ text: 'id: 1\ndata: 1\n\n' }, { end: true }];
  const two: Step[] = [{ text: 'id: 2\ndata: 2\n\n' }, { hold: true }];
  test.each([
    ['GET', {}],
    ['POST, with `retry`', { method: 'POST', body: '{}' }],
  ])('a feed by %s comes back by itself', async (_, init) => {
    const { url, requests } = script(one, two);
    const data: string[] = [];
    const connection = createConnection({
      url,
      transport: fetchEventSource(init),
      retry: { delay: 1 },
      onMessage: (message) => void data.push(message.data),
    });
    connection.open();
    await until(connection, ({ lastMessage }) => lastMessage?.data === '2');
    connection.close();
    expect([data, requests()]).toEqual([['1', '2'], 2]);
  });
  test('an answer that has no end is `incomplete`, and goes on by itself where `retry` and ids allow it', async () => {
    const begun: Step[] = [
      { text: 'data: {"choices":[{"index":0,"delta":{"content":"part"}}]}\n\n' },
      { end: true },
    ];
    const rest: Step[] = [
      { text: 'data: {"choices":[{"index":0,"delta":{"content":"ial"}}]}\n\ndata: [DONE]\n\n' },
      { end: true },
    ];
    const withId: Step[] = [{ text: 'id: 1\n' }, ...begun];
    expect(await answer([begun, rest], { ...post, format, retry: { delay: 1 } })).toMatchObject({
      status: 'incomplete',
      text: 'part',
      requests: 1,
    });
    expect(await answer([withId, rest], { ...post, format, retry: { delay: 1 } })).toMatchObject({
      status: 'done',
      text: 'partial',
      requests: 2,
    });
  });
});
