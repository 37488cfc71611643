import { describe, expect, test, vi } from 'vitest';
import {
  byLocation,
  type ConnectionOptions,
  createConnection,
  createRun,
  eventSource,
  fetchEventSource,
  type FetchLike,
  json,
  messages,
  type MessagesOptions,
  openaiChat,
  type RunOptions,
} from 'react-event-source/core';

/** Options as they are given without types. */
type Untyped = Readonly<Record<string, unknown>>;

const stream = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
const fetchOf = () => vi.fn<FetchLike>(async () => stream('data: {"choices":[]}\n\n'));

const forBoth: [string, Untyped, string][] = [
  ['retry', { retry: '3' }, '`retry` must be a number, a boolean or an object, as in `{ limit: 3 }`.'],
  ['retry', { retry: () => true }, '`retry` must be a number, a boolean or an object, as in `{ limit: 3 }`.'],
  ['timeout', { timeout: 5000 }, '`timeout` must be an object, as in `{ idle: 30000 }`.'],
  ['timeout', { timeout: '5s' }, '`timeout` must be an object, as in `{ idle: 30000 }`.'],
  ['transport', { transport: 'fetch' }, '`transport` must be a function, as in `fetchEventSource()`.'],
  ['transport', { transport: false }, '`transport` must be a function, as in `fetchEventSource()`.'],
  ['a callback', { onMessage: 'log' }, '`onMessage` must be a function.'],
  ['a callback', { onError: {} }, '`onError` must be a function.'],
  ['a callback of another library', { onmessage: () => {} }, '`onmessage` must be spelt as in `onMessage`.'],
];

const forRuns: [string, Untyped, string][] = [
  ...forBoth,
  ['signal', { signal: new AbortController() }, '`signal` must be a signal, as in `controller.signal`.'],
  ['signal', { signal: true }, '`signal` must be a signal, as in `controller.signal`.'],
  ['format', { format: 'openai' }, '`format` must be a function, as in `openaiChat()`.'],
  ['format', { format: {} }, '`format` must be a function, as in `openaiChat()`.'],
  ['events', { events: 'update' }, "`events` must be a list, as in `['message']`."],
  ['events', { events: '*' }, "`events` must be a list, as in `['message']`."],
  ['events', { events: { token: json() } }, "`events` must be a list, as in `['message']`."],
  ['events', { events: new Set(['a']) }, "`events` must be a list, as in `['message']`."],
  ['resume', { resume: byLocation }, '`resume` must be an object, as in `byLocation()`.'],
  ['resume', { resume: true }, '`resume` must be an object, as in `byLocation()`.'],
  ['fetch', { fetch: stream('') }, '`fetch` must be a function.'],
  [
    'credentials as of EventSource',
    { withCredentials: true },
    "`withCredentials` must be spelt `credentials: 'include'`.",
  ],
  ['what belongs into the body', { prompt: 'Hi' }, '`prompt` must be in `body`.'],
  ['what belongs into the body', { messages: [], model: 'm' }, '`messages` must be in `body`.'],
];

const forFeeds: [string, Untyped, string][] = [
  ...forBoth,
  [
    'events',
    { events: 'update' },
    "`events` must be a list or a map, as in `['message']` or `{ price: json() }`.",
  ],
  ['reducer', { reducer: [] }, '`reducer` must be a function.'],
  [
    'headers',
    { headers: { authorization: 'a secret' } },
    '`headers` must be in the transport, as in `fetchEventSource({ headers })`.',
  ],
  ['method', { method: 'POST' }, '`method` must be in the transport, as in `fetchEventSource({ headers })`.'],
];

const failed = (message: string) => ({
  status: 'failed',
  error: { name: 'SseError', kind: 'network', isRetryable: false, message },
});

describe('an option with a value that it cannot have is told once, with what to write, and nothing is sent:', () => {
  test.each(forRuns)('%s of a run: %o', async (_, options, message) => {
    const fetch = fetchOf();
    const onError = vi.fn<() => void>();
    const onFinish = vi.fn<() => void>();
    const run = createRun({ url: 'http://test/', fetch, onError, onFinish, ...options });
    expect(await run.start()).toMatchObject(failed(message));
    expect(run.getSnapshot()).toMatchObject(failed(message));
    expect(fetch).not.toHaveBeenCalled();
    expect(onFinish).toHaveBeenCalledOnce();
    expect(onError.mock.calls).toHaveLength('onError' in options ? 0 : 1);
  });

  test.each(forRuns.filter(([name]) => !/resume|format|callback/.test(name)))(
    '%s of messages(): %o',
    async (_, options, message) => {
      const fetch = fetchOf();
      const loop = messages({ url: 'http://test/', fetch, ...options } as MessagesOptions);
      await expect(loop.next()).rejects.toMatchObject({ kind: 'network', isRetryable: false, message });
      expect(await loop.next()).toEqual({ value: undefined, done: true });
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  test.each(forFeeds)('%s of a feed: %o', async (_, options, message) => {
    const fetch = fetchOf();
    const onError = vi.fn<() => void>();
    const feed = createConnection({
      url: 'http://test/',
      transport: fetchEventSource({ fetch }),
      onError,
      ...(options as ConnectionOptions),
    });
    feed.open();
    expect(feed.getSnapshot()).toMatchObject(failed(message));
    expect(fetch).not.toHaveBeenCalled();
    expect(onError.mock.calls).toHaveLength('onError' in options ? 0 : 1);
    feed.close();
  });
});

test('a wrong option that is given to start() concerns that start alone', async () => {
  const run = createRun({ url: 'http://test/', fetch: fetchOf(), format: openaiChat() });
  const wrong = { signal: new AbortController() } as unknown as RunOptions;
  expect(await run.start(wrong)).toMatchObject({ status: 'failed' });
  expect((await run.start()).error?.kind).not.toBe('network');
});

test('with a protocol that was not called, resume() begins nothing', async () => {
  const resume = byLocation as never;
  const run = createRun({ url: 'http://test/', fetch: fetchOf(), resume, resumeKey: 'a' });
  expect(await run.resume()).toMatchObject({ status: 'idle' });
});

test.each([null, undefined])('%s means the default', async (none) => {
  const fetch = vi.fn<FetchLike>(async () => new Response('', { status: 500 }));
  const options = {
    signal: none,
    events: none,
    format: none,
    transport: none,
    retry: none,
    timeout: none,
    onMessage: none,
    onOpen: none,
  };
  const run = createRun({ url: 'http://test/', method: 'POST', fetch, ...(options as object) });
  expect(await run.start()).toMatchObject({ status: 'failed', error: { kind: 'http', status: 500 } });
  expect(fetch).toHaveBeenCalledOnce();
});

test.each([
  ['an object', { url: '/chat' }],
  ['a function', () => '/feed'],
  ['a number', 3000],
])('a url that is %s is told once', async (name, url) => {
  const message = 'The url must be a string or a `URL`.';
  const feed = createConnection({ url: url as never, transport: fetchEventSource({ fetch: fetchOf() }) });
  feed.open();
  await vi.waitFor(() => expect(feed.getSnapshot()).toMatchObject(failed(message)));
  if (name === 'a function') return;
  const run = createRun({ url: url as never, fetch: fetchOf() });
  expect(await run.start()).toMatchObject(failed(message));
});

test('headers that are text, or null, are told or left out', async () => {
  const fetch = fetchOf();
  const run = createRun({ url: 'http://test/', fetch });
  expect(await run.start({ headers: 'a: b' as never })).toMatchObject(
    failed('A header has a name or value that HTTP does not allow. Check `headers`.'),
  );
  await run.start({ headers: { a: null, b: 'c' } as never });
  expect(fetch.mock.calls[0]![1].headers).toEqual(expect.objectContaining({ b: 'c' }));
  expect(fetch.mock.calls[0]![1].headers).not.toHaveProperty('a');
});

test.each([
  ['Map', new Map([['x-a', 'b']])],
  ['list', [['x-a', 'b']]],
  ['Headers', new Headers({ 'x-a': 'b' })],
  ['function', async () => ({ 'x-a': 'b' })],
])('headers may be a %s', async (_, headers) => {
  const fetch = fetchOf();
  await createRun({ url: 'http://test/', fetch, method: 'post', headers: headers as never }).start();
  expect(fetch.mock.calls).toMatchObject([['http://test/', { method: 'POST', headers: { 'x-a': 'b' } }]]);
});

test.each([
  ['a factory that was not called', eventSource, 'Call a factory: fetchEventSource()'],
  ['a function of fetch', async () => stream(''), 'Call a factory: fetchEventSource()'],
])('a transport that is %s is told once', async (_, transport, words) => {
  const run = createRun({ url: 'http://test/', transport: transport as never });
  const { status, error } = await run.start();
  expect([status, error?.isRetryable]).toEqual(['failed', false]);
  expect(error?.message).toContain(words);
});
