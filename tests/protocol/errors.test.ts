import { describe, expect, test } from 'vitest';
import { createRun, type RunOptions, SseError, type SseErrorKind } from 'react-event-source/core';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';

const server = serverForFile();

/** The error of a run over this response. */
async function errorOf(steps: readonly Step[], options: RunOptions = {}): Promise<SseError> {
  const url = server().script(crypto.randomUUID(), steps);
  const { error } = await createRun({ url, retry: false, ...options }).start();
  if (!error) throw new Error('the run had no error');
  return error;
}
const answer = (status: number, body: string, headers: Record<string, string> = {}): Step[] => [
  { status, headers: { 'content-type': 'application/json', ...headers } },
  { text: body },
  { end: true },
];

describe('an HTTP error', () => {
  test('carries status, headers and body', async () => {
    const error = await errorOf(answer(418, '{"a":1}', { 'x-request-id': 'r1' }));
    expect(error).toBeInstanceOf(SseError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'SseError', kind: 'http', status: 418, body: '{"a":1}' });
    expect(error.headers?.get('x-request-id')).toBe('r1');
    expect(error.message).toBe('The server answered with HTTP status 418');
  });
  test.each([
    ['{"error":{"message":"No such model","type":"x"}}', 'No such model'],
    ['{"error":"Out of credit"}', 'Out of credit'],
    ['{"detail":"Not found"}', 'Not found'],
    ['upstream is busy', 'upstream is busy'],
    ['<html><h1>502</h1>', 'The server answered with HTTP status 502'],
    ['', 'The server answered with HTTP status 502'],
  ])('has the provider’s words as its message: %s', async (body, message) => {
    expect((await errorOf(answer(502, body))).message).toBe(message);
  });
  test.each([
    ['7', 7000],
    ['0', 0],
    ['1.5', 1500],
    ['soon', undefined],
    ['-1', undefined],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ])('tells what Retry-After asks for, in ms: %s', async (value, retryAfter) => {
    expect((await errorOf(answer(503, '', { 'retry-after': value }))).retryAfter).toBe(retryAfter);
  });
  test('reads a date in Retry-After', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    const { retryAfter } = await errorOf(answer(503, '', { 'retry-after': date }));
    expect(retryAfter).toBeGreaterThan(80_000);
    expect(retryAfter).toBeLessThanOrEqual(90_000);
  });
  test.each([
    [408, true],
    [425, true],
    [429, true],
    [500, true],
    [503, true],
    [599, true],
    [400, false],
    [401, false],
    [404, false],
    [422, false],
    [499, false],
    [304, false],
  ])('%d: isRetryable is %s', async (status, isRetryable) => {
    expect((await errorOf([{ status }, { end: true }])).isRetryable).toBe(isRetryable);
  });
  test('keeps 64 kB of its body, and closes the connection', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [{ status: 500 }, { text: 'é'.repeat(1e6) }, { hold: true }]);
    const { error } = await createRun({ url, retry: false }).start();
    expect(new TextEncoder().encode(error?.body)).toHaveLength(65_536);
    await server().waitFor(key, { open: 0 });
  });
  test('waits a second for a body that does not end, and closes the connection', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [{ status: 500 }, { text: 'some words' }, { hold: true }]);
    const begun = performance.now();
    const { error } = await createRun({ url, retry: false }).start();
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(error).toMatchObject({ kind: 'http', body: 'some words', message: 'some words' });
    await server().waitFor(key, { open: 0 });
  });
  test('whose body breaks off keeps what came', async () => {
    const error = await errorOf([{ status: 500 }, { text: 'some words' }, { wait: 20 }, { destroy: true }]);
    expect(error).toMatchObject({ kind: 'http', status: 500 });
  });
});

describe('the kind of an error', () => {
  test('is contentType where the answer is not a stream, with its body', async () => {
    const error = await errorOf(answer(200, '{"error":"You must log in"}'));
    expect(error).toMatchObject({
      kind: 'contentType',
      status: 200,
      isRetryable: false,
      message: 'You must log in',
    });
  });
  test.each([
    [
      { 'content-type': 'text/html' },
      'Expected text/event-stream, got "text/html". Check the url and the server.',
    ],
    [{}, 'Expected text/event-stream, got no content type. Check the url and the server.'],
  ] as [Record<string, string>, string][])(
    'says what was expected and what came: %j',
    async (headers, message) => {
      const error = await errorOf([{ status: 200, headers }, { text: '<html>' }, { end: true }]);
      expect(error).toMatchObject({ kind: 'contentType', message, body: '<html>' });
    },
  );
  test.each([
    ['a reset', [{ reset: true }]],
    ['a cut in the head', [{ socket: 'SFRUUC8xLjEgMjAw' }, { destroy: true }]],
    ['bytes that are not HTTP', [{ socket: btoa('hello\r\n\r\n') }, { destroy: true }]],
    ['a cut in the stream', [send('a'), { destroy: true }]],
  ] as [string, Step[]][])('is network after %s', async (_, steps) => {
    const error = await errorOf(steps);
    expect(error).toMatchObject({
      kind: 'network',
      isRetryable: true,
      message: 'The connection could not be made, or was cut.',
    });
    expect(error.cause).toBeInstanceOf(Error);
  });
  test('is network where nobody listens', async () => {
    const { error } = await createRun({ url: 'http://127.0.0.1:1/', retry: false }).start();
    expect(error).toMatchObject({ kind: 'network', isRetryable: true });
  });
  test.each([
    ['Chromium', 'Failed to fetch'],
    ['Chromium', 'network error'],
    ['Firefox', 'NetworkError when attempting to fetch resource.'],
    ['Firefox', 'Error in input stream'],
    ['Safari', 'Load failed'],
    ['Safari', 'The network connection was lost.'],
    ['Node', 'fetch failed'],
    ['Node', 'terminated'],
  ])('is network whatever a browser calls it: %s, %s', async (_, words) => {
    const cause = new TypeError(words);
    const error = await errorOf([], { fetch: () => Promise.reject(cause) });
    expect(error).toMatchObject({ kind: 'network', isRetryable: true, cause });
  });
  const kinds: Record<SseErrorKind, boolean> = {
    http: false,
    network: true,
    contentType: false,
    timeout: true,
    format: false,
    decode: false,
    server: false,
    incomplete: false,
  };
  test.each(Object.entries(kinds))('%s without a status: isRetryable is %s', (kind, isRetryable) => {
    expect(new SseError(kind as SseErrorKind, 'x').isRetryable).toBe(isRetryable);
    expect(new SseError(kind as SseErrorKind, 'x', { isRetryable: !isRetryable }).isRetryable).toBe(
      !isRetryable,
    );
  });
  test('an error without a cause has none', () => {
    expect('cause' in new SseError('network', 'x')).toBe(false);
    expect(new SseError('network', 'x', { cause: undefined })).toHaveProperty('cause', undefined);
  });
});

describe('what is secret', () => {
  const secret = 'sk-secret-1234';
  const cases: [string, RunOptions, readonly Step[]][] = [
    ['an HTTP error', {}, [{ status: 500 }, { end: true }]],
    ['a wrong content type', {}, [{ status: 200, headers: {} }, { end: true }]],
    ['a reset', {}, [{ reset: true }]],
    ['a header that HTTP does not allow', { headers: { authorization: `${secret}\nx` } }, []],
    ['a header name that HTTP does not allow', { headers: { [`a b`]: secret } }, []],
  ];
  test.each(cases)('is in no message: %s', async (_, options, steps) => {
    const error = await errorOf(steps, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: { secret },
      ...options,
    });
    const told: string[] = [];
    for (let each: unknown = error; each instanceof Error; each = each.cause)
      told.push(String(each), each.stack ?? '');
    expect(told.join('\n')).not.toContain(secret);
    expect(JSON.stringify(error)).not.toContain(secret);
  });
});

describe('an abort is no error', () => {
  const stops: [string, (stop: () => void, controller: AbortController) => void][] = [
    ['stop()', (stop) => stop()],
    ['the signal', (_, controller) => controller.abort()],
  ];
  test.each(stops)('by %s before the response, and the server sees it', async (_, abort) => {
    const key = crypto.randomUUID();
    const url = server().script(key, [{ hold: true }]);
    const controller = new AbortController();
    const errors: SseError[] = [];
    const run = createRun({ url, signal: controller.signal, onError: (error) => void errors.push(error) });
    const finished = run.start();
    await server().waitFor(key, { open: 1 });
    abort(run.stop, controller);
    expect(await finished).toMatchObject({ status: 'stopped', error: null });
    await server().waitFor(key, { open: 0, aborted: 1 });
    expect(errors).toEqual([]);
  });
  test.each(stops)('by %s in the middle of the stream', async (_, abort) => {
    const key = crypto.randomUUID();
    const url = server().script(key, [send('some'), { hold: true }]);
    const controller = new AbortController();
    const errors: SseError[] = [];
    const run = createRun({
      url,
      signal: controller.signal,
      onError: (error) => void errors.push(error),
      onMessage: () => abort(run.stop, controller),
    });
    expect(await run.start()).toMatchObject({ status: 'stopped', error: null, text: 'some' });
    await server().waitFor(key, { open: 0, aborted: 1 });
    expect(errors).toEqual([]);
  });
  test('by a signal that was aborted before: nothing is sent', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [send('some'), { end: true }]);
    expect(await createRun({ url, signal: AbortSignal.abort() }).start()).toMatchObject({
      status: 'stopped',
    });
    expect(server().requests(key)).toEqual([]);
  });
});
