import { act, fireEvent, render, renderHook, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import {
  type BodyOption,
  type FetchLike,
  fetchEventSource,
  type RunOptions,
  type RunSnapshot,
  useSseStream,
} from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { path } from '../support/messages.ts';

const server = serverForFile();
const echo = (): string => server().url + path('echo');

interface Echo {
  readonly method: string;
  readonly headers: Record<string, string | undefined>;
  readonly body: string;
}

/** What the server got of one start. */
async function sent(options: RunOptions, overrides?: RunOptions): Promise<Echo> {
  const { result } = renderHook(() => useSseStream(options.url ?? echo(), options));
  const { text, error } = await act(() => result.current.start(overrides));
  expect(error).toBeNull();
  return JSON.parse(text) as Echo;
}

test.each<{ name: string; body: BodyOption; method: string; type: string | undefined; text: string }>([
  { name: 'no body', body: undefined, method: 'GET', type: undefined, text: '' },
  { name: 'null', body: null, method: 'GET', type: undefined, text: '' },
  { name: 'a plain object', body: { a: [1] }, method: 'POST', type: 'application/json', text: '{"a":[1]}' },
  { name: 'an array', body: [1, 2], method: 'POST', type: 'application/json', text: '[1,2]' },
  { name: 'a number', body: 0, method: 'POST', type: 'application/json', text: '0' },
  { name: 'a string', body: 'as it is', method: 'POST', type: 'text/plain;charset=UTF-8', text: 'as it is' },
  { name: 'bytes', body: new Uint8Array([65, 66]), method: 'POST', type: undefined, text: 'AB' },
  {
    name: 'URLSearchParams',
    body: new URLSearchParams({ a: '1 2' }),
    method: 'POST',
    type: 'application/x-www-form-urlencoded;charset=UTF-8',
    text: 'a=1+2',
  },
])('$name as body is sent as fetch would, or as JSON', async ({ body, method, type, text }) => {
  const got = await sent({ body });
  expect(got).toMatchObject({ method, body: text });
  expect(got.headers['content-type']).toBe(type);
  expect(got.headers['accept']).toBe('text/event-stream');
});

test('a method and a content type of the caller stay', async () => {
  const got = await sent({
    method: 'put',
    body: { a: 1 },
    headers: { 'Content-Type': 'application/vnd.a+json' },
  });
  expect(got).toMatchObject({ method: 'PUT', headers: { 'content-type': 'application/vnd.a+json' } });
});

test('overrides of one start win, and headers are merged by name', async () => {
  const headers = new Headers({ 'X-A': 'option', 'X-B': 'option' });
  const overrides: RunOptions = {
    headers: async () => ({ 'x-b': 'start', 'x-c': 'start' }),
    body: { from: 'start' },
  };
  const got = await sent({ headers, body: { from: 'options' } }, overrides);
  expect(got.body).toBe('{"from":"start"}');
  expect(got.headers).toMatchObject({ 'x-a': 'option', 'x-b': 'start', 'x-c': 'start' });
});

test('an override that is undefined changes nothing, and lasts for its start only', async () => {
  const { result } = renderHook(() => useSseStream(echo(), { body: 'option' }));
  const bodies: unknown[] = [];
  for (const overrides of [{ body: undefined }, { body: 'start' }, undefined]) {
    const { text } = await act(() => result.current.start(overrides));
    bodies.push((JSON.parse(text) as Echo).body);
  }
  expect(bodies).toEqual(['option', 'start', 'option']);
});

test('the rest of RequestInit reaches an injected fetch', async () => {
  const inits: RequestInit[] = [];
  const spy: FetchLike = (url, init) => {
    inits.push(init);
    return fetch(url, init);
  };
  await sent({
    fetch: spy,
    credentials: 'include',
    mode: 'cors',
    referrerPolicy: 'no-referrer',
    keepalive: false,
  });
  expect(inits).toMatchObject([
    { method: 'GET', credentials: 'include', mode: 'cors', referrerPolicy: 'no-referrer', keepalive: false },
  ]);
});

test('url, headers and body as functions are called afresh for each attempt', async () => {
  const key = crypto.randomUUID();
  let token = 0;
  const { result } = renderHook(() =>
    useSseStream(async () => server().url + path('fault/flaky', { key, failures: 1, call: token + 1 }), {
      headers: async () => ({ authorization: `token ${(token += 1)}` }),
      body: () => ({ token }),
      retry: { delay: 1 },
    }),
  );
  await act(() => result.current.start());
  expect(result.current).toMatchObject({ status: 'done', text: 'message 1message 2message 3' });
  const requests = server().requests(key);
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['token 1', 'token 2']);
  expect(requests.map(({ url }) => new URL(url, server().url).searchParams.get('call'))).toEqual(['1', '2']);
  expect(requests.map(({ body }) => body)).toEqual(['{"token":1}', '{"token":2}']);
});

test('a transport brings options of its own, which win', async () => {
  const transport = fetchEventSource({ headers: { 'x-a': 'transport' }, body: { from: 'transport' } });
  const got = await sent({ transport, headers: { 'x-a': 'option', 'x-b': 'option' } });
  expect(got).toMatchObject({
    method: 'POST',
    headers: { 'x-a': 'transport', 'x-b': 'option' },
    body: '{"from":"transport"}',
  });
});

test('a URL object is accepted', async () => {
  expect(await sent({ url: new URL(echo()) })).toMatchObject({ method: 'GET' });
});

test('onClick={start} starts, and the event is no set of options', async () => {
  const onFinish = vi.fn<(result: RunSnapshot) => void>();
  function Ask() {
    const { start, status } = useSseStream(echo(), { onFinish });
    return <button onClick={start}>{status}</button>;
  }
  render(<Ask />);
  fireEvent.click(screen.getByRole('button', { name: 'idle' }));
  await expect.poll(() => screen.getByRole('button').textContent).toBe('done');
  expect(onFinish).toHaveBeenCalledOnce();
});

test('autoStart asks again for another form', async () => {
  const fetch = vi.fn<() => Promise<Response>>(async () => new Response(null, { status: 204 }));
  const form = (value: string): FormData => {
    const data = new FormData();
    data.set('question', value);
    return data;
  };
  const { result, rerender } = renderHook(
    ({ value }) => useSseStream('http://host/', { body: form(value), autoStart: true, fetch }),
    { initialProps: { value: 'a' } },
  );
  await waitFor(() => expect(result.current.status).toBe('done'));
  rerender({ value: 'a' });
  expect(fetch).toHaveBeenCalledTimes(1);
  rerender({ value: 'b' });
  await waitFor(() => expect(fetch).toHaveBeenCalledTimes(2));
});
