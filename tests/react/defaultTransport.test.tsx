import { act, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import {
  eventSource,
  type FetchLike,
  fetchEventSource,
  SseProvider,
  type Transport,
  useEventSource,
  useSseStream,
} from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';

interface Props {
  transport?: Transport;
}
const unnamed: Props = {};

/** What a render sends, it sends in the turns that follow it. */
const settle = () => act(() => new Promise<void>((resolve) => setTimeout(resolve)));

afterEach(() => vi.unstubAllGlobals());

test('below a provider, a chat that names fetchEventSource() has the transport that it had without', async () => {
  const server = createTestServer();
  const { result, rerender } = renderHook(
    ({ transport }: Props) => useSseStream('http://host/answer', { autoStart: true, transport }),
    {
      initialProps: unnamed,
      wrapper: ({ children }) => <SseProvider fetch={server.fetch}>{children}</SseProvider>,
    },
  );
  await act(async () => (await server.nextStream()).send('one'));
  rerender({ transport: fetchEventSource() });
  await settle();
  expect([result.current.text, server.streams.length]).toEqual(['one', 1]);
});

test('a feed that names eventSource() has the transport that it had without', async () => {
  const server = createTestServer();
  vi.stubGlobal('EventSource', server.EventSource);
  const { result, rerender } = renderHook(
    ({ transport }: Props) => useEventSource('http://host/feed', { throttle: 'message', transport }),
    { initialProps: unnamed },
  );
  await act(async () => (await server.nextStream()).send('one'));
  rerender({ transport: eventSource() });
  await settle();
  expect([result.current.lastMessage?.data, server.streams.length]).toEqual(['one', 1]);
});

test.each([
  ['GET', {}],
  ['POST', { body: { question: 'Why?' }, headers: { user: 'ada' }, cache: 'reload' as const }],
])('a %s is sent the same with fetchEventSource() as without', async (_, options) => {
  const fetch = vi.fn<FetchLike>(async () => new Response(null, { status: 204 }));
  for (const transport of [undefined, fetchEventSource()]) {
    const { result } = renderHook(() => useSseStream('http://host/answer', { ...options, fetch, transport }));
    await act(() => result.current.start());
    expect(result.current.status).toBe('done');
  }
  const sent = fetch.mock.calls.map(([url, { signal: _signal, ...init }]) => [url, init]);
  expect(sent[0]).toEqual(sent[1]);
});
