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
      'The body of the response has been read already. In your `fetch`, read a `response.clone()` and return the response itself.',
    ],
    [
      'a body that is used up',
      async () => {
        const response = new Response('data: a\n\n', { headers: type });
        await response.text();
        return response;
      },
      'The body of the response has been read already. In your `fetch`, read a `response.clone()` and return the response itself.',
    ],
    [
      'a body that is a string',
      () => ({ status: 200, headers: new Headers(type), body: 'data: a\n\n' }),
      'The body of the response is no web stream. Pass a `fetch` whose body is a ReadableStream (of a Node stream: `Readable.toWeb(stream)`).',
    ],
    [
      'a body that is a Node stream, as of node-fetch',
      () => ({ status: 200, headers: new Headers(type), body: Readable.from(['data: a\n\n']) }),
      'The body of the response is no web stream. Pass a `fetch` whose body is a ReadableStream (of a Node stream: `Readable.toWeb(stream)`).',
    ],
    [
      'a body that does not deliver bytes',
      () => ({
        status: 200,
        headers: new Headers(type),
        body: new ReadableStream({ start: (body) => body.enqueue('data: a\n\n') }),
      }),
      'The body of the response does not deliver bytes. Pass a `fetch` whose body does.',
    ],
    ['no response', () => undefined, '`fetch` returned no Response. Return the one of the platform’s fetch.'],
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
      '"/chat" is not a valid URL. A worker or page made from a blob has no address of its own: pass an absolute url.',
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
        message: 'The body is a stream, which can be sent only once. Pass a function that makes a new one.',
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
