import { act, renderHook } from '@testing-library/react';
import { EventSource } from 'eventsource';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  eventSource,
  json,
  type RunOptions,
  type RunSnapshot,
  type SseError,
  type Transport,
  useEventSource,
  useSseStream,
} from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { hold, path, send } from '../support/messages.ts';
import { schema } from '../support/schema.ts';

const server = serverForFile();

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

const without = (name: 'fetch' | 'EventSource'): void => {
  vi.stubGlobal(name, undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
};

describe('useSseStream says how to mend', () => {
  interface Case {
    readonly name: string;
    readonly options?: RunOptions;
    readonly says: RegExp;
    readonly prepare?: () => void;
  }
  test.each<Case>([
    { name: 'an invalid url', options: { url: 'http://' }, says: /"http:\/\/" is not a valid URL\. Check/ },
    { name: 'an empty url', options: { url: '' }, says: /url is empty\. Pass one/ },
    {
      name: 'a GET with a body',
      options: { method: 'GET', body: 'x' },
      says: /GET request cannot have a body\. Leave/,
    },
    {
      name: 'a body with a cycle',
      options: { body: cycle },
      says: /cannot be sent as JSON\. Pass plain data/,
    },
    { name: 'a body with a BigInt', options: { body: { n: 1n } }, says: /cannot be sent as JSON.*BigInt/ },
    { name: 'a header name', options: { headers: { 'no spaces': 'x' } }, says: /Check `headers`/ },
    {
      name: 'a header value',
      options: { headers: { a: 'secret\n' + 'b' } },
      says: /^(?!.*secret).*Check `headers`/,
    },
    { name: 'no fetch', prepare: () => without('fetch'), says: /no fetch here\. Pass one/ },
    {
      name: 'a body over EventSource',
      options: { transport: eventSource({ EventSource }), body: 'x' },
      says: /Use .*fetchEventSource/,
    },
  ])('$name', async ({ options = {}, says, prepare }) => {
    const key = crypto.randomUUID();
    const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
    const onFinish = vi.fn<(result: RunSnapshot) => void>();
    const url = options.url ?? server().url + path('echo', { key });
    const { result } = renderHook(() => useSseStream(url, { ...options, onError, onFinish }));
    prepare?.();
    const answer = await act(() => result.current.start());
    expect(answer).toMatchObject({
      status: 'failed',
      error: { name: 'SseError', kind: 'network', isRetryable: false },
    });
    expect(answer.error?.message).toMatch(says);
    expect(result.current).toMatchObject(answer);
    expect(onError.mock.calls).toEqual([[answer.error, false]]);
    expect(onFinish.mock.calls).toEqual([[answer]]);
    expect(server().requests(key)).toEqual([]);
  });

  test('a format that throws, and keeps the text so far', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [
      send('{"token":"so "}', '{"token":"far"}', 'no JSON', '{"token":"!"}'),
      hold,
    ]);
    const onMessage = vi.fn<(message: { data: string }) => void>();
    const { result } = renderHook(() =>
      useSseStream(url, {
        format: (message) => (JSON.parse(message.data) as { token: string }).token,
        onMessage,
      }),
    );
    const { error, ...answer } = await act(() => result.current.start());
    expect(answer).toMatchObject({ status: 'failed', text: 'so far' });
    expect(error).toMatchObject({ kind: 'format', body: 'no JSON', cause: expect.any(SyntaxError) });
    expect(error?.message).toMatch(/could not read the message "no JSON": /);
    expect(onMessage).toHaveBeenCalledTimes(3);
    await server().waitFor(key, { open: 0, aborted: 1 });
  });
});

describe('useEventSource says how to mend', () => {
  interface Case {
    readonly name: string;
    readonly url?: string;
    readonly transport?: Transport;
    readonly says: RegExp;
  }
  test.each<Case>([
    {
      name: 'an invalid url',
      url: 'http://',
      transport: eventSource({ EventSource }),
      says: /not a valid URL\. Check/,
    },
    { name: 'an empty url', url: '', transport: eventSource({ EventSource }), says: /Pass one, or `null`/ },
    { name: 'no EventSource', says: /no EventSource here\. Pass eventSource.*fetchEventSource\(\)/ },
  ])('$name', async ({ says, url = 'http://127.0.0.1/', transport }) => {
    const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
    const { result } = renderHook(() => useEventSource(url, { transport, onError }));
    await expect.poll(() => result.current.status).toBe('failed');
    const { error } = result.current;
    expect(error).toMatchObject({ name: 'SseError', kind: 'network', isRetryable: false });
    expect(error?.message).toMatch(says);
    expect(onError.mock.calls).toEqual([[error, false]]);
  });

  const isNumber = schema<number>((value) =>
    typeof value === 'number' ? { value } : { issues: [{ message: 'no number', path: ['a', { key: 0 }] }] },
  );
  test.each([
    {
      name: 'a decoder that throws',
      decoder: json<number>(),
      data: '{',
      says: /decoder of event "price" threw: .*Make it/,
    },
    {
      name: 'a schema that refuses',
      decoder: isNumber,
      data: '"1"',
      says: /"price" refused "a\.0": no number\. Change/,
    },
    { name: 'a schema over no JSON', decoder: isNumber, data: '{', says: /"price" threw: / },
    {
      name: 'an asynchronous schema',
      decoder: schema<number>(async () => ({ value: 1 })),
      data: '0',
      says: /must be a synchronous function or schema/,
    },
  ])('$name, and the connection stays', async ({ decoder, data, says }) => {
    const key = crypto.randomUUID();
    const url = server().script(key, [send({ type: 'price', data }, { type: 'text', data: 'next' }), hold]);
    const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
    const onMessage = vi.fn<(message: { type: string; data: unknown }) => void>();
    const events = { price: decoder, text: (text: string) => text };
    const transport = eventSource({ EventSource });
    const { result } = renderHook(() => useEventSource(url, { events, transport, onError, onMessage }));
    await expect.poll(() => result.current.lastMessage).toMatchObject({ type: 'text', data: 'next' });
    const { status, error } = result.current;
    expect(status).toBe('open');
    expect(error).toMatchObject({ name: 'SseError', kind: 'decode', body: data });
    expect(error?.message).toMatch(says);
    expect(onError.mock.calls).toEqual([[error, false]]);
    expect(onMessage).toHaveBeenCalledOnce();
    expect(server().connections(key).open).toBe(1);
  });
});
