import { expect, test, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react/pure';
import { fetchEventSource, type SseMessage, useEventSource, useSseStream } from 'react-event-source';
import { endpoint } from '../support/playground.ts';

const N = 10_000;
const numbers = Array.from({ length: N }, (_, index) => String(index + 1));

test.each([
  { over: 'EventSource', transport: undefined },
  { over: 'fetch', transport: fetchEventSource() },
])('10,000 messages in one chunk cost a handful of renders, over $over', async ({ transport }) => {
  const { url } = endpoint('burst', { n: N, hold: 1 });
  const seen: string[] = [];
  let renders = 0;
  const { result } = await renderHook(() => {
    renders += 1;
    return useEventSource(url, {
      transport,
      history: N,
      reducer: (sum: number, { data }: SseMessage) => sum + Number(data),
      initialState: 0,
      onMessage: ({ data }) => seen.push(data),
    });
  });
  await expect.poll(() => result.current.messages.length).toBe(N);
  expect(seen).toEqual(numbers);
  expect(result.current.messages.map(({ data }) => data)).toEqual(numbers);
  expect(result.current.state).toBe((N * (N + 1)) / 2);
  expect(result.current.lastMessage?.data).toBe(String(N));
  // A frame each, of which a slow machine needs more; StrictMode counts each twice.
  expect(renders).toBeLessThan(N / 10);
});

test('10,000 messages in one chunk are one text, in a handful of renders', async () => {
  const { url } = endpoint('burst', { n: N });
  const onMessage = vi.fn<(message: SseMessage) => void>();
  let renders = 0;
  const { result } = await renderHook(() => {
    renders += 1;
    return useSseStream(url, { onMessage });
  });
  await expect(result.current.start()).resolves.toMatchObject({ status: 'done', text: numbers.join('') });
  expect(onMessage.mock.calls.map(([{ data }]) => data)).toEqual(numbers);
  expect(renders).toBeLessThan(N / 10);
});

test.each([2, 8])('%d MB in one data: line, in chunks of 1 kB, arrive whole', async (mb) => {
  const { url } = endpoint('big', { mb, chunk: 1024 });
  const { result } = await renderHook(() => useSseStream(url));
  const { status, text } = await result.current.start();
  expect(status).toBe('done');
  expect(text).toHaveLength(mb * 2 ** 20);
  expect(text === '0123456789abcdef'.repeat((mb * 2 ** 20) / 16)).toBe(true);
});
