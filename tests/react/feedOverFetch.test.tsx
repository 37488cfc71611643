import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { feedEvent } from '../../stories/server/feedLog.ts';
import {
  CONNECTING,
  fetchEventSource,
  type SseError,
  type SseMessage,
  useEventSource,
} from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { path } from '../support/messages.ts';

const server = serverForFile();
const events = [...new Set(Array.from({ length: 20 }, (_, i) => feedEvent(i + 1).type))];

test('a feed that breaks goes on after the last id, without gap or repetition', async () => {
  const key = crypto.randomUUID();
  const url = server().url + path('feed', { key, every: 0, n: 20, dropAfter: 8, retry: 1 });
  const onMessage = vi.fn<(message: SseMessage) => void>();
  const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
  const onClose = vi.fn<() => void>();
  const { result } = renderHook(() =>
    useEventSource(url, { events, transport: fetchEventSource(), onMessage, onError, onClose }),
  );
  await expect.poll(() => result.current.status).toBe('closed');
  expect(onMessage.mock.calls.map(([{ lastEventId }]) => Number(lastEventId))).toEqual(
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
  // two cuts, and a 204 once all has been seen
  expect(onError.mock.calls.map(([{ kind }, willRetry]) => [kind, willRetry])).toEqual([
    ['network', true],
    ['network', true],
  ]);
  expect(onClose).toHaveBeenCalledOnce();
  const resumed = server()
    .requests(key)
    .map(({ headers }) => headers['last-event-id']);
  expect(resumed).toEqual([undefined, '8', '16', '20']);
});

test('headers reach the server, and waiting shows as reconnecting', async () => {
  const key = crypto.randomUUID();
  const url = server().url + path('fault/status', { key, code: 503, retryAfter: 60 });
  const { result } = renderHook(() =>
    useEventSource(url, { transport: fetchEventSource({ headers: { authorization: 'token' } }) }),
  );
  await expect.poll(() => result.current.status).toBe('reconnecting');
  expect(result.current).toMatchObject({
    readyState: CONNECTING,
    attempt: 1,
    error: { kind: 'http', status: 503 },
  });
  expect(result.current.nextRetryAt).toBeGreaterThan(Date.now() + 50_000);
  expect(server().requests(key)[0]?.headers.authorization).toBe('token');
  act(() => result.current.open());
  await server().waitFor(key, { requests: 2 });
});

test.each([
  { name: 'connect', fault: 'silent', timeout: { connect: 20 } },
  { name: 'idle', fault: 'stall', timeout: { idle: 20 } },
])('timeout.$name is a failed attempt', async ({ fault, timeout }) => {
  const url = server().url + path(`fault/${fault}`);
  const { result } = renderHook(() =>
    useEventSource(url, { timeout, retry: false, transport: fetchEventSource() }),
  );
  await expect.poll(() => result.current).toMatchObject({ status: 'failed', error: { kind: 'timeout' } });
});
