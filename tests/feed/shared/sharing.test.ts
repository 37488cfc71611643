import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type EventsOption,
  json,
  SseError,
  type SseMessage,
} from 'react-event-source/core';
import { createSharedWire, message } from '../../support/sharedWire.ts';

// The code of sharing is loaded on use: here before the clock is a fake one, on which loading would leave a timer.
beforeAll(() => import('../../../src/feed/shared/pageFeed.ts'));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A subscriber that is open, and what it was told. */
function subscribe<const Events extends EventsOption>(options: ConnectionOptions<Events>) {
  const told: string[] = [];
  const connection = createConnection<Events>({
    ...options,
    onOpen: () => void told.push('open'),
    onMessage: ({ data }: { data: unknown }) => void told.push(String(data)),
    onError: ({ kind }, willRetry) => void told.push(`${kind}${willRetry ? ', retry' : ''}`),
    onClose: () => void told.push('close'),
  });
  connection.open();
  return Object.assign(connection, { told });
}

describe('subscriptions that share', () => {
  test('have one connection: the first opens it, and the last closes it after a short while', async () => {
    const wire = createSharedWire();
    const [first, second] = [subscribe(wire.options()), subscribe(wire.options())];
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('one'), false);
    expect([first.told, second.told]).toEqual([
      ['open', 'one'],
      ['open', 'one'],
    ]);
    first.close();
    await vi.advanceTimersByTimeAsync(60_000);
    sink.message(message('two'), false);
    expect([first.told, second.told]).toEqual([
      ['open', 'one', 'close'],
      ['open', 'one', 'two'],
    ]);
    second.close();
    expect(wire.lines).toMatchObject([{ isClosed: false }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.lines).toMatchObject([{ isClosed: true }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('keep the connection through a change of route, in which all go before others come', async () => {
    const wire = createSharedWire();
    const before = subscribe(wire.options());
    const { sink } = await wire.line(1);
    sink.open();
    before.disconnect();
    await vi.advanceTimersByTimeAsync(100);
    const after = subscribe(wire.options());
    await vi.advanceTimersByTimeAsync(60_000);
    sink.message(message('still there'), false);
    expect(after.told).toEqual(['still there']);
    expect(wire.lines).toMatchObject([{ isClosed: false }]);
  });

  test('are connecting from the first moment on, and never closed before', async () => {
    const wire = createSharedWire();
    const connection = createConnection(wire.options());
    const statuses: string[] = [];
    connection.subscribe(() => void statuses.push(connection.getSnapshot().status));
    connection.open();
    (await wire.line(1)).sink.open();
    expect(statuses).toEqual(['connecting', 'open']);
  });

  test('know the newest id, even of a message that only another one listens for', async () => {
    const wire = createSharedWire();
    const [news, prices] = ['news', 'price'].map((type) => subscribe(wire.options({ events: [type] })));
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('headline', '1', 'news'), true);
    expect([news!, prices!].map((each) => each.getSnapshot().lastEventId)).toEqual(['1', '1']);
    expect(prices!.told).toEqual(['open']);
  });

  test('a late one shows the status and its newest message at once, without onMessage', async () => {
    const wire = createSharedWire();
    subscribe(wire.options({ events: ['message', 'news'] }));
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('headline', '1', 'news'), true);
    sink.message(message('two', '2'), true);
    const late = subscribe(wire.options({ events: ['news'] }));
    expect(late.getSnapshot()).toMatchObject({
      status: 'open',
      lastMessage: { data: 'headline' },
      lastEventId: '2',
    });
    expect(late.told).toEqual([]);
    expect(await wire.settled()).toBe(1);
  });

  test('listen for all their events, those of late ones on the connection that is there', async () => {
    const wire = createSharedWire();
    subscribe(wire.options({ events: ['price'] }));
    subscribe(wire.options({ events: ['news', 'price'] }));
    const line = await wire.line(1);
    expect(line.request.events).toEqual(['price', 'news']);
    line.sink.open();
    subscribe({ ...wire.shared, events: { log: json() } });
    expect(line.events).toContain('log');
    expect(await wire.settled()).toBe(1);
  });

  test('each have their own filter, decoders, reducer, history and options', async () => {
    const wire = createSharedWire();
    const plain = createConnection(wire.options());
    const prices = createConnection(
      wire.options({
        events: { price: json<number>() },
        history: 2,
        reducer: (sum: number, { data }) => sum + data,
        initialState: 0,
      }),
    );
    plain.open();
    prices.open();
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('text'), false);
    for (const price of ['1', '2', '3']) sink.message(message(price, '', 'price'), false);
    expect(plain.getSnapshot()).toMatchObject({
      lastMessage: { data: 'text' },
      messages: [],
      state: undefined,
    });
    expect(prices.getSnapshot()).toMatchObject({
      lastMessage: { data: 3 },
      messages: [{ data: 2 }, { data: 3 }],
      state: 6,
    });
  });

  test('what one cannot decode is an error for that one', async () => {
    const wire = createSharedWire();
    const text = subscribe(wire.options());
    const parsed = subscribe({ ...wire.shared, events: { message: json() } });
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('{'), false);
    expect([text.told, parsed.told]).toEqual([
      ['open', '{'],
      ['open', 'decode'],
    ]);
    expect([text, parsed].map((each) => each.getSnapshot())).toMatchObject([
      { status: 'open', error: null },
      { status: 'open', error: { kind: 'decode' } },
    ]);
  });

  test('wait for one retry together', async () => {
    const wire = createSharedWire();
    const all = [subscribe(wire.options()), subscribe(wire.options())];
    (await wire.line(1)).sink.fail(new SseError('http', 'down', { status: 503 }));
    const [a, b] = all.map((each) => each.getSnapshot());
    expect(a).toMatchObject({ status: 'reconnecting', attempt: 1, error: { status: 503 } });
    expect(b).toMatchObject({ status: 'reconnecting', nextRetryAt: a!.nextRetryAt });
    await vi.advanceTimersByTimeAsync(2000);
    expect(wire.lines).toHaveLength(2);
    wire.lines[1]!.sink.open();
    expect(all.map(({ told }) => told)).toEqual(Array(2).fill(['http, retry', 'open']));
  });

  test('open() of any of them ends the wait', async () => {
    const wire = createSharedWire();
    const [, second] = [subscribe(wire.options()), subscribe(wire.options())];
    (await wire.line(1)).sink.fail(new SseError('network', 'broken'));
    second.open();
    expect(await wire.settled()).toBe(2);
  });

  test('fail together, and open() of any of them begins anew for all', async () => {
    const wire = createSharedWire();
    const options = wire.options({ retry: false });
    const all = [subscribe(options), subscribe(options)];
    (await wire.line(1)).sink.fail(new SseError('http', 'gone', { status: 404 }));
    expect(all.map((each) => each.getSnapshot().status)).toEqual(['failed', 'failed']);
    all[1]!.open();
    (await wire.line(2)).sink.open();
    expect(all.map((each) => each.getSnapshot().status)).toEqual(['open', 'open']);
    expect(all.map(({ told }) => told)).toEqual(Array(2).fill(['http', 'close', 'open']));
  });

  test('one that joins while a message is delivered does not get it, and one that leaves gets no more', async () => {
    const wire = createSharedWire();
    const later: SseMessage[] = [];
    const joining = createConnection(wire.options({ onMessage: (each) => void later.push(each) }));
    const first = createConnection(
      wire.options({
        onMessage() {
          joining.open();
          second.close();
        },
      }),
    );
    const heard = vi.fn<() => void>();
    const second = createConnection(wire.options({ onMessage: heard }));
    first.open();
    second.open();
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('one'), false);
    expect(heard).not.toHaveBeenCalled();
    expect(later).toEqual([]);
    expect(joining.getSnapshot().lastMessage).toEqual(message('one'));
  });

  test('a callback that throws does not affect the others', async () => {
    vi.stubGlobal('reportError', vi.fn<() => void>());
    const wire = createSharedWire();
    const throwing = createConnection(
      wire.options({
        onMessage() {
          throw new Error('mine');
        },
      }),
    );
    throwing.open();
    const other = subscribe(wire.options());
    const { sink } = await wire.line(1);
    sink.message(message('one'), false);
    expect(other.told).toEqual(['one']);
    vi.unstubAllGlobals();
  });

  test('one that is closed keeps its place, and resumes from there', async () => {
    const wire = createSharedWire();
    const only = subscribe(wire.options());
    const { sink } = await wire.line(1);
    sink.open();
    sink.message(message('one', '7'), true);
    only.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(only.getSnapshot()).toMatchObject({
      status: 'closed',
      lastEventId: '7',
      lastMessage: { data: 'one' },
    });
    only.open();
    expect((await wire.line(2)).request.lastEventId).toBe('7');
  });

  test('the others go on when the one that opened it leaves, with their own options', async () => {
    const wire = createSharedWire();
    const first = subscribe(wire.options({ retry: false }));
    const second = subscribe(wire.options({ retry: { delay: 200, jitter: false } }));
    const { sink } = await wire.line(1);
    sink.open();
    first.close();
    sink.fail(new SseError('network', 'broken'));
    expect(second.getSnapshot().status).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(200);
    expect(wire.lines).toHaveLength(2);
  });
});

test('another shareKey is another feed, and nothing of the old one is shown', async () => {
  const wire = createSharedWire();
  const only = createConnection(wire.options({ shareKey: 'ada' })) as Connection & {
    setOptions(options: ConnectionOptions): void;
  };
  only.open();
  (await wire.line(1)).sink.message(message('for ada', '7'), true);
  only.setOptions(wire.options({ shareKey: 'bob' }));
  only.open();
  expect((await wire.line(2)).request.lastEventId).toBe('');
  expect(only.getSnapshot()).toMatchObject({ lastMessage: null, lastEventId: '' });
});

describe('a connection is shared', () => {
  const dynamic = { key: 'fetch', dynamic: true };
  const cases: readonly {
    readonly name: string;
    readonly kind?: Parameters<typeof createSharedWire>[0];
    readonly first?: ConnectionOptions;
    readonly second?: ConnectionOptions;
    readonly connections: number;
  }[] = [
    { name: 'by equal subscriptions', connections: 1 },
    {
      name: 'by urls that are the same one',
      second: { url: new URL('http://wire.test/same') },
      first: { url: 'http://wire.test/./same' },
      connections: 1,
    },
    {
      name: 'whatever their retry, timeout and throttle',
      second: { retry: 3, timeout: { idle: 9 }, throttle: 50 },
      connections: 1,
    },
    { name: 'not by other urls', second: { url: 'http://wire.test/other' }, connections: 2 },
    { name: 'not by other credentials', second: { withCredentials: true }, connections: 2 },
    { name: 'not by other shareKeys', first: { shareKey: 'a' }, second: { shareKey: 'b' }, connections: 2 },
    { name: 'not with one that did not ask for it', second: { share: false }, connections: 2 },
    { name: 'not over a transport that cannot be compared', kind: {}, connections: 2 },
    { name: 'not where functions make the headers', kind: dynamic, connections: 2 },
    {
      name: 'where functions make the headers and a shareKey says for whom',
      kind: dynamic,
      first: { shareKey: 'ada' },
      second: { shareKey: 'ada' },
      connections: 1,
    },
    {
      name: 'by those that ask for the browser where it cannot share between tabs',
      first: { share: 'browser' },
      second: { share: 'browser' },
      connections: 1,
    },
    {
      name: 'with the page where the browser cannot share between tabs',
      first: { share: 'browser' },
      connections: 1,
    },
  ];
  test.each(cases)('$name', async ({ kind, first, second, connections }) => {
    const wire = createSharedWire(kind);
    const all = [first, second].map((options) => createConnection(wire.options(options)));
    for (const each of all) each.open();
    expect(await wire.settled()).toBe(connections);
    for (const each of all) each.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.lines.every(({ isClosed }) => isClosed)).toBe(true);
  });

  test('not by transports of other kinds or options', async () => {
    const [one, other] = [createSharedWire({ key: 'one' }), createSharedWire({ key: 'other' })];
    const all = [one, other].map(({ transport }) => createConnection(one.options({ transport })));
    for (const each of all) each.open();
    expect([await one.settled(), await other.settled()]).toEqual([1, 1]);
  });
});
