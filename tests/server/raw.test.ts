import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { playgroundClient } from '../../stories/server/client.ts';
import type { Step } from '../../stories/server/index.ts';
import { readAll, readUntil, serverForFile } from './support.ts';

const server = serverForFile();
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The bare bytes of an answer, as they arrive. */
async function bareReads(path: string): Promise<string[]> {
  const reads: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const socket = connect(server().port, '127.0.0.1');
    socket.on('data', (data) => void reads.push(data.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
  });
  return reads;
}

test('a script gives exact bytes under an SSE head', async () => {
  const url = server().script(randomUUID(), [
    { write: base64('data: a\r') },
    { write: base64('\ndata: é\n\n'), size: 1 },
    { text: 'data: b\n\n' },
    { end: true },
  ]);
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(await response.text()).toBe('data: a\r\ndata: é\n\ndata: b\n\n');
});

test('each piece is a write, and so a chunk, of its own', async () => {
  const key = randomUUID();
  const steps: Step[] = [{ text: 'abcde', size: 2 }, { text: 'f' }];
  server().script(key, steps);
  const body = (await bareReads(`/raw/${key}/stream`)).join('').split('\r\n\r\n').slice(1).join('\r\n\r\n');
  expect(body).toBe('2\r\nab\r\n2\r\ncd\r\n1\r\ne\r\n1\r\nf\r\n0\r\n\r\n');
});

test('pieces with a wait between arrive as reads of their own', async () => {
  const key = randomUUID();
  server().script(key, [{ flush: true }, { wait: 300 }, { text: '#' }, { wait: 300 }, { text: '%' }]);
  const reads = await bareReads(`/raw/${key}/stream`);
  expect(reads.findIndex((read) => read.includes('#'))).toBeGreaterThan(0);
  expect(reads.some((read) => read.includes('#') && read.includes('%'))).toBe(false);
});

test('status and headers are as told', async () => {
  const url = server().script(randomUUID(), [
    { status: 503, headers: { 'content-type': 'text/plain', 'retry-after': '1' } },
    { text: 'busy' },
  ]);
  const response = await fetch(url, { method: 'POST', body: 'x' });
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
    503,
    '1',
    'busy',
  ]);
});

test('a list of scripts answers request after request, the last one for ever', async () => {
  const url = server().script(randomUUID(), { perRequest: [[{ text: 'one' }], [{ text: 'two' }]] });
  const texts: string[] = [];
  for (let i = 0; i < 3; i += 1) texts.push(await (await fetch(url)).text());
  expect(texts).toEqual(['one', 'two', 'two']);
});

test('destroy and reset break the stream, hold keeps it open', async () => {
  const key = randomUUID();
  const destroyed = await readAll(await fetch(server().script(key, [{ text: 'a' }, { destroy: true }])));
  expect(destroyed).toMatchObject({ text: 'a', isBroken: true });
  await expect(fetch(server().script(key, [{ reset: true }]))).rejects.toThrow('fetch failed');
  const held = await readUntil(await fetch(server().script(key, [{ text: 'b' }, { hold: true }])), 'b');
  expect(server().connections(key)).toEqual({ open: 1, closed: 2, aborted: 0, cut: 2 });
  await held.leave();
  await server().waitFor(key, { open: 0, aborted: 1 });
});

test('bytes can go to the bare socket', async () => {
  // cut at the end: Node's side of the connection still waits for its own response to be over
  const url = server().script(randomUUID(), [
    {
      socket: base64(
        'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9\r\n\r\ndata: 1\n\n',
      ),
    },
    { destroy: true },
  ]);
  expect(await (await fetch(url)).text()).toBe('data: 1\n\n');
});

test('a browser registers a script over HTTP, and the books count only its stream', async () => {
  const key = randomUUID();
  const client = playgroundClient(server().url);
  const url = await client.script(key, { perRequest: [[{ text: 'hello' }, { end: true }]] });
  expect(await (await fetch(url)).text()).toBe('hello');
  expect(await client.waitFor(key, { requests: 1, open: 0 })).toMatchObject({ total: 1 });
});

test('a script that is none is a 400, and an unknown key a 404', async () => {
  const url = `${server().url}/raw/${randomUUID()}`;
  for (const body of ['{', '{"steps":1}', '7', '{"perRequest":[1]}']) {
    expect((await fetch(url, { method: 'POST', body })).status).toBe(400);
  }
  expect((await fetch(`${url}/stream`)).status).toBe(404);
});
