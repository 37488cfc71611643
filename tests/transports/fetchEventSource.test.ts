import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  createRun,
  fetchEventSource,
  type FetchEventSourceOptions,
  type FetchLike,
  type SseRequest,
} from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';
import { attemptOver } from '../support/attempt.ts';
import { describeAttemptReports, describeConformance, streamed } from './support/suite.ts';

const server = serverForFile();

/** What the server gets of a request through the transport. */
async function requestOf(options: FetchEventSourceOptions = {}, request: Partial<SseRequest> = {}) {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), { end: true }]);
  await attemptOver(fetchEventSource(options), { url, ...request });
  const sent = server().requests(key);
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

describe('the request', () => {
  test('asks for an event stream, past every cache', async () => {
    const { method, headers } = await requestOf();
    expect(method).toBe('GET');
    expect(headers).toMatchObject({ accept: 'text/event-stream', 'cache-control': 'no-cache' });
    expect(headers).not.toHaveProperty('last-event-id');
  });
  test.each([
    ['a plain object', { Authorization: 'Bearer x', 'X-None': undefined }],
    ['pairs', [['AUTHORIZATION', 'Bearer x']]],
    ['Headers', new Headers({ authorization: 'Bearer x' })],
    ['a function', () => ({ authorization: 'Bearer x' })],
    ['an async function', async () => ({ authorization: 'Bearer x' })],
  ] as [string, FetchEventSourceOptions['headers']][])('has the headers of %s', async (_, headers) => {
    const { headers: sent } = await requestOf({ headers });
    expect(sent['authorization']).toBe('Bearer x');
    expect(sent).not.toHaveProperty('x-none');
  });
  test('has one value for each header, however its name is written', async () => {
    const { headers } = await requestOf(
      { headers: { ACCEPT: 'application/json', 'X-A': 'transport' } },
      { init: { headers: { 'x-a': 'request', 'x-b': 'request' } } },
    );
    expect(headers).toMatchObject({ accept: 'application/json', 'x-a': 'transport', 'x-b': 'request' });
  });
  test('sends a plain object as JSON by POST', async () => {
    const { method, headers, body } = await requestOf({ body: { a: [1, 'é'] } });
    expect({ method, body, type: headers['content-type'] }).toEqual({
      method: 'POST',
      body: '{"a":[1,"é"]}',
      type: 'application/json',
    });
  });
  test('has the last event id that it resumes after, whatever the caller’s own headers say', async () => {
    const { headers } = await requestOf({ headers: { 'Last-Event-ID': '1' } }, { lastEventId: '2' });
    expect(headers['last-event-id']).toBe('2');
  });
  test('asks for lines of JSON where the format reads them', async () => {
    const { headers } = await requestOf({}, { framing: 'lines' });
    expect(headers.accept).toBe('application/x-ndjson');
  });
  test('goes through the fetch of the transport, else of the request', async () => {
    const calls: string[] = [];
    const via = (name: string) => (input: string, init: RequestInit) => {
      calls.push(name);
      return fetch(input, init);
    };
    await requestOf({ fetch: via('transport') }, { fetch: via('request') });
    await requestOf({}, { fetch: via('request') });
    expect(calls).toEqual(['transport', 'request']);
  });
  test('is the same transport from render to render where its options are equal by value', () => {
    const key = (options: FetchEventSourceOptions): unknown => fetchEventSource(options).key;
    expect(key({ headers: { a: '1' } })).toBe(key({ headers: { a: '1' } }));
    expect(key({ headers: { a: '1' } })).not.toBe(key({ headers: { a: '2' } }));
    expect(key({ headers: new Headers({ a: '1' }) })).not.toBe(key({ headers: new Headers({ a: '2' }) }));
    expect(key({ fetch: () => fetch('x') })).toBe(key({ fetch: () => fetch('y') }));
    expect(key({ body: { big: 1n } })).toBe(key({ body: { big: 2n } }));
  });
});

describeAttemptReports(server, () => fetchEventSource());
describeConformance((body) => fetchEventSource({ fetch: async () => streamed(body) }));

test('closing before the request was made sends none', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), { end: true }]);
  const requests: unknown[] = [];
  let resolveHeaders: ((headers: Record<string, string>) => void) | undefined;
  const headers = new Promise<Record<string, string>>((resolve) => (resolveHeaders = resolve));
  const close = fetchEventSource({
    headers: () => headers,
    fetch: (...args) => {
      requests.push(args);
      return fetch(...args);
    },
  })({ url, init: {}, events: undefined, lastEventId: '' }, undefined as never);
  close();
  resolveHeaders?.({});
  await new Promise(setImmediate);
  expect([requests, server().requests(key)]).toEqual([[], []]);
});

describe('what is told of a transport', () => {
  test.each([
    [{}, false, undefined],
    [{ headers: { a: '1' }, body: 'x' }, false, 'POST'],
    [{ headers: () => ({}) }, true, undefined],
    [{ body: () => 'x' }, true, 'POST'],
    [{ method: 'PUT', body: 'x' }, false, 'PUT'],
  ] as [FetchEventSourceOptions, boolean, string | undefined][])(
    '%j: dynamic %s, method %s',
    (options, dynamic, method) => {
      const transport = fetchEventSource(options);
      expect([transport.dynamic, transport.method]).toEqual([dynamic, method]);
    },
  );
});

describe('the method of a request and of its transport', () => {
  test.each([
    ['GET', {}, 'GET'],
    ['DELETE', {}, 'DELETE'],
    ['DELETE', { method: 'PUT' }, 'PUT'],
    ['GET', { body: 'x' }, 'POST'],
  ] as [string, FetchEventSourceOptions, string][])('%s and %j: %s', async (method, options, expected) => {
    expect((await requestOf(options, { init: { method } })).method).toBe(expected);
  });
});

test('where there is no fetch, the error says how to pass one', () => {
  vi.stubGlobal('fetch', undefined);
  const attempt = (): unknown => fetchEventSource()({ url: 'http://test/' } as never, {} as never);
  expect(attempt).toThrow('There is no fetch here. Pass one: fetchEventSource({ fetch }).');
  vi.unstubAllGlobals();
});

test('a response without a body that can be read is a mistake, which no retry mends', async () => {
  const response = new Response(null, { headers: { 'content-type': 'text/event-stream' } });
  const reports = await attemptOver(fetchEventSource({ fetch: async () => response }), {
    url: 'http://test/',
  });
  expect(reports).toEqual([expect.stringContaining('fail network The response has no body to read.')]);
});

test('the engine never reaches for the page, and never asks again, however hostile the page is', async () => {
  const hostile = new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'baseURI') return 'http://test/';
        throw new Error(`hostile ${String(name)}`);
      },
    },
  );
  vi.stubGlobal('window', hostile);
  const url = server().script(crypto.randomUUID(), [send('a'), { end: true }]);
  let requests = 0;
  const transport = fetchEventSource({
    fetch: (input) => {
      requests += 1;
      return fetch(input);
    },
  });
  expect((await attemptOver(transport, { url })).at(-1)).toBe('end');
  await new Promise(setImmediate);
  expect(requests).toBe(1);
  vi.unstubAllGlobals();
});

test('a function for the headers that fails is a failure with its cause', async () => {
  const cause = new Error('no token');
  const reports = await attemptOver(fetchEventSource({ headers: () => Promise.reject(cause) }), {
    url: server().url,
  });
  expect(reports).toEqual(['fail network no token']);
});

describe('a fetch of the caller’s', () => {
  const init = { headers: { 'content-type': 'text/event-stream' } };
  const endless = (cancel: () => void) =>
    new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('data: a\n\n')), cancel });

  test('gets the caller’s cache, and what is undefined in the transport’s options is the run’s', async () => {
    const fetch = vi.fn<FetchLike>(async () => new Response(null, { status: 204 }));
    const transport = fetchEventSource({ fetch, body: undefined });
    const run = createRun({
      url: 'http://test/',
      transport,
      body: { a: 1 },
      cache: 'no-cache',
      credentials: 'include',
    });
    await run.start();
    expect(fetch.mock.lastCall?.[1]).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      cache: 'no-cache',
      credentials: 'include',
    });
    vi.stubGlobal('document', { baseURI: 'http://test/' });
    await createRun({ url: 'http://test/', transport: fetchEventSource({ fetch }) }).start();
    expect(fetch.mock.lastCall?.[1].cache).toBe('no-store');
    vi.unstubAllGlobals();
  });
  test('that does not follow the signal has its body cancelled', async () => {
    const cancel = vi.fn<() => void>();
    const run = createRun({
      url: 'http://test/',
      fetch: async () => new Response(endless(cancel), init),
      onMessage: () => run.stop(),
    });
    await run.start();
    await expect.poll(() => cancel.mock.calls).toHaveLength(1);
  });
  test('and answers after the run was stopped, too', async () => {
    const cancel = vi.fn<() => void>();
    const run = createRun({
      url: 'http://test/',
      fetch: async () => {
        run.stop();
        return new Response(endless(cancel), init);
      },
    });
    await run.start();
    await expect.poll(() => cancel.mock.calls).toHaveLength(1);
  });
});

test('a line that arrives whole has to keep to maxMessageSize, too', async () => {
  const fetch = async (): Promise<Response> =>
    new Response('short\n' + 'x'.repeat(51) + '\n', { headers: { 'content-type': 'application/x-ndjson' } });
  const format = Object.assign(({ data }: { data: string }) => data, { framing: 'lines' as const });
  const transport = fetchEventSource({ maxMessageSize: 50 });
  const { status, text, error } = await createRun({ url: 'http://test/', fetch, format, transport }).start();
  expect([status, text, error?.message]).toEqual([
    'failed',
    'short',
    'A message is longer than maxMessageSize (50)',
  ]);
});

describe('a burst that arrives as one chunk', () => {
  const MESSAGES = 100_000;
  /** Each piece of it takes as long as the clock says: some milliseconds. */
  const slowly = (): void => {
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (time += 3));
    onTestFinished(() => void vi.restoreAllMocks());
  };
  const burst: FetchLike = () =>
    Promise.resolve(
      new Response('data: a message\n\n'.repeat(MESSAGES), {
        headers: { 'content-type': 'text/event-stream' },
      }),
    );
  const turn = () => new Promise((resolve) => void setImmediate(resolve));

  test('is read in parts, between which the page gets its turns', async () => {
    slowly();
    const onMessage = vi.fn<() => void>();
    const run = createRun({ url: 'http://server.test/', fetch: burst, onMessage });
    const result = run.start();
    const seen = new Set<number>();
    while (run.getSnapshot().status !== 'done') {
      await turn();
      seen.add(onMessage.mock.calls.length);
    }
    await result;
    expect(onMessage).toHaveBeenCalledTimes(MESSAGES);
    expect(seen.size).toBeGreaterThan(5);
  });

  test('is not read on after stop()', async () => {
    slowly();
    const onMessage = vi.fn<() => void>();
    const run = createRun({ url: 'http://server.test/', fetch: burst, onMessage });
    const result = run.start();
    while (!onMessage.mock.calls.length) await turn();
    const { length } = onMessage.mock.calls;
    run.stop();
    expect(await result).toMatchObject({ status: 'stopped' });
    for (let i = 0; i < 20; i += 1) await turn();
    expect(onMessage).toHaveBeenCalledTimes(length);
    expect(length).toBeLessThan(MESSAGES);
  });
});
