import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as core from 'react-event-source/core';
import { createRun, type FetchLike, type Format, type RunOptions } from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';

const server = serverForFile();
const type = { 'content-type': 'text/event-stream' };

/** How a run ends, and how often `fetch` was asked. */
async function outcome(fetch: () => unknown, options: RunOptions = {}) {
  const asked = vi.fn<() => unknown>(fetch);
  const { status, error } = await createRun({
    url: 'http://test/',
    retry: { limit: 2, delay: 0 },
    fetch: asked as unknown as FetchLike,
    ...options,
  }).start();
  return { status, kind: error?.kind, message: error?.message, requests: asked.mock.calls.length };
}

describe('a mistake is told once, with what to do:', () => {
  const mistakes: [string, () => unknown, string][] = [
    [
      'a body that is locked',
      () => {
        const response = new Response('data: a\n\n', { headers: type });
        response.body?.getReader();
        return response;
      },
      'The response body has been read already. In your `fetch`, read a `response.clone()` instead.',
    ],
    [
      'a body that is used up',
      async () => {
        const response = new Response('data: a\n\n', { headers: type });
        await response.text();
        return response;
      },
      'The response body has been read already. In your `fetch`, read a `response.clone()` instead.',
    ],
    [
      'a body that is a string',
      () => ({ status: 200, headers: new Headers(type), body: 'data: a\n\n' }),
      'The response body is no web stream. Pass a `fetch` whose body is one (of a Node stream: `Readable.toWeb(stream)`).',
    ],
    [
      'a body that is a Node stream, as of node-fetch',
      () => ({ status: 200, headers: new Headers(type), body: Readable.from(['data: a\n\n']) }),
      'The response body is no web stream. Pass a `fetch` whose body is one (of a Node stream: `Readable.toWeb(stream)`).',
    ],
    [
      'a body that does not deliver bytes',
      () => ({
        status: 200,
        headers: new Headers(type),
        body: new ReadableStream({ start: (body) => body.enqueue('data: a\n\n') }),
      }),
      'The response body does not deliver bytes. Pass a `fetch` whose body does.',
    ],
    ['no response', () => undefined, '`fetch` returned no Response. Return that of the platform.'],
    [
      'a redirect that is not followed',
      () => ({ status: 0, type: 'opaqueredirect', headers: new Headers(), body: null }),
      "The server redirects, and `redirect: 'manual'` does not follow. Leave out `redirect`.",
    ],
    [
      'a response that the page may not read',
      () => ({ status: 0, type: 'opaque', headers: new Headers(), body: null }),
      "The response cannot be read by this page. Leave out `mode: 'no-cors'` and allow CORS.",
    ],
  ];
  test.each(mistakes)('%s', async (_, fetch, message) => {
    expect(await outcome(async () => fetch())).toEqual({
      status: 'failed',
      kind: 'network',
      message,
      requests: 1,
    });
  });

  test('a relative url in a worker that was made from a blob', async () => {
    vi.stubGlobal('location', { href: 'blob:http://test/9e0c', origin: 'http://test' });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { message, requests } = await outcome(() => undefined, { url: '/chat' });
    expect([message, requests]).toEqual([
      '"/chat" is not a valid URL. A page or worker made from a blob has no address: pass an absolute url.',
      0,
    ]);
  });

  const factories = { ...core } as unknown as Readonly<Record<string, unknown>>;
  const formats =
    'agUi anthropic cohere coze dashscope dify gemini jsonText langGraph ollama openaiChat openaiResponses plainText replicate tgi uiMessageStream';
  test.each(formats.split(' '))('the format %s passed without being called', async (name) => {
    const format = factories[name] as Format;
    const { message, requests } = await outcome(
      async () => new Response('data: {"a":1}\n\n', { headers: type }),
      { format },
    );
    expect(message).toContain(`It is a factory: call it, as in \`format: ${name}()\``);
    expect(requests).toBe(1);
  });
});

test('the url that the engine’s own fetchEventSource() takes is refused at once', () => {
  const engine = core.fetchEventSource as (url: string, init: object) => unknown;
  expect(() => engine('/chat', { method: 'POST', onmessage() {} })).toThrow(/takes options and no url/);
});

test('a format inside of another, passed without being called, fails with what to do', async () => {
  const format = core.splitThink(core.openaiChat as unknown as Format);
  const { message, requests } = await outcome(
    async () => new Response('data: {"a":1}\n\n', { headers: type }),
    { format },
  );
  expect(message).toContain('A format inside of it is a factory: call it');
  expect(requests).toBe(1);
});

describe('a request that fetch refuses', () => {
  const atOnce = async (options: RunOptions) => {
    const onError = vi.fn<() => void>();
    const retry = { limit: 2, delay: 0 };
    const { error } = await createRun({ retry, onError, ...options }).start();
    return { message: error?.message, isRetryable: error?.isRetryable, errors: onError.mock.calls.length };
  };

  test.each([
    'http://ada:secret@127.0.0.1/',
    new URL('http://ada@127.0.0.1/'),
    () => 'http://:secret@127.0.0.1/',
  ])('for the user or password in its url fails once, and the message keeps the secret: %s', async (url) => {
    const message = '`fetch` refuses a user or password in the url: send an `Authorization` header.';
    expect(await atOnce({ url })).toEqual({ message, isRetryable: false, errors: 1 });
  });

  test.each(['htp://127.0.0.1/', 'htps://127.0.0.1/a', 'HTTTP://127.0.0.1/', 'unknown:feed'])(
    'for the scheme of its url fails once: %s',
    async (url) => {
      const message = `"${url}" cannot be requested. Use \`http:\` or \`https:\`.`;
      expect(await atOnce({ url })).toEqual({ message, isRetryable: false, errors: 1 });
    },
  );

  test('whose scheme is the page’s own, as in some apps, is retried as any other', async () => {
    vi.stubGlobal('location', { href: 'app://main/', protocol: 'app:', origin: 'null' });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await atOnce({ url: '/feed' })).toMatchObject({ isRetryable: true, errors: 3 });
  });

  test('for one of its options fails once, with the reason', async () => {
    const mode = 'nonsense' as RequestMode;
    expect(await atOnce({ url: 'http://127.0.0.1/', mode })).toEqual({
      message: expect.stringMatching(/^`fetch` refuses the request: .*nonsense/),
      isRetryable: false,
      errors: 1,
    });
  });

  test('is not asked for again by a feed', async () => {
    const feed = core.createConnection({
      url: 'http://ada:secret@127.0.0.1/',
      transport: core.fetchEventSource(),
    });
    onTestFinished(feed.close);
    feed.open();
    await expect.poll(() => feed.getSnapshot().status).toBe('failed');
  });
});

describe('a body that is a stream', () => {
  const busy = [{ status: 503, headers: { 'retry-after': '0' } }, { end: true as const }];
  const streamOf = (text: string) => new Response(text).body!;

  test('is sent once: after 503 the error says how to send it again', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, busy);
    const result = await createRun({ url, body: streamOf('x') }).start();
    expect(result).toMatchObject({
      status: 'failed',
      error: {
        kind: 'network',
        isRetryable: false,
        message: 'A stream can be sent only once. Pass a function that makes a new one.',
      },
    });
    expect(server().requests(key)).toMatchObject([{ method: 'POST', body: 'x' }]);
  });
  test('is sent again where a function makes a new one', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, { perRequest: [busy, [send('a'), { end: true }]] });
    const result = await createRun({ url, body: () => streamOf('x') }).start();
    expect(result).toMatchObject({ status: 'done', text: 'a' });
    expect(server().requests(key)).toMatchObject([{ body: 'x' }, { body: 'x' }]);
  });
});
