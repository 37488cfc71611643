import { describe, expect, test, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react/pure';
import {
  eventSource,
  fetchEventSource,
  json,
  type SseError,
  type SseMessage,
  useEventSource,
} from 'react-event-source';
import { hold, send } from '../support/messages.ts';
import { endpoint, playground, script } from '../support/playground.ts';
import { renderWith } from '../support/renderWith.ts';
import { catchReports } from '../support/reports.ts';
import { schema } from '../support/schema.ts';

const both = [
  { over: 'EventSource', transport: eventSource() },
  { over: 'fetch', transport: fetchEventSource() },
];

describe.each(both)('over $over', ({ transport }) => {
  test('named events are filtered and decoded, by functions and by Standard Schema', async () => {
    const { url } = await script([
      send(
        { type: 'price', data: '{"at":1}' },
        { type: 'other', data: 'x' },
        { type: 'news', data: '"title"' },
        'no name',
        { type: 'error', data: 'named by the server' },
        { type: 'open', data: 'too' },
      ),
      hold,
    ]);
    const events = {
      price: json<{ at: number }>(),
      news: schema<string>((value) =>
        typeof value === 'string' ? { value: value.toUpperCase() } : { issues: [{ message: 'no string' }] },
      ),
      error: (data: string) => data,
      open: (data: string) => data,
    };
    const onError = vi.fn<(error: SseError) => void>();
    const { result } = await renderHook(() =>
      useEventSource(url, { events, history: 9, transport, onError }),
    );
    await expect.poll(() => result.current.messages).toHaveLength(4);
    expect(result.current.messages.map(({ type, data }) => [type, data])).toEqual([
      ['price', { at: 1 }],
      ['news', 'TITLE'],
      ['error', 'named by the server'],
      ['open', 'too'],
    ]);
    expect(result.current).toMatchObject({ status: 'open', error: null });
    expect(onError).not.toHaveBeenCalled();
  });

  test('an event named error by the server that nobody listens for changes nothing', async () => {
    const { key, url } = await script([
      send({ type: 'error', data: 'x' }, { type: 'open', data: 'y' }, 'last'),
      hold,
    ]);
    const onOpen = vi.fn<() => void>();
    const { result } = await renderHook(() => useEventSource(url, { transport, onOpen }));
    await expect.poll(() => result.current.lastMessage?.data).toBe('last');
    expect(result.current).toMatchObject({ status: 'open', error: null });
    expect(onOpen).toHaveBeenCalledOnce();
    expect(await playground.stats(key)).toMatchObject({ total: 1, open: 1 });
  });

  test('a broken connection comes back with Last-Event-ID, as reconnecting in between', async () => {
    const { key, url } = await script({
      perRequest: [
        [{ text: 'retry: 1\n\n' }, send({ id: '1', data: 'a' }, { id: 'é 2', data: 'b' }), hold],
        [send({ id: '3', data: 'c' }), hold],
      ],
    });
    const seen: unknown[] = [];
    const { result } = await renderHook(() => {
      const feed = useEventSource(url, {
        transport,
        history: 9,
        onOpen: () => seen.push('open'),
        onMessage: ({ data }) => seen.push(data),
      });
      if (seen.at(-1) !== feed.status) seen.push(feed.status);
      return feed;
    });
    await expect.poll(() => result.current.lastEventId).toBe('é 2');
    await playground.control(key, { do: 'drop' });
    await expect.poll(() => result.current.lastMessage?.data).toBe('c');
    expect(result.current).toMatchObject({ status: 'open', attempt: 0, error: null, nextRetryAt: null });
    expect(result.current.messages.map(({ data }) => data)).toEqual(['a', 'b', 'c']);
    expect(seen.filter((each) => each === 'open').length).toBeGreaterThanOrEqual(2);
    expect(seen).toContain('reconnecting');
    const { requests } = await playground.stats(key);
    // the header holds the id as UTF-8, which the server reads byte by byte
    const sent = requests[1]?.headers['last-event-id'] ?? '';
    expect(new TextDecoder().decode(Uint8Array.from(sent, (byte) => byte.charCodeAt(0)))).toBe('é 2');
  });

  test('another url closes the old connection before it opens the new one, and starts over', async () => {
    const first = await script([send({ id: 'a', data: 'first' }), hold]);
    const second = await script([send('second'), hold]);
    const onClose = vi.fn<() => void>();
    const { result, rerender } = await renderWith(
      ({ url }: { url: string }) => useEventSource(url, { transport, history: 9, onClose }),
      first,
    );
    await expect.poll(() => result.current.lastMessage?.data).toBe('first');
    await rerender(second);
    expect(result.current).toMatchObject({
      status: 'connecting',
      lastMessage: null,
      messages: [],
      lastEventId: '',
    });
    await expect.poll(() => result.current.messages.map(({ data }) => data)).toEqual(['second']);
    await playground.waitFor(first.key, { open: 0, aborted: 1 });
    const { requests } = await playground.stats(second.key);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers['last-event-id']).toBeUndefined();
    expect(onClose).not.toHaveBeenCalled();
  });

  test('enabled: false closes and keeps the state; true connects again', async () => {
    const { key, url } = await script([send({ id: 'a', data: 'kept' }), hold]);
    const { result, rerender } = await renderWith(
      ({ enabled }: { enabled: boolean }) => useEventSource(url, { transport, enabled, history: 2 }),
      { enabled: true },
    );
    await expect.poll(() => result.current.lastMessage?.data).toBe('kept');
    const { lastMessage, messages } = result.current;
    await rerender({ enabled: false });
    expect(result.current).toMatchObject({ status: 'closed', lastMessage, messages, lastEventId: 'a' });
    await playground.waitFor(key, { open: 0, aborted: 1 });
    await rerender({ enabled: true });
    await playground.waitFor(key, { requests: 2, open: 1 });
  });
});

test('a 204 over fetch closes the feed for good', async () => {
  const { key, url } = endpoint('fault/no-content');
  const onClose = vi.fn<() => void>();
  const onError = vi.fn<(error: SseError) => void>();
  const { result } = await renderHook(() =>
    useEventSource(url, { transport: fetchEventSource(), onClose, onError, retry: { delay: 1 } }),
  );
  await expect.poll(() => result.current.status).toBe('closed');
  expect(onClose).toHaveBeenCalledOnce();
  expect(onError).not.toHaveBeenCalled();
  expect(await playground.stats(key)).toMatchObject({ total: 1 });
});

describe('after the browser itself has given up', () => {
  test('a new source is opened, as often as retry allows, and told where to go on', async () => {
    const { key, url } = await script({
      perRequest: [
        [{ text: 'retry: 1\n\n' }, send({ id: '7', data: 'a' }), hold],
        [{ status: 503, headers: {} }, { end: true }],
        [{ status: 200, headers: { 'content-type': 'text/html' } }, { end: true }],
        [send({ id: '8', data: 'b' }), hold],
      ],
    });
    const errors: [string, boolean][] = [];
    const { result } = await renderHook(() =>
      useEventSource(url, {
        transport: eventSource({ lastEventIdParam: 'after' }),
        retry: { delay: 1, limit: 5 },
        onError: ({ kind }, willRetry) => errors.push([kind, willRetry]),
      }),
    );
    await expect.poll(() => result.current.lastMessage?.data).toBe('a');
    await playground.control(key, { do: 'drop' });
    await expect.poll(() => result.current.lastMessage?.data).toBe('b');
    // The first is the browser's own reconnection.
    expect(errors).toEqual(Array.from({ length: 3 }, () => ['network', true]));
    const { requests } = await playground.stats(key);
    const after = requests.map(({ url: asked }) => new URL(asked, location.href).searchParams.get('after'));
    expect(after).toEqual([null, null, '7', '7']);
  });

  test('the limit ends it as failed', async () => {
    const { key, url } = endpoint('fault/status', { code: 500 });
    const { result } = await renderHook(() => useEventSource(url, { retry: { delay: 1, limit: 2 } }));
    await expect.poll(() => result.current.status).toBe('failed');
    expect(result.current.error).toMatchObject({ kind: 'network', status: undefined });
    expect(result.current.error?.message).toMatch(/HTTP error, a 204, a wrong content type/);
    expect(await playground.stats(key)).toMatchObject({ total: 3 });
  });
});

test('a callback that throws is reported and loses neither messages nor the connection', async () => {
  const report = catchReports();
  const { key, url } = await script([send('1', '2', '3'), hold]);
  const fail = (name: string): never => {
    throw new Error(name);
  };
  const { result } = await renderHook(() =>
    useEventSource(url, {
      reducer: (sum: number, { data }: SseMessage) => (data === '2' ? fail('reducer') : sum + Number(data)),
      initialState: 0,
      history: 9,
      onOpen: () => fail('onOpen'),
      onMessage: ({ data }) => fail(`onMessage ${data}`),
    }),
  );
  await expect.poll(() => result.current.messages).toHaveLength(3);
  expect(result.current).toMatchObject({ status: 'open', state: 4 });
  expect(report.mock.calls.map(([error]) => (error as Error).message)).toEqual([
    'onOpen',
    'onMessage 1',
    'reducer',
    'onMessage 2',
    'onMessage 3',
  ]);
  expect(await playground.stats(key)).toMatchObject({ total: 1, open: 1 });
});
