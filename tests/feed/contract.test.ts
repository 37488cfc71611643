import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, eventSource, json, SseError } from 'react-event-source/core';
import { connect, open } from '../support/connect.ts';
import { createSharedWire } from '../support/sharedWire.ts';
import { schema } from '../support/schema.ts';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const respondWith = (headers: Record<string, string>): Response => new Response('', { headers });

describe('open() inside onError', () => {
  test('after the last failure reopens the feed, and onClose is not called', async () => {
    const told: string[] = [];
    const { feed, sink, wire } = await open({
      retry: false,
      onError(_, willRetry) {
        told.push(`error ${willRetry}`);
        feed.open();
      },
      onClose: () => void told.push('close'),
    });
    sink.fail(new SseError('http', 'gone', { status: 404 }));
    expect(feed.getSnapshot().status).toBe('connecting');
    (await wire.attempt(2)).sink.open();
    expect([feed.getSnapshot().status, told]).toEqual(['open', ['error false']]);
  });

  test('of a feed that is shared calls no onClose of the others', async () => {
    const wire = createSharedWire();
    const told: string[] = [];
    const first = createConnection(wire.options({ retry: false, onError: () => first.open() }));
    const second = createConnection(
      wire.options({ onError: () => void told.push('error'), onClose: () => void told.push('close') }),
    );
    first.open();
    second.open();
    (await wire.line(1)).sink.fail(new SseError('http', 'gone', { status: 404 }));
    expect([second.getSnapshot().status, told]).toEqual(['connecting', ['error']]);
  });
});

describe('a decoder', () => {
  test('that throws an error of kind "server" ends its own subscription as failed, without a retry', async () => {
    const wire = createSharedWire();
    const told: string[] = [];
    const fatal = (words: string): never => {
      throw new SseError('server', words);
    };
    const strict = createConnection(
      wire.options({
        events: { message: true, FatalError: fatal },
        onError: ({ message: words }, willRetry) => void told.push(`${words} ${willRetry}`),
        onClose: () => void told.push('close'),
      }),
    );
    const other = createConnection(wire.options());
    strict.open();
    other.open();
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('No such job', '', 'FatalError'), false);
    sink.message(message('more'), false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(strict.getSnapshot()).toMatchObject({
      status: 'failed',
      error: { kind: 'server', message: 'No such job' },
      lastMessage: null,
    });
    expect(told).toEqual(['No such job false', 'close']);
    expect(other.getSnapshot()).toMatchObject({ status: 'open', lastMessage: { data: 'more' } });
    expect(wire.lines).toHaveLength(1);
  });

  test('that fails is published at the pace of throttle', async () => {
    const { feed, sink } = await open({ events: { message: json<number>() }, throttle: 100 });
    const publish = vi.fn<() => void>();
    feed.subscribe(publish);
    for (let i = 0; i < 50; i++) sink.message(message('{'), false);
    await vi.advanceTimersByTimeAsync(100);
    expect(feed.getSnapshot().error).toMatchObject({ kind: 'decode' });
    expect(publish.mock.calls.length).toBeLessThanOrEqual(2);
  });

  test('of a schema that returns a thenable of its own is refused: it must be synchronous', async () => {
    const thenable = schema<number>(
      () => ({ then: (settle: (result: unknown) => void) => settle({ value: 1 }) }) as never,
    );
    const { feed, sink } = await open({ events: { message: thenable } });
    sink.message(message('0'), false);
    expect(feed.getSnapshot()).toMatchObject({
      lastMessage: null,
      error: { kind: 'decode', message: expect.stringContaining('synchronous function') },
    });
  });

  test('may be true or left out: the text stays as it is', async () => {
    const { feed, sink } = await open({ events: { a: true, b: undefined }, history: 2 });
    sink.message(message('1', '', 'a'), false);
    sink.message(message('2', '', 'b'), false);
    expect(feed.getSnapshot().messages.map(({ data }) => data)).toEqual(['1', '2']);
  });
});

describe("events: '*'", () => {
  test('asks for all types and lets them through', async () => {
    const { feed, sink, attempt } = await open({ events: '*', history: 2 });
    expect(attempt.request.events).toBeUndefined();
    sink.message(message('1', '', 'a'), false);
    sink.message(message('2'), false);
    expect(feed.getSnapshot().messages.map(({ type }) => type)).toEqual(['a', 'message']);
  });

  test('over the native transport is an error that says what to use', async () => {
    const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
    const feed = createConnection({ url: 'http://test/', events: '*', transport: eventSource(), onError });
    feed.open();
    expect(feed.getSnapshot()).toMatchObject({
      status: 'failed',
      error: { isRetryable: false, message: expect.stringContaining('fetchEventSource()') },
    });
    expect(onError).toHaveBeenCalledOnce();
  });
});

test('lastEventId is where a new feed begins, and only there', async () => {
  const { feed, wire, change } = connect({ lastEventId: '41' });
  feed.open();
  const first = await wire.attempt(1);
  expect(first.request.lastEventId).toBe('41');
  first.sink.open();
  first.sink.message(message('a', '42'), true);
  feed.close();
  feed.open();
  expect((await wire.attempt(2)).request.lastEventId).toBe('42');
  change({ url: 'http://test/other', lastEventId: '7' });
  feed.open();
  expect((await wire.attempt(3)).request.lastEventId).toBe('7');
});

test('comments reach onComment', async () => {
  const onComment = vi.fn<(text: string) => void>();
  const { sink } = await open({ onComment });
  sink.comment?.(' ping');
  expect(onComment.mock.calls).toEqual([[' ping']]);
});

describe('a feed that is open again', () => {
  async function reopen(response?: Response, isGap?: (each: { data: string }) => boolean) {
    const resumed: unknown[] = [];
    const made = await open({ isGap, onResume: (each) => void resumed.push(each) });
    made.sink.message(message('a', '7'), true);
    made.sink.fail(new SseError('network', 'broken'));
    await vi.advanceTimersByTimeAsync(60_000);
    const { sink } = await made.wire.attempt(2);
    sink.open(response);
    return { resumed, sink, feed: made.feed };
  }
  test.each([
    ['with the same id in the header Last-Event-ID has continued', { 'last-event-id': '7' }, 'continued'],
    ['with another id there has a gap', { 'last-event-id': '9' }, 'gap'],
    ['with "earliest" there has a gap', { 'last-event-id': 'earliest' }, 'gap'],
    ['without that header does not know', {}, 'unknown'],
  ])('%s', async (_, headers, outcome) => {
    const { resumed, feed } = await reopen(respondWith(headers as Record<string, string>));
    expect(resumed).toEqual([{ lastEventId: '7', outcome }]);
    expect(feed.getSnapshot().resumed).toEqual({ lastEventId: '7', outcome });
    feed.close();
  });

  test('has a gap where isGap says so of its first message, which is reported once', async () => {
    const { resumed, sink, feed } = await reopen(undefined, ({ data }) => data === 'trimmed');
    sink.message(message('trimmed', '8'), true);
    sink.message(message('b', '9'), true);
    expect(resumed).toEqual([{ lastEventId: '7', outcome: 'gap' }]);
    feed.close();
  });

  test('does not know where isGap says no', async () => {
    const { resumed, sink, feed } = await reopen(undefined, () => false);
    sink.message(message('b', '8'), true);
    expect(resumed).toEqual([{ lastEventId: '7', outcome: 'unknown' }]);
    feed.close();
  });

  test('for the first time has not resumed', async () => {
    const onResume = vi.fn<() => void>();
    const { feed } = await open({ onResume });
    expect([onResume.mock.calls, feed.getSnapshot().resumed]).toEqual([[], null]);
  });
});

describe('two users are never joined', () => {
  const two = async (share: 'page' | 'browser', more: { shareKey?: string } = {}) => {
    const [ada, bob] = [createSharedWire(), createSharedWire()];
    const users = [ada, bob].map(({ transport }, index) =>
      Object.assign(transport, { key: 'fetch', references: [[() => index][0]!] }),
    );
    for (const transport of users) createConnection({ ...ada.shared, transport, share, ...more }).open();
    return [await ada.settled(), await bob.settled()];
  };
  test('where their transports have other fetch functions', async () => {
    expect(await two('page')).toEqual([1, 1]);
    expect(await two('browser')).toEqual([1, 1]);
  });
  test('unless shareKey says that they are one', async () => {
    expect(await two('page', { shareKey: 'both' })).toEqual([1, 0]);
  });
});

test('a transport without a key that changes all the time is refused, not asked for each time', async () => {
  const wires = Array.from({ length: 20 }, () => createWire());
  const { feed, change } = connect({ transport: wires[0]!.transport });
  for (const { transport } of wires) {
    change({ transport });
    feed.open();
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(feed.getSnapshot()).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('`key`') },
  });
  change({ transport: wires[19]!.transport });
  feed.open();
  expect(feed.getSnapshot().status).toBe('connecting');
  feed.close();
});
