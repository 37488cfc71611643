import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  fetchEventSource,
  type FetchLike,
  type Format,
  openaiChat,
  type SseRequest,
} from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { attemptOver } from '../support/attempt.ts';

const server = serverForFile();

describe('maxMessageSize', () => {
  const limited = async (text: string, framing: SseRequest['framing'], size?: number) => {
    const key = crypto.randomUUID();
    const type = framing === 'lines' ? 'application/x-ndjson' : 'text/event-stream';
    const url = server().script(key, [
      { status: 200, headers: { 'content-type': type } },
      { text, ...(size ? { size } : {}) },
      { hold: true },
    ]);
    const reports = await attemptOver(fetchEventSource({ maxMessageSize: 100 }), { url, framing });
    await server().waitFor(key, { open: 0 });
    return reports.at(-1);
  };
  const refusal = 'fail network A message is longer than maxMessageSize (100)';
  test.each([
    ['a line', `data: ${'x'.repeat(101)}\n\n`],
    ['lines', 'data: 123456789\n'.repeat(20)],
    ['a line without an end', `data: ${'x'.repeat(500)}`],
  ])('ends the attempt and closes the connection at a message that is too long: %s', async (_, text) => {
    expect(await limited(text, 'events')).toBe(refusal);
    expect(await limited(text, 'events', 7)).toBe(refusal);
  });
  test('holds for lines of JSON as well', async () => {
    expect(await limited('x'.repeat(101), 'lines')).toBe(refusal);
    expect(await limited('x'.repeat(101), 'lines', 7)).toBe(refusal);
  });
  test('lets a message of that length through', async () => {
    const url = server().script(crypto.randomUUID(), [
      { text: `data: ${'x'.repeat(100)}\n\n` },
      { end: true },
    ]);
    expect(await attemptOver(fetchEventSource({ maxMessageSize: 100 }), { url })).toContain('end');
  });
});

describe('the content type', () => {
  const opens = async (type: string, framing?: SseRequest['framing']): Promise<boolean> => {
    const url = server().script(crypto.randomUUID(), [
      { status: 200, headers: type ? { 'content-type': type } : {} },
      { end: true },
    ]);
    return (await attemptOver(fetchEventSource(), { url, framing })).includes('open 200');
  };
  test.each([
    'text/event-stream',
    'Text/Event-Stream',
    'text/event-stream;charset=utf-8',
    'text/event-stream; charset=UTF-8',
    'text/event-stream ; charset="utf-8" ; x=y',
    'text/event-stream; x=y',
    'text/event-stream, text/event-stream',
    'application/json, text/event-stream; charset=utf-8',
  ])('opens with %s', async (type) => expect(await opens(type)).toBe(true));
  test.each(['', 'text/html', 'text/event-streamfoo', 'text/plain', 'application/text/event-stream'])(
    'does not open with "%s"',
    async (type) => expect(await opens(type)).toBe(false),
  );
  test.each(['text/event-stream; charset=iso-8859-1', 'text/event-stream; x=y; charset=utf-16'])(
    '[NON-SPEC] does not open with %s, as in Chromium',
    async (type) => expect(await opens(type)).toBe(false),
  );
  test.each([
    ['application/x-ndjson', true],
    ['application/json; charset=utf-8', true],
    ['text/plain', true],
    ['text/html; x=json', false],
    ['text/event-stream', false],
  ])('where the format reads lines, %s: %s', async (type, expected) =>
    expect(await opens(type, 'lines')).toBe(expected),
  );
});

describe('a fetch of the caller’s', () => {
  const answer = (fetch: () => Promise<unknown>) =>
    createRun({ url: 'http://test/', retry: { limit: 1, delay: 0 }, fetch: fetch as FetchLike }).start();
  const type = { 'content-type': 'text/event-stream' };

  test('may deliver its chunks as ArrayBuffers', async () => {
    const chunk = new TextEncoder().encode('data: héllo\n\n').buffer;
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(chunk);
        controller.close();
      },
    });
    const response = { status: 200, headers: new Headers(type), body, bodyUsed: false };
    expect(await answer(async () => response)).toMatchObject({ status: 'done', text: 'héllo' });
  });
  test('may answer 201', async () => {
    const response = new Response('data: a\n\n', { status: 201, headers: type });
    expect(await answer(async () => response)).toMatchObject({ status: 'done', text: 'a' });
  });
  test('that throws an error with a response is an HTTP error with its words', async () => {
    const response = new Response('{"error":{"message":"Log in"}}', { status: 401 });
    const fetch = vi.fn<() => Promise<never>>(() =>
      Promise.reject(Object.assign(new Error('HTTPError'), { response })),
    );
    const { error } = await answer(fetch);
    expect(error).toMatchObject({ kind: 'http', status: 401, message: 'Log in', isRetryable: false });
    expect(fetch).toHaveBeenCalledOnce();
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ kind: 'http', status: 401, message: 'Log in' });
  });
  test.each([
    ['nothing', undefined],
    ['a body that is a string', { status: 200, headers: new Headers(type), body: 'data: a' }],
    ['no body', new Response(null, { headers: type })],
  ])('that returns %s is a mistake, which no retry mends', async (_, response) => {
    const fetch = vi.fn<() => Promise<unknown>>(async () => response);
    expect((await answer(fetch)).error).toMatchObject({ kind: 'network', isRetryable: false });
    expect(fetch).toHaveBeenCalledOnce();
  });
});

describe('an HTTP error whose body is an event stream', () => {
  const over = async (text: string, contentType = 'text/event-stream') => {
    const headers = { 'content-type': contentType };
    const fetch = async () => new Response(text, { status: 400, headers });
    const { error } = await createRun({ url: 'http://test/', fetch }).start();
    expect(error).toMatchObject({ kind: 'http', status: 400, body: text });
    return error?.message;
  };
  test.each([
    'data: 1\n\n',
    'data: Hello\n\ndata: world\n\n',
    'event: ping\ndata: 12:00\n\n',
    ': ping\n\n',
    'id: 1\r\ndata: {"token":"a"}\r\n\r\n',
    'data: {"tok',
  ])('is not quoted: %j', async (text) => {
    expect(await over(text)).toBe('The server answered with HTTP status 400');
    expect(await over(text, 'text/plain')).toBe('The server answered with HTTP status 400');
  });
  test.each([
    'data: {"error":{"message":"Slow down"}}\n\ndata: [DONE]\n\n',
    'data:{"detail":"Slow down"}\n\n',
    'event: error\ndata: {"message":"Slow down"}\n\n',
    'event: error\r\ndata: Slow down\r\n\r\n',
    ': ping\n\nevent:error\ndata:Slow down\n\n',
  ])('tells the error that is in it: %j', async (text) => {
    expect(await over(text)).toBe('Slow down');
  });
  test('is not taken for one where only a later line looks like it', async () => {
    const text = 'Bad request\nid: req_1';
    expect(await over(text, 'text/plain')).toBe(text);
  });
});

describe('text that is no event stream', () => {
  const over = (text: BodyInit, format?: Format) =>
    createRun({
      url: 'http://test/',
      format,
      fetch: async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
    }).start();
  const bare = ['{"error":{"message":"Quota"}}', 'error: {"code":500,"message":"Quota"}\n\n'];
  test.each(bare)('is a failure with the provider’s words: %j', async (text) => {
    expect(await over(text)).toMatchObject({
      status: 'failed',
      error: { kind: 'server', message: 'Quota' },
    });
  });
  test.each([
    'error: {"message":"Quota"}\n\n',
    'event: error\n{"message":"Quota"}\r\n\r\n',
    '{"error":"Quota"}',
  ])('leaves the answer before it incomplete, with those words, however it arrives: %j', async (text) => {
    const wire = new TextEncoder().encode(`data: a\n\ndata: b\n\n${text}`);
    for (const size of [1, 12, wire.length]) {
      const chunks = Array.from({ length: Math.ceil(wire.length / size) }, (_, i) =>
        wire.subarray(i * size, (i + 1) * size),
      );
      const body = new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      });
      expect(await over(body)).toMatchObject({
        status: 'incomplete',
        text: 'ab',
        error: { kind: 'incomplete', message: 'Quota' },
      });
    }
  });
  test.each([
    'Internal Server Error',
    'upstream connect error or disconnect/reset before headers',
    'error code: 502\n',
    ': ping\n\nLe service est indisponible : réessayez\n\n',
    'Unauthorized',
    'TypeError: fetch failed',
    'Error: no quota\n    at ask (chat.js:3)',
  ])('and is words alone is a failure with them: %j', async (text) => {
    const words = text.replace(/^:.*\n\n/, '').trim();
    const expected = { status: 'failed', text: '', error: { kind: 'server', message: words } };
    expect(await over(text)).toMatchObject(expected);
    expect(await over(text, openaiChat())).toMatchObject(expected);
  });
  test('and is words alone is no message of a feed, which comes again', async () => {
    const fetch = vi.fn<FetchLike>(
      async () => new Response('Internal Server Error', { headers: { 'content-type': 'text/event-stream' } }),
    );
    const transport = fetchEventSource({ fetch });
    const feed = createConnection({ url: 'http://test/', transport, retry: { limit: 2, delay: 0 } });
    onTestFinished(feed.close);
    feed.open();
    await vi.waitFor(() => expect(feed.getSnapshot().status).toBe('closed'));
    expect(fetch).toHaveBeenCalledTimes(3);
  });
  test.each([
    'data: a\n\nwords behind it\n\n',
    'words before it\n\ndata: a\n\n',
    'data: a\nwords within it\n\n',
    'data a\n\n',
    'Data: a\n\n',
    ' data: a\n\n',
    'unknown: a\n\n',
  ])('may be a field that nobody knows: %j', async (text) => {
    expect((await over(text)).status).toBe('done');
  });
  test.each([': ping\n\n', 'data: a\n\ndat', 'id: 1\n\nretry: 5\n'])('is none of it: %j', async (text) => {
    expect((await over(text)).status).toBe('done');
  });
});

describe('a runtime without TextDecoder', () => {
  const over = async (response: (cancel: () => void) => Response) => {
    const cancel = vi.fn<() => void>();
    const fetch = vi.fn<() => Promise<Response>>(async () => response(cancel));
    vi.stubGlobal('TextDecoder', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { status, error } = await createRun({ url: 'http://test/', fetch }).start();
    return { status, error, cancel, requests: fetch.mock.calls.length };
  };
  const body = (cancel: () => void) =>
    new ReadableStream({ start: (it) => it.enqueue(new Uint8Array([100])), cancel });

  test('fails the answer with an error that names it, and lets the connection go', async () => {
    const headers = { 'content-type': 'text/event-stream' };
    const { cancel, ...outcome } = await over((onCancel) => new Response(body(onCancel), { headers }));
    expect(outcome).toMatchObject({
      status: 'failed',
      requests: 1,
      error: {
        kind: 'network',
        isRetryable: false,
        message: 'There is no TextDecoder here. Load a polyfill first.',
      },
    });
    expect(cancel).toHaveBeenCalledOnce();
  });
  test('still tells the status of an HTTP error', async () => {
    const { cancel, ...outcome } = await over((onCancel) => new Response(body(onCancel), { status: 401 }));
    expect(outcome).toMatchObject({ status: 'failed', requests: 1, error: { kind: 'http', status: 401 } });
    expect(cancel).toHaveBeenCalledOnce();
  });
});
