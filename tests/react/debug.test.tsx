import { act, renderHook } from '@testing-library/react';
import { type SseDebugEvent, SseProvider, useEventSource, useSseStream } from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const url = 'http://host/feed';

/** An event without what differs from run to run. */
const plain = (event: SseDebugEvent): object =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !['id', 'hook', 'time'].includes(name)));

describe('debug', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = (ms = 0) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

  it('reports the life of a feed: mount, request, open, messages, reconnection, unmount', async () => {
    const server = createTestServer();
    const events: SseDebugEvent[] = [];
    const { unmount } = renderHook(() => useEventSource(url), {
      reactStrictMode: false,
      wrapper: ({ children }: { children: ReactNode }) => (
        <SseProvider EventSource={server.EventSource} debug={(event) => events.push(event)}>
          {children}
        </SseProvider>
      ),
    });
    await pass();
    server.streams[0]!.send({ data: 'a', lastEventId: '1' });
    await pass();
    server.streams[0]!.end();
    await pass();
    unmount();
    const request = { type: 'request', method: 'GET', url, lastEventId: '' };
    const calm = { error: null, attempt: 0, nextRetryAt: null };
    expect(events.map(plain)).toEqual([
      { type: 'mount' },
      { type: 'status', from: 'idle', to: 'connecting', ...calm },
      request,
      { type: 'open', status: undefined },
      { type: 'status', from: 'connecting', to: 'open', ...calm },
      { type: 'message', message: { type: 'message', data: 'a', lastEventId: '1' } },
      { type: 'reconnecting' },
      {
        type: 'status',
        from: 'open',
        to: 'reconnecting',
        error: expect.objectContaining({ kind: 'network' }),
        attempt: 1,
        nextRetryAt: null,
      },
      { type: 'unmount' },
      { type: 'close' },
    ]);
    expect(new Set(events.map(({ id, hook }) => `${hook} ${id}`)).size).toBe(1);
    expect(events[0]!.hook).toBe('useEventSource');
    expect(events[0]!.time).toBe(Date.now());
  });

  it('reports the life of a run to every provider around it, without headers and bodies', async () => {
    const server = createTestServer();
    const outer = vi.fn<(event: SseDebugEvent) => void>();
    const inner = vi.fn<(event: SseDebugEvent) => void>();
    const { result } = renderHook(
      () => useSseStream(url, { body: { secret: 1 }, headers: { authorization: 'secret' }, retry: false }),
      {
        reactStrictMode: false,
        wrapper: ({ children }: { children: ReactNode }) => (
          <SseProvider fetch={server.fetch} debug={outer}>
            <SseProvider debug={inner}>{children}</SseProvider>
          </SseProvider>
        ),
      },
    );
    act(() => void result.current.start());
    await pass();
    server.streams[0]!.send('x');
    server.streams[0]!.fail();
    await pass(100);
    const events = outer.mock.calls.map(([event]) => event);
    expect(inner.mock.calls.map(([event]) => event)).toEqual(events);
    expect(events.map(({ type }) => type)).toEqual([
      'mount',
      'status',
      'request',
      'open',
      'status',
      'message',
      'fail',
      'status',
    ]);
    expect(events[2]).toMatchObject({ method: 'POST', hook: 'useSseStream' });
    expect(events[3]).toMatchObject({ status: 200 });
    expect(events.at(-1)).toMatchObject({ from: 'streaming', to: 'failed', error: { kind: 'network' } });
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});
