import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createRedactor } from '../../stories/server/chat/redact.ts';
import { startServer, type PlaygroundServer } from '../../stories/server/index.ts';
import { chatBody, readAll, readUntil } from './support.ts';

const KEY = 'sk-very-secret-key';
const open: (PlaygroundServer | { close(): void })[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function listen(listener: RequestListener): Promise<string> {
  const upstream: Server = createServer(listener);
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => (upstream.close(), upstream.closeAllConnections()) });
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`;
}

async function playgroundFor(base: string, model?: string): Promise<PlaygroundServer> {
  const server = await startServer({
    env: { OPENAI_BASE_URL: base, OPENAI_API_KEY: KEY, OPENAI_MODEL: model },
  });
  open.push(server);
  return server;
}

async function bodyOf(request: AsyncIterable<unknown>): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

test('a request goes to the real model server with key and model, without the playground’s own fields', async () => {
  const base = await listen((req, res) => {
    void bodyOf(req).then((body) => {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'r1' });
      res.end(
        `data: ${JSON.stringify({ url: req.url, isKnown: req.headers.authorization === `Bearer ${KEY}`, body })}\n\n`,
      );
    });
  });
  const server = await playgroundFor(`${base}/`, 'llama');
  const response = await fetch(`${server.url}/v1/chat/completions`, chatBody({ rate: 5, temperature: 0 }));
  expect(response.headers.get('x-request-id')).toBe('r1');
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
  const got = JSON.parse((await response.text()).slice(6)) as { url: string; isKnown: boolean; body: string };
  expect(got).toMatchObject({ url: '/v1/chat/completions', isKnown: true });
  expect(JSON.parse(got.body)).toEqual({
    model: 'llama',
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    stream: true,
    temperature: 0,
  });
});

test('tokens pass as they come, and the upstream request ends when the client leaves', async () => {
  let isClosed: (() => void) | undefined;
  const closed = new Promise<void>((resolve) => (isClosed = resolve));
  const base = await listen((_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: first\n\n');
    res.on('close', () => isClosed?.());
  });
  const server = await playgroundFor(base);
  const key = randomUUID();
  const { leave } = await readUntil(
    await fetch(`${server.url}/v1/chat/completions?key=${key}`, chatBody()),
    'data: first\n\n',
  );
  await leave();
  await closed;
  expect(await server.waitFor(key, { open: 0 })).toMatchObject({ aborted: 1 });
});

test('an upstream error keeps its status, its Retry-After and its body', async () => {
  const base = await listen((_, res) => {
    res.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7', 'set-cookie': 'a=b' });
    res.end('{"error":{"message":"Slow down"}}');
  });
  const server = await playgroundFor(base);
  const response = await fetch(`${server.url}/v1/chat/completions`, chatBody());
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('7');
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(await response.json()).toEqual({ error: { message: 'Slow down' } });
});

test('the key is never in a response, even where the model server repeats it', async () => {
  const base = await listen((req, res) => {
    res.writeHead(401, { 'content-type': 'text/event-stream', 'x-request-id': KEY });
    const said = `data: Incorrect API key: ${req.headers.authorization}\n\n`;
    const middle = said.indexOf('secret');
    res.write(said.slice(0, middle), () => setImmediate(() => res.end(said.slice(middle))));
  });
  const server = await playgroundFor(base);
  const response = await fetch(`${server.url}/v1/chat/completions`, chatBody());
  expect(JSON.stringify([...response.headers])).not.toContain(KEY);
  expect(await response.text()).toBe('data: Incorrect API key: Bearer [redacted]\n\n');
});

test('a secret is taken out of a stream wherever it is cut, and nothing else changes', () => {
  const text = Buffer.from('a sk-k é sk-key sk-sk-key 漢 sk-ke');
  for (let cut = 0; cut <= text.length; cut += 1) {
    const redactor = createRedactor('sk-key');
    const parts = [redactor.push(text.subarray(0, cut)), redactor.push(text.subarray(cut)), redactor.rest()];
    expect(Buffer.concat(parts).toString()).toBe('a sk-k é [redacted] sk-[redacted] 漢 sk-ke');
  }
});

test('a model server that is not there is a 502 that says so', async () => {
  const base = await listen(() => {});
  await open.pop()?.close();
  const server = await playgroundFor(base);
  const response = await fetch(`${server.url}/v1/chat/completions`, chatBody());
  expect(response.status).toBe(502);
  const { error } = (await response.json()) as { error: { message: string } };
  expect(error.message).toMatch(/OPENAI_BASE_URL does not answer \(ECONNREFUSED\)/);
});

test('an upstream that breaks off breaks the response off, too', async () => {
  const base = await listen((_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: half', () => setImmediate(() => res.destroy()));
  });
  const server = await playgroundFor(base);
  const { text, isBroken } = await readAll(await fetch(`${server.url}/v1/chat/completions`, chatBody()));
  expect({ text, isBroken }).toEqual({ text: 'data: half', isBroken: true });
});

test('the key does not follow a redirect', async () => {
  let asked = 0;
  const elsewhere = await listen((_, res) => void ((asked += 1), res.end()));
  const base = await listen((_, res) => void res.writeHead(307, { location: elsewhere }).end());
  const server = await playgroundFor(base);
  const response = await fetch(`${server.url}/v1/chat/completions`, chatBody());
  expect([response.status, asked]).toEqual([502, 0]);
});
