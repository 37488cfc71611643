import { act, renderHook } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { openaiChat, type RunOptions, type SseError, type Transport, useSseStream } from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { hold, path, send } from '../support/messages.ts';
import { catchReports } from '../support/reports.ts';

const server = serverForFile();
const fault = (name: string, query = {}): string => server().url + path(`fault/${name}`, query);

describe('format and events', () => {
  const script = (): string =>
    server().script(crypto.randomUUID(), [
      send({ type: 'delta', data: 'a' }, { type: 'ping', data: 'x' }, { type: 'delta', data: 'b' }, 'c'),
    ]);

  test('without options the data of messages of the type message is the text', async () => {
    const url = script();
    const { result } = renderHook(() => useSseStream(url));
    expect(await act(() => result.current.start())).toMatchObject({ status: 'done', text: 'c' });
  });

  test('events is a filter before the format and onMessage', async () => {
    const onMessage = vi.fn<(message: { data: string }) => void>();
    const url = script();
    const { result } = renderHook(() => useSseStream(url, { events: ['delta'], onMessage }));
    const answer = await act(() => result.current.start());
    expect(answer).toMatchObject({ text: 'ab', lastMessage: { type: 'delta', data: 'b' } });
    expect(onMessage.mock.calls.map(([{ data }]) => data)).toEqual(['a', 'b']);
  });

  test('a format of one line makes text of a custom wire', async () => {
    const url = script();
    const { result } = renderHook(() => useSseStream(url, { format: ({ data }) => data.toUpperCase() }));
    expect(await act(() => result.current.start())).toMatchObject({ status: 'done', text: 'AXBC' });
  });
});

describe('retry', () => {
  const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
  const tried = async (url: string, options: RunOptions) => {
    onError.mockReset();
    const { result } = renderHook(() => useSseStream(url, { ...options, onError }));
    return act(() => result.current.start());
  };

  test.each<{ name: string; options: RunOptions; requests: number }>([
    { name: 'a GET three times', options: { retry: { delay: 1 } }, requests: 4 },
    { name: 'a number of times', options: { method: 'POST', retry: { limit: 1, delay: 1 } }, requests: 2 },
    { name: 'never where it is false', options: { retry: false }, requests: 1 },
    { name: 'never with a limit of 0', options: { retry: 0 }, requests: 1 },
    { name: 'a POST never by itself', options: { method: 'POST' }, requests: 1 },
    {
      name: 'as shouldRetry says',
      options: { retry: { delay: 1, shouldRetry: (_, n) => n < 3 } },
      requests: 3,
    },
  ])('repeats what failed before any byte: $name', async ({ options, requests }) => {
    const key = crypto.randomUUID();
    const { status, error } = await tried(fault('status', { key, code: 500 }), options);
    expect({ status, kind: error?.kind, http: error?.status }).toEqual({
      status: 'failed',
      kind: 'http',
      http: 500,
    });
    expect(server().requests(key)).toHaveLength(requests);
    expect(onError.mock.calls.map(([, willRetry]) => willRetry)).toEqual([
      ...Array<boolean>(requests - 1).fill(true),
      false,
    ]);
  });

  test('a POST is repeated where the server says when', async () => {
    const key = crypto.randomUUID();
    const url = fault('flaky', { key, failures: 1, code: 503, retryAfter: 0 });
    expect(await tried(url, { body: 'x' })).toMatchObject({ status: 'done', attempt: 0 });
    expect(server().requests(key)).toHaveLength(2);
  });

  test('waiting shows as reconnecting, with the attempt, its time and the error', async () => {
    const url = fault('status', { code: 500 });
    const { result } = renderHook(() => useSseStream(url, { retry: { delay: 60_000, jitter: false } }));
    act(() => void result.current.start());
    await expect.poll(() => result.current.status).toBe('reconnecting');
    expect(result.current).toMatchObject({ readyState: 0, attempt: 1, error: { kind: 'http', status: 500 } });
    expect(result.current.nextRetryAt).toBeGreaterThan(Date.now());
    act(() => result.current.stop());
    expect(result.current).toMatchObject({ status: 'stopped', error: null, nextRetryAt: null });
  });

  test('a broken answer goes on after the last id, and repeats nothing', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, {
      perRequest: [
        [send({ id: 1, data: 'a' }, { id: 2, data: 'b' }), hold],
        [send({ id: 2, data: 'b' }, { id: 3, data: 'c' })],
      ],
    });
    const { result } = renderHook(() => useSseStream(url, { retry: { delay: 1 } }));
    const answer = result.current.start();
    await expect.poll(() => result.current.text).toBe('ab');
    server().control(key, { do: 'drop' });
    await expect(answer).resolves.toMatchObject({ status: 'done', text: 'abc' });
    expect(server().requests(key)[1]?.headers['last-event-id']).toBe('2');
  });

  test('a broken answer without ids is not asked for again', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [send('a'), hold]);
    const { result } = renderHook(() => useSseStream(url, { retry: { delay: 1 } }));
    const answer = result.current.start();
    await expect.poll(() => result.current.text).toBe('a');
    server().control(key, { do: 'drop' });
    await expect(answer).resolves.toMatchObject({ status: 'failed', text: 'a', error: { kind: 'network' } });
    expect(server().requests(key)).toHaveLength(1);
  });
});

test.each([
  { name: 'connect', url: 'silent', timeout: { connect: 20 }, text: '' },
  // long enough for the message that does come
  { name: 'idle', url: 'stall', timeout: { idle: 1000 }, text: 'message 1' },
])('timeout.$name ends a run in which nothing comes', async ({ url, timeout, text }) => {
  const key = crypto.randomUUID();
  const { result } = renderHook(() => useSseStream(fault(url, { key }), { timeout, retry: false }));
  const answer = await act(() => result.current.start());
  expect(answer).toMatchObject({ status: 'failed', text, error: { kind: 'timeout' } });
  await server().waitFor(key, { open: 0, aborted: 1 });
});

test('throttle re-renders seldom; onMessage and the end come at once', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), send('b'), hold]);
  const onMessage = vi.fn<() => void>();
  const { result } = renderHook(() => useSseStream(url, { throttle: 600_000, onMessage }));
  act(() => void result.current.start());
  await expect.poll(() => onMessage.mock.calls).toHaveLength(2);
  await expect.poll(() => result.current.status).toBe('streaming');
  expect(result.current.text).toBe('');
  server().control(key, { do: 'end' });
  await expect.poll(() => result.current).toMatchObject({ status: 'done', text: 'ab' });
});

test("throttle 'message' shows every message", async () => {
  const seen: string[] = [];
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), hold]);
  const { result } = renderHook(() =>
    useSseStream(url, { throttle: 'message', onMessage: ({ data }) => seen.push(data) }),
  );
  act(() => void result.current.start());
  for (const text of ['a', 'ab', 'abc']) {
    await expect.poll(() => result.current.text).toBe(text);
    server().control(key, { do: 'write', text: `data: ${'bc'[text.length - 1] ?? '.'}\n\n` });
  }
  await expect.poll(() => seen).toEqual(['a', 'b', 'c', '.']);
});

test('a transport of one’s own is a function', async () => {
  const transport: Transport = ({ url }, sink) => {
    sink.open();
    sink.message({ type: 'message', data: url, lastEventId: '' }, false);
    sink.end();
    return () => {};
  };
  const { result } = renderHook(() => useSseStream('https://example.org/x', { transport }));
  expect(await act(() => result.current.start())).toMatchObject({
    status: 'done',
    text: 'https://example.org/x',
  });
});

describe('callbacks', () => {
  test('onOpen gets the response', async () => {
    const onOpen = vi.fn<(response?: Response) => void>();
    const { result } = renderHook(() => useSseStream(fault('empty'), { onOpen }));
    await act(() => result.current.start());
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ status: 200 }));
  });

  test('one that throws is reported, and loses neither messages nor the connection', async () => {
    const report = catchReports();
    const thrown = (name: string) => (): never => {
      throw new Error(name);
    };
    const url = server().script(crypto.randomUUID(), {
      perRequest: [[{ status: 500 }, { end: true }], [send({ id: 1, data: 'a' }, { id: 2, data: 'b' })]],
    });
    const { result } = renderHook(() =>
      useSseStream(url, {
        retry: { delay: 1 },
        onOpen: thrown('onOpen'),
        onMessage: thrown('onMessage'),
        onError: thrown('onError'),
        onFinish: thrown('onFinish'),
      }),
    );
    expect(await act(() => result.current.start())).toMatchObject({ status: 'done', text: 'ab' });
    expect(report.mock.calls.map(([error]) => (error as Error).message)).toEqual([
      'onError',
      'onOpen',
      'onMessage',
      'onMessage',
      'onFinish',
    ]);
  });
});

test('the provider’s own words are the message of an HTTP error', async () => {
  const { result } = renderHook(() =>
    useSseStream(`${server().url}/v1/chat/completions`, { format: openaiChat(), body: { messages: [] } }),
  );
  const { error } = await act(() => result.current.start());
  expect(error).toMatchObject({ kind: 'http', status: 400, message: 'You must provide a model parameter.' });
  expect(JSON.parse(error?.body ?? '')).toMatchObject({ error: { type: 'invalid_request_error' } });
});
