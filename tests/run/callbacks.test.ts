import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type ConnectionOptions,
  createConnection,
  createRun,
  fetchEventSource,
  type FetchLike,
  type RunOptions,
} from 'react-event-source/core';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';
import { until } from '../support/until.ts';
import { createWire } from '../support/wire.ts';

const server = serverForFile();
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const noWaiting = (): void => void vi.spyOn(Math, 'random').mockReturnValue(0);

/** Callbacks that write down that they were called, and what the status was by then. */
function diary(status: () => string) {
  const entries: string[] = [];
  const note = (what: string): void => void entries.push(`${what} (${status()})`);
  const callbacks = {
    onOpen: () => note('open'),
    onMessage: ({ data }: { data: string }) => note(`message ${data}`),
    onError: ({ kind }: { kind: string }, willRetry: boolean) =>
      note(`error ${kind}${willRetry ? ', will retry' : ''}`),
    onFinish: (result: { status: string }) => note(`finish ${result.status}`),
    onClose: () => note('close'),
  };
  return { entries, callbacks };
}

async function answerDiary(responses: readonly (readonly Step[])[], options: RunOptions = {}) {
  noWaiting();
  const url = server().script(crypto.randomUUID(), { perRequest: responses });
  const { entries, callbacks } = diary(() => run.getSnapshot().status);
  const run = createRun({ url, ...callbacks, ...options });
  await run.start();
  return entries;
}

describe('the callbacks of an answer come in order, with the status already changed:', () => {
  test('to its end', async () => {
    expect(await answerDiary([[send('a', 'b'), { end: true }]])).toEqual([
      'open (streaming)',
      'message a (streaming)',
      'message b (streaming)',
      'finish done (done)',
    ]);
  });
  test('through a retry', async () => {
    expect(
      await answerDiary([
        [{ status: 503 }, { end: true }],
        [send('a'), { end: true }],
      ]),
    ).toEqual([
      'error http, will retry (reconnecting)',
      'open (streaming)',
      'message a (streaming)',
      'finish done (done)',
    ]);
  });
  test('to a failure', async () => {
    expect(await answerDiary([[send('a'), { destroy: true }]])).toEqual([
      'open (streaming)',
      'message a (streaming)',
      'error network (failed)',
      'finish failed (failed)',
    ]);
  });
  test('with 204', async () => {
    expect(await answerDiary([[{ status: 204 }, { end: true }]])).toEqual(['finish done (done)']);
  });
});

test('the callbacks of a feed come in order, with the status already changed', async () => {
  noWaiting();
  const url = server().script(crypto.randomUUID(), {
    perRequest: [
      [send('a'), { end: true }],
      [{ status: 503 }, { end: true }],
      [send('b'), { end: true }],
      [{ status: 204 }, { end: true }],
    ],
  });
  const { entries, callbacks } = diary(() => feed.getSnapshot().status);
  const feed = createConnection({ url, transport: fetchEventSource(), ...callbacks } as ConnectionOptions);
  feed.open();
  await until(feed, ({ status }) => status === 'closed');
  expect(entries).toEqual([
    'open (open)',
    'message a (open)',
    'error http, will retry (reconnecting)',
    'open (open)',
    'message b (open)',
    'close (closed)',
  ]);
});

test('onOpen gets the response', async () => {
  const url = server().script(crypto.randomUUID(), [send('a'), { end: true }]);
  const statuses: unknown[] = [];
  await createRun({
    url,
    onOpen: (response) => void statuses.push(response?.headers.get('content-type')),
  }).start();
  expect(statuses).toEqual(['text/event-stream; charset=utf-8']);
});

test('a callback that throws is reported, and loses nothing', async () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => void reported.push(error));
  const url = server().script(crypto.randomUUID(), [send('a', 'b', 'c'), { end: true }]);
  const names = ['onOpen', 'onMessage', 'onFinish'] as const;
  const throwing = Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new Error(name);
      },
    ]),
  );
  const { text, status } = await createRun({ url, ...throwing }).start();
  expect({ text, status }).toEqual({ text: 'abc', status: 'done' });
  expect(reported.map((error) => (error as Error).message)).toEqual([
    'onOpen',
    'onMessage',
    'onMessage',
    'onMessage',
    'onFinish',
  ]);
});

test('a shouldRetry that throws is reported, and nothing is retried', async () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => void reported.push(error));
  const key = crypto.randomUUID();
  const url = server().script(key, [{ status: 503 }, { end: true }]);
  const shouldRetry = (): boolean => {
    throw new Error('mine');
  };
  await createRun({ url, retry: { shouldRetry } }).start();
  expect([server().requests(key).length, String(reported[0])]).toEqual([1, 'Error: mine']);
});

describe('after stop() has returned', () => {
  test('no message of the same chunk is delivered, and the server sees the connection close', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [
      send(...Array.from({ length: 100 }, (_, i) => `${i}`)),
      { hold: true },
    ]);
    const seen: string[] = [];
    const run = createRun({
      url,
      onMessage({ data }) {
        seen.push(data);
        if (data === '3') run.stop();
      },
    });
    expect((await run.start()).text).toBe('0123');
    expect(seen).toEqual(['0', '1', '2', '3']);
    await server().waitFor(key, { open: 0, aborted: 1 });
  });
  test('a retry that was planned is not made', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    // No network, whose own timers would be counted.
    const fetch = vi.fn<FetchLike>(async () => new Response('', { status: 503 }));
    const run = createRun({ url: 'http://test/', fetch, onError: () => queueMicrotask(run.stop) });
    expect(await run.start()).toMatchObject({ status: 'stopped', nextRetryAt: null });
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(fetch).toHaveBeenCalledOnce();
  });
});

test('a feed closed in onMessage delivers nothing more', async () => {
  const url = server().script(crypto.randomUUID(), [send('a', 'b', 'c'), { hold: true }]);
  const seen: string[] = [];
  const feed = createConnection({
    url,
    transport: fetchEventSource(),
    onMessage({ data }) {
      seen.push(data);
      feed.close();
    },
  });
  feed.open();
  await until(feed, ({ status }) => status === 'closed');
  expect(seen).toEqual(['a']);
});

test('start(null), as code without types may call it, starts with the options', async () => {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport });
  const finished = run.start(JSON.parse('null') as RunOptions);
  const { sink, request } = await wire.attempt(1);
  expect(request.url).toBe('http://test/');
  sink.open();
  sink.end();
  expect(await finished).toMatchObject({ status: 'done' });
});
