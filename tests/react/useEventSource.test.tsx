import { act, renderHook } from '@testing-library/react';
import { EventSource } from 'eventsource';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  CLOSED,
  CONNECTING,
  eventSource,
  fetchEventSource,
  json,
  OPEN,
  SseProvider,
  type SseMessage,
  useEventSource,
} from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { serverForFile } from '../server/support.ts';
import { hold, path, send } from '../support/messages.ts';
import { schema } from '../support/schema.ts';

const server = serverForFile();
const transport = eventSource({ EventSource });

test('a feed goes from connecting to open, and close() and open() work by hand', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send({ id: 'a', data: 'one' }), hold]);
  const onClose = vi.fn<() => void>();
  const { result } = renderHook(() => useEventSource(url, { transport, onClose }));
  expect(result.current).toMatchObject({
    status: 'connecting',
    readyState: CONNECTING,
    lastMessage: null,
    error: null,
  });

  const message = { type: 'message', data: 'one', lastEventId: 'a' };
  await expect.poll(() => result.current.lastMessage).toEqual(message);
  expect(result.current).toMatchObject({
    status: 'open',
    readyState: OPEN,
    messages: [],
    state: undefined,
    lastEventId: 'a',
    attempt: 0,
    nextRetryAt: null,
  });

  act(() => result.current.close());
  expect(result.current).toMatchObject({
    status: 'closed',
    readyState: CLOSED,
    lastMessage: message,
    error: null,
  });
  expect(onClose).toHaveBeenCalledOnce();
  await server().waitFor(key, { open: 0, aborted: 1 });
  act(() => result.current.open());
  expect(result.current).toMatchObject({ status: 'connecting', lastMessage: message });
  await server().waitFor(key, { open: 1, requests: 2 });
});

test('no render shows what one url sent as if another had sent it', async () => {
  const [one, two] = ['one', 'two'].map((data) =>
    server().script(crypto.randomUUID(), [send({ id: data, data }), hold]),
  );
  const shown = new Set<string>();
  const names = new Map([
    [one, 'one'],
    [two, 'two'],
  ]);
  const { result, rerender } = renderHook(
    ({ url }) => {
      const feed = useEventSource(url, { transport, history: 3 });
      const data = [
        feed.lastMessage?.data,
        ...feed.messages.map((message) => message.data),
        feed.lastEventId,
      ];
      for (const each of data) if (each) shown.add(`${each} of ${names.get(url)}`);
      return feed;
    },
    { initialProps: { url: one } },
  );
  await expect.poll(() => result.current.lastMessage?.data).toBe('one');
  rerender({ url: two });
  expect(result.current).toMatchObject({ status: 'connecting', lastMessage: null, messages: [] });
  await expect.poll(() => result.current.lastMessage?.data).toBe('two');
  expect([...shown]).toEqual(['one of one', 'two of two']);
});

test.each([null, undefined])('with %s as url nothing is connected', (url) => {
  const { result } = renderHook(() => useEventSource(url));
  expect(result.current).toMatchObject({ status: 'idle', readyState: CLOSED, error: null });
  act(() => result.current.open());
  expect(result.current.status).toBe('idle');
});

test('the global EventSource is looked up when it is needed', async () => {
  vi.stubGlobal('EventSource', EventSource);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { result } = renderHook(() => useEventSource(new URL(`${server().url}/feed?every=1`)));
  await expect.poll(() => result.current.status).toBe('open');
});

describe('events', () => {
  const url = (): string =>
    server().script(crypto.randomUUID(), [
      send(
        'plain',
        { type: 'price', data: '{"at":1}' },
        { type: 'news', data: '{"title":"a"}' },
        { type: 'other', data: 'x' },
        { type: 'toString', data: 'y' },
        { type: 'end', data: '' },
      ),
      hold,
    ]);

  test('by default only messages without a name come', async () => {
    const key = crypto.randomUUID();
    const onMessage = vi.fn<(message: SseMessage) => void>();
    const address = server().script(key, [send({ type: 'x', data: '1' }, '2'), hold]);
    const { result } = renderHook(() => useEventSource(address, { transport, onMessage }));
    await expect.poll(() => result.current.lastMessage?.data).toBe('2');
    expect(onMessage).toHaveBeenCalledOnce();
  });

  test.each([
    { over: 'EventSource', transport },
    { over: 'fetch', transport: fetchEventSource() },
  ])('a list of names leaves the data a string, over $over', async (options) => {
    const address = url();
    const { result } = renderHook(() =>
      useEventSource(address, {
        events: ['news', 'price', 'end'],
        history: 9,
        transport: options.transport,
      }),
    );
    await expect.poll(() => result.current.lastMessage?.type).toBe('end');
    expect(result.current.messages.map(({ type, data }) => [type, data])).toEqual([
      ['price', '{"at":1}'],
      ['news', '{"title":"a"}'],
      ['end', ''],
    ]);
  });

  test('a map decodes: functions, json and Standard Schema', async () => {
    const address = url();
    const events = {
      price: json<{ at: number }>(),
      news: schema<{ upper: string }>((value) => ({
        value: { upper: (value as { title: string }).title.toUpperCase() },
      })),
      end: (data: string) => data.length,
    };
    const { result } = renderHook(() => useEventSource(address, { events, history: 9, transport }));
    await expect.poll(() => result.current.lastMessage?.type).toBe('end');
    expect(result.current.messages.map(({ data }) => data)).toEqual([{ at: 1 }, { upper: 'A' }, 0]);
  });
});

test('history keeps the newest messages, reducer folds all of them once', async () => {
  const url = server().url + path('burst', { n: 100, hold: 1 });
  const reducer = vi.fn<(sum: number, message: SseMessage) => number>((sum, { data }) => sum + Number(data));
  const { result, rerender } = renderHook(
    ({ history }) => useEventSource(url, { history, reducer, initialState: 1000, transport }),
    { initialProps: { history: 3 } },
  );
  expect(result.current.state).toBe(1000);
  await expect.poll(() => result.current.state).toBe(1000 + 5050);
  expect(result.current.messages.map(({ data }) => data)).toEqual(['98', '99', '100']);
  expect(reducer).toHaveBeenCalledTimes(100);
  rerender({ history: 3 });
  expect(reducer).toHaveBeenCalledTimes(100);
});

test('messages keep their identity while nothing is added', async () => {
  const url = server().url + path('burst', { n: 2, hold: 1 });
  const { result, rerender } = renderHook(() => useEventSource(url, { history: 5, transport }));
  await expect.poll(() => result.current.messages).toHaveLength(2);
  const { messages, lastMessage } = result.current;
  rerender();
  expect(result.current.messages).toBe(messages);
  expect(messages.at(-1)).toBe(lastMessage);
});

test('enabled: false closes and keeps the state, true goes on', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send({ id: 7, data: 'kept' }), hold]);
  const statuses = new Set<string>();
  const { result, rerender } = renderHook(
    ({ enabled }) => {
      const feed = useEventSource(url, { enabled, transport, history: 5 });
      statuses.add(feed.status);
      return feed;
    },
    { initialProps: { enabled: false } },
  );
  expect(result.current).toMatchObject({ status: 'closed', readyState: CLOSED });
  expect(statuses).toEqual(new Set(['closed']));
  rerender({ enabled: true });
  await expect.poll(() => result.current.lastMessage?.data).toBe('kept');
  rerender({ enabled: false });
  await expect.poll(() => result.current.status).toBe('closed');
  expect(result.current).toMatchObject({
    lastMessage: { data: 'kept' },
    messages: [{ data: 'kept' }],
    lastEventId: '7',
  });
  await server().waitFor(key, { requests: 1, open: 0 });
});

test('withCredentials and the query parameter of the last id reach the source', async () => {
  const made: unknown[] = [];
  class Spy extends EventSource {
    constructor(url: string, init?: { withCredentials?: boolean }) {
      super(url, init);
      made.push([new URL(url).searchParams.get('after'), init]);
    }
  }
  const key = crypto.randomUUID();
  const url = server().url + path('feed', { key, every: 1, n: 3 });
  const { result } = renderHook(() =>
    useEventSource(url, {
      events: ['message', 'price', 'news', 'progress', 'log', 'notification'],
      withCredentials: true,
      retry: { delay: 1, limit: 1 },
      transport: eventSource({ EventSource: Spy, lastEventIdParam: 'after' }),
    }),
  );
  await expect.poll(() => result.current.lastEventId).toBe('3');
  act(() => result.current.close());
  act(() => result.current.open());
  await expect.poll(() => made).toHaveLength(2);
  expect(made).toEqual([
    [null, { withCredentials: true }],
    ['3', { withCredentials: true }],
  ]);
});

test('event names in another order are the same filter', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send({ id: 'a', data: 'one' }), hold]);
  const { result, rerender } = renderHook(({ events }) => useEventSource(url, { transport, events }), {
    initialProps: { events: ['message', 'price'] },
  });
  await expect.poll(() => result.current.lastMessage?.data).toBe('one');
  rerender({ events: ['price', 'message'] });
  expect(result.current.status).toBe('open');
  expect(server().requests(key)).toHaveLength(1);
});

test('history that is cut down or turned off keeps no more than it says', async () => {
  const server = createTestServer();
  const { result, rerender } = renderHook(
    ({ history }) => useEventSource('http://host/feed', { history, throttle: 'message' }),
    {
      initialProps: { history: 3 },
      wrapper: ({ children }) => <SseProvider EventSource={server.EventSource}>{children}</SseProvider>,
    },
  );
  const stream = await act(() => server.nextStream());
  const send = (data: string) => act(async () => stream.send(data));
  for (const data of ['a', 'b', 'c']) await send(data);
  const kept = () => result.current.messages.map(({ data }) => data).join('');
  expect(kept()).toBe('abc');
  rerender({ history: 2 });
  act(() => result.current.close());
  expect(kept()).toBe('bc');
  rerender({ history: 0 });
  act(() => result.current.open());
  expect(kept()).toBe('');
});
