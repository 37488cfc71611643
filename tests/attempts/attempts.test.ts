import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, createRun, SseError } from 'react-event-source/core';
import { open } from '../support/connect.ts';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const broken = (): SseError => new SseError('network', 'broken');

test('nothing that an attempt reports is heard once it is over', async () => {
  const { wire, feed, sink } = await open();
  sink.message(message('a', '1'), true);
  sink.fail(broken());
  await vi.advanceTimersByTimeAsync(1000);
  const second = await wire.attempt(2);
  const before = feed.getSnapshot();
  sink.open();
  sink.activity();
  sink.id('9');
  sink.retry(9);
  sink.message(message('late', '9'), true);
  sink.reconnecting();
  sink.end();
  sink.fail(broken());
  expect(feed.getSnapshot()).toBe(before);
  expect(second.isClosed).toBe(false);
  second.sink.open();
  const now = Date.now();
  second.sink.fail(broken());
  expect(feed.getSnapshot()).toMatchObject({ lastEventId: '1', attempt: 2, nextRetryAt: now + 2000 });
  feed.close();
});

test('the `retry:` field of the server is the base of the delay, to which jitter adds', async () => {
  const { feed, sink } = await open();
  sink.retry(500);
  const now = Date.now();
  sink.fail(broken());
  expect(feed.getSnapshot().nextRetryAt).toBe(now + 750);
  feed.close();
});

test('an id that changes nothing is told to nobody', async () => {
  const { feed, sink } = await open();
  sink.id('1');
  const told = feed.getSnapshot();
  expect(told.lastEventId).toBe('1');
  sink.id('1');
  expect(feed.getSnapshot()).toBe(told);
  feed.close();
});

describe('open()', () => {
  test('twice connects once', async () => {
    const { wire, feed } = await open();
    feed.open();
    await settled();
    expect(wire.attempts).toHaveLength(1);
    feed.close();
  });
  test('while a retry is waited for makes it at once, and the series goes on', async () => {
    const { wire, feed, sink } = await open();
    sink.fail(broken());
    feed.open();
    const { sink: next } = await wire.attempt(2);
    next.fail(broken());
    expect(feed.getSnapshot().attempt).toBe(2);
    feed.close();
    expect(vi.getTimerCount()).toBe(0);
  });
  test('after close() begins another series', async () => {
    const { wire, feed, sink } = await open();
    sink.fail(broken());
    feed.close();
    feed.open();
    await wire.attempt(2);
    expect(feed.getSnapshot()).toMatchObject({ status: 'connecting', attempt: 0 });
    feed.close();
  });
});

test('another start counts its retries anew, from its first moment', async () => {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport, retry: 1 });
  const finished = run.start();
  (await wire.attempt(1)).sink.fail(broken());
  await vi.advanceTimersByTimeAsync(1000);
  (await wire.attempt(2)).sink.fail(broken());
  expect((await finished).attempt).toBe(1);
  void run.start();
  expect(run.getSnapshot()).toMatchObject({ status: 'connecting', attempt: 0 });
  run.stop();
});

describe('a run whose request takes its time', () => {
  test('and that is stopped meanwhile is never sent', async () => {
    const wire = createWire();
    let give: ((url: string) => void) | undefined;
    const url = (): Promise<string> => new Promise((resolve) => (give = resolve));
    const run = createRun({ url, transport: wire.transport });
    const finished = run.start();
    await settled();
    run.stop();
    give?.('http://test/');
    await settled();
    expect([(await finished).status, wire.attempts.length]).toEqual(['stopped', 0]);
  });
  test('and then fails after it was stopped says nothing more', async () => {
    let refuse: ((error: Error) => void) | undefined;
    const url = (): Promise<string> => new Promise((_, reject) => (refuse = reject));
    const run = createRun({ url, transport: createWire().transport });
    void run.start();
    await settled();
    run.stop();
    const before = run.getSnapshot();
    refuse?.(new Error('late'));
    await settled();
    expect(run.getSnapshot()).toBe(before);
  });
  test('and fails is a failure of kind network', async () => {
    const run = createRun({ url: () => Promise.reject(new Error('no address')), retry: false });
    expect((await run.start()).error).toMatchObject({ kind: 'network', message: 'no address' });
  });
});

test('an attempt that fails before its transport has returned is closed all the same', async () => {
  let isClosed = false;
  const run = createRun({
    url: 'http://test/',
    retry: false,
    transport(_, sink) {
      sink.fail(broken());
      return () => (isClosed = true);
    },
  });
  expect([(await run.start()).status, isClosed]).toEqual(['failed', true]);
});

test.each(['GETTER', 'TARGET', 'HEADS', 'AHEAD'])(
  '%s is none of the methods that can be repeated',
  async (method) => {
    const wire = createWire();
    const run = createRun({ url: 'http://test/', method, transport: wire.transport });
    const finished = run.start();
    (await wire.attempt(1)).sink.fail(broken());
    expect((await finished).status).toBe('failed');
  },
);

test.each(['get', 'GET', 'Head'])('%s can be repeated', async (method) => {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', method, transport: wire.transport });
  void run.start();
  (await wire.attempt(1)).sink.fail(broken());
  expect(run.getSnapshot().status).toBe('reconnecting');
  run.stop();
});

test('what the browser reconnected by itself is told, and takes nothing from the limit', async () => {
  const wire = createWire();
  const feed = createConnection({ url: 'http://test/', transport: wire.transport, retry: 1 });
  feed.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  sink.reconnecting();
  sink.reconnecting();
  expect(feed.getSnapshot().attempt).toBe(2);
  const now = Date.now();
  sink.fail(broken());
  expect(feed.getSnapshot()).toMatchObject({ status: 'reconnecting', attempt: 3, nextRetryAt: now + 1000 });
  await vi.advanceTimersByTimeAsync(1000);
  (await wire.attempt(2)).sink.fail(broken());
  expect(feed.getSnapshot().status).toBe('failed');
});

describe('a start from onFinish of a run', () => {
  function restarting(signal?: AbortSignal) {
    const wire = createWire();
    let inner: Promise<{ status: string; text: string }> | undefined;
    const run = createRun({
      url: 'http://test/',
      transport: wire.transport,
      signal,
      onFinish: () => void (inner ??= run.start()),
    });
    return { wire, run, inner: () => inner };
  }
  test('that another start replaces does not begin, and settles', async () => {
    const { signal } = new AbortController();
    const follow = vi.spyOn(signal, 'addEventListener');
    const leave = vi.spyOn(signal, 'removeEventListener');
    const { wire, run, inner } = restarting(signal);
    void run.start();
    (await wire.attempt(1)).sink.message(message('old'), false);
    const outer = run.start();
    expect(await inner()).toMatchObject({ status: 'stopped', readyState: 2, text: '', error: null });
    await wire.attempt(2);
    run.stop();
    expect((await outer).status).toBe('stopped');
    expect(wire.attempts).toHaveLength(2);
    expect(leave).toHaveBeenCalledTimes(follow.mock.calls.length);
  });
  test('that is reset does not begin', async () => {
    const { wire, run, inner } = restarting();
    void run.start();
    await wire.attempt(1);
    run.reset();
    expect((await inner())?.status).toBe('stopped');
    expect(run.getSnapshot().status).toBe('idle');
    expect(wire.attempts.map(({ isClosed }) => isClosed)).toEqual([true]);
  });
});

test('a subscriber that starts again as soon as a run is stopped has its answer', async () => {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport });
  let next: Promise<{ status: string; text: string }> | undefined;
  run.subscribe(() => {
    if (run.getSnapshot().status === 'stopped') next ??= run.start();
  });
  void run.start();
  await wire.attempt(1);
  run.stop();
  const { sink } = await wire.attempt(2);
  sink.open();
  sink.message(message('answer'), false);
  sink.end();
  expect(await next).toMatchObject({ status: 'done', text: 'answer' });
});
