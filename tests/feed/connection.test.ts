import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { json, SseError } from 'react-event-source/core';
import { connect, open } from '../support/connect.ts';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a connection', () => {
  test('is idle and empty until it is opened', async () => {
    const { feed, wire } = connect();
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getSnapshot()).toEqual({
      status: 'idle',
      readyState: 2,
      error: null,
      lastMessage: null,
      messages: [],
      state: undefined,
      lastEventId: '',
      resumed: null,
      attempt: 0,
      nextRetryAt: null,
    });
    expect(wire.attempts).toEqual([]);
  });

  test.each([null, undefined])('stays so with %s for its url', async (url) => {
    const { feed, wire } = connect({ url });
    feed.open();
    await vi.advanceTimersByTimeAsync(0);
    expect([feed.getSnapshot().status, wire.attempts.length]).toEqual(['idle', 0]);
  });

  test('by default asks for messages without a name and sends cookies to its own origin', async () => {
    const plain = (await open()).attempt.request;
    expect(plain).toEqual({
      url: 'http://test/feed',
      init: { credentials: 'same-origin' },
      events: ['message'],
      lastEventId: '',
      live: true,
    });
    const other = (await open({ withCredentials: true, events: ['a', 'b'] })).attempt.request;
    expect(other).toMatchObject({ init: { credentials: 'include' }, events: ['a', 'b'] });
    const decoded = await open({ events: { price: json<number>(), news: (data: string) => data.length } });
    expect(decoded.attempt.request.events).toEqual(['price', 'news']);
  });

  test('is connecting, then open, and delivers each message', async () => {
    const { feed, wire, told } = connect();
    feed.open();
    expect(feed.getSnapshot()).toMatchObject({ status: 'connecting', readyState: 0 });
    const { sink } = await wire.attempt(1);
    sink.open();
    expect(feed.getSnapshot()).toMatchObject({ status: 'open', readyState: 1 });
    sink.message(message('a', '1'), true);
    expect(feed.getSnapshot()).toMatchObject({
      lastMessage: { type: 'message', data: 'a', lastEventId: '1' },
      lastEventId: '1',
      messages: [],
    });
    expect(told).toEqual(['open', 'a']);
  });

  test('leaves out what it did not ask for', async () => {
    const { feed, sink, told } = await open({ events: { price: json<number>() } });
    sink.message(message('1', '', 'price'), false);
    for (const type of ['message', 'toString']) sink.message(message('2', '', type), false);
    expect(feed.getSnapshot().lastMessage).toEqual({ type: 'price', data: 1, lastEventId: '' });
    expect(told).toEqual(['open', '1']);
  });

  test('to an invalid address fails with an error that says how to mend it', async () => {
    const transport = Object.assign(createWire().transport, { key: 'wire' });
    const { feed, told } = connect({ url: '', transport, share: 'page' });
    feed.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getSnapshot()).toMatchObject({
      status: 'failed',
      error: { kind: 'network', message: 'The url is empty. Pass one, or `null` to stay disconnected.' },
    });
    expect(told).toEqual(['network', 'close']);
  });

  test('that is opened twice is one, and calls no callback for it', async () => {
    const { feed, wire } = await open();
    const before = feed.getSnapshot();
    feed.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getSnapshot()).toBe(before);
    expect(wire.attempts).toHaveLength(1);
  });

  test('shows an id that comes without a message', async () => {
    const { feed, sink } = await open();
    sink.id('7');
    expect(feed.getSnapshot()).toMatchObject({ lastEventId: '7', lastMessage: null });
  });
});

describe('close()', () => {
  test('ends it at once, calls onClose once, and keeps what was received', async () => {
    const { feed, sink, told, attempt } = await open({ history: 2 });
    sink.message(message('a', '1'), true);
    feed.close();
    expect(attempt.isClosed).toBe(true);
    expect(feed.getSnapshot()).toMatchObject({
      status: 'closed',
      readyState: 2,
      error: null,
      lastMessage: { data: 'a' },
      messages: [{ data: 'a' }],
      lastEventId: '1',
    });
    const closed = feed.getSnapshot();
    feed.close();
    expect(feed.getSnapshot()).toBe(closed);
    expect(told).toEqual(['open', 'a', 'close']);
  });

  test('of what was never opened changes nothing', () => {
    const { feed, told } = connect();
    feed.close();
    expect([feed.getSnapshot().status, told]).toEqual(['idle', []]);
  });

  test('of a failed connection calls no callback again', async () => {
    const { feed, sink, told } = await open({ retry: false });
    sink.fail(new SseError('http', 'gone', { status: 404 }));
    feed.close();
    expect(feed.getSnapshot()).toMatchObject({ status: 'closed', error: null });
    expect(told).toEqual(['open', 'http', 'close']);
  });

  test('while waiting for a retry cancels it', async () => {
    const { feed, sink, wire, told } = await open();
    sink.fail(new SseError('network', 'broken'));
    feed.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(feed.getSnapshot()).toMatchObject({ status: 'closed', nextRetryAt: null, error: null });
    expect([told, wire.attempts.length]).toEqual([['open', 'network, retry', 'close'], 1]);
  });

  test('and open() resume after the last id, with what was kept', async () => {
    const { feed, sink, wire } = await open({
      reducer: (all: string, { data }) => all + data,
      initialState: '',
      history: 5,
    });
    sink.message(message('a', '1'), true);
    feed.close();
    feed.open();
    const next = await wire.attempt(2);
    expect(next.request.lastEventId).toBe('1');
    next.sink.open();
    for (const [id, data] of ['a', 'b'].entries()) next.sink.message(message(data, `${id + 1}`), true);
    expect(feed.getSnapshot()).toMatchObject({ state: 'ab', messages: [{ data: 'a' }, { data: 'b' }] });
  });
});

describe('disconnect()', () => {
  test('ends it without a callback', async () => {
    const { feed, told, attempt } = await open();
    feed.disconnect();
    expect(attempt.isClosed).toBe(true);
    expect([feed.getSnapshot().status, told]).toEqual(['closed', ['open']]);
  });
  test('can say that there is nothing to connect to', async () => {
    const { feed } = await open();
    feed.disconnect('idle');
    expect(feed.getSnapshot()).toMatchObject({ status: 'idle', readyState: 2 });
  });
});

describe('a connection that breaks', () => {
  test('shows its error and the time of the next attempt, and calls onError before and onOpen after', async () => {
    const { feed, sink, wire, told } = await open();
    sink.message(message('a', '1'), true);
    const now = Date.now();
    const error = new SseError('network', 'broken');
    sink.fail(error);
    expect(feed.getSnapshot()).toMatchObject({
      status: 'reconnecting',
      readyState: 0,
      attempt: 1,
      nextRetryAt: now + 1000,
      lastMessage: { data: 'a' },
    });
    expect(feed.getSnapshot().error).toBe(error);
    await vi.advanceTimersByTimeAsync(1000);
    const next = await wire.attempt(2);
    expect(feed.getSnapshot()).toMatchObject({ status: 'reconnecting', nextRetryAt: null, error });
    expect(next.request.lastEventId).toBe('1');
    next.sink.open();
    expect(feed.getSnapshot()).toMatchObject({ status: 'open', error: null });
    expect(told).toEqual(['open', 'a', 'network, retry', 'open']);
  });

  test('reconnects without an error where the server closed it cleanly', async () => {
    const { feed, sink, told } = await open();
    sink.end();
    expect(feed.getSnapshot()).toMatchObject({ status: 'reconnecting', error: null, attempt: 1 });
    expect(told).toEqual(['open']);
    feed.close();
  });

  test('is closed for good by a server that answers 204', async () => {
    const { feed, sink, told, wire } = await open();
    sink.end(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(feed.getSnapshot()).toMatchObject({ status: 'closed', error: null });
    expect([told, wire.attempts.length]).toEqual([['open', 'close'], 1]);
  });

  test('has failed when no retry is left, and can be opened anew', async () => {
    const { feed, sink, wire, told } = await open({ retry: 1 });
    const error = new SseError('network', 'broken');
    sink.fail(error);
    await vi.advanceTimersByTimeAsync(1000);
    (await wire.attempt(2)).sink.fail(error);
    expect(feed.getSnapshot()).toMatchObject({ status: 'failed', readyState: 2, nextRetryAt: null });
    expect(feed.getSnapshot().error).toBe(error);
    expect(told).toEqual(['open', 'network, retry', 'network', 'close']);
    feed.open();
    expect(feed.getSnapshot()).toMatchObject({ status: 'connecting', attempt: 0, error: null });
    (await wire.attempt(3)).sink.open();
    expect(feed.getSnapshot().status).toBe('open');
  });
});

test('those that cease to share have a connection each', async () => {
  const keyed = createWire();
  const shared = { transport: Object.assign(keyed.transport, { key: 'wire' }), share: 'page' } as const;
  const all = [connect(shared), connect(shared)];
  for (const { feed } of all) feed.open();
  (await keyed.attempt(1)).sink.message(message('a', '1'), true);
  for (const { feed, change } of all) {
    change({ ...shared, share: false });
    feed.open();
  }
  await keyed.attempt(3);
  expect(keyed.attempts.slice(1).map(({ request }) => request.lastEventId)).toEqual(['1', '1']);
  for (const { feed } of all) feed.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(keyed.attempts.map(({ isClosed }) => isClosed)).toEqual([true, true, true]);
});

test('one that cannot decode what the others have is shown nothing, until a message that it can', async () => {
  const keyed = createWire();
  const shared = { transport: Object.assign(keyed.transport, { key: 'wire' }), share: 'page' } as const;
  const first = connect(shared);
  first.feed.open();
  const { sink } = await keyed.attempt(1);
  sink.open();
  sink.message(message('no JSON', '1'), true);
  const late = connect({ ...shared, events: { message: json<number>() } });
  late.feed.open();
  expect(late.feed.getSnapshot()).toMatchObject({ status: 'open', lastMessage: null, error: null });
  sink.message(message('7', '2'), true);
  expect(late.feed.getSnapshot().lastMessage).toMatchObject({ data: 7 });
  expect(late.told).toEqual(['7']);
  for (const { feed } of [first, late]) feed.close();
  await vi.advanceTimersByTimeAsync(1000);
});

test('one that begins to share goes on where it was', async () => {
  const keyed = createWire();
  const transport = Object.assign(keyed.transport, { key: 'wire' });
  const { feed, change, told } = connect({ transport });
  feed.open();
  const first = await keyed.attempt(1);
  first.sink.open();
  first.sink.message(message('a', '1'), true);
  change({ transport, share: 'page' });
  feed.open();
  expect(first.isClosed).toBe(true);
  const next = await keyed.attempt(2);
  expect(next.request.lastEventId).toBe('1');
  next.sink.open();
  next.sink.message(message('b', '2'), true);
  expect(feed.getSnapshot()).toMatchObject({ status: 'open', lastMessage: { data: 'b' } });
  expect(told).toEqual(['open', 'a', 'open', 'b']);
  feed.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(next.isClosed).toBe(true);
});
