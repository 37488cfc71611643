import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createRun, type RunOptions } from 'react-event-source/core';
import { throwawayCertificate } from '../support/certificate.ts';
import { http2Fetch } from '../support/http2Fetch.ts';

type Answer = (stream: ServerHttp2Stream) => void;
let answers: Answer[] = [];
let requests: { method: string; lastEventId: unknown }[] = [];
let open = 0;
const server = createSecureServer(throwawayCertificate());
server.on('stream', (stream, headers) => {
  requests.push({ method: String(headers[':method']), lastEventId: headers['last-event-id'] });
  open += 1;
  stream.on('error', () => {});
  stream.on('close', () => (open -= 1));
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(stream);
});

let client: ReturnType<typeof http2Fetch>;
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = http2Fetch(url);
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => (requests = []));
afterAll(() => {
  client.close();
  server.close();
  vi.restoreAllMocks();
});

const head = (stream: ServerHttp2Stream): ServerHttp2Stream => {
  stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
  return stream;
};
const good: Answer = (stream) => void head(stream).end('id: 2\ndata: good\n\n');
const cut: Answer = (stream) => {
  head(stream).write('id: 1\ndata: part\n\n');
  setTimeout(() => stream.destroy(new Error('cut')), 30);
};

function ask(options: RunOptions, ...given: Answer[]) {
  answers = given;
  return createRun({ url, fetch: client.fetch, ...options }).start();
}

test('an answer streams over HTTP/2', async () => {
  expect(await ask({ body: { a: 1 } }, good)).toMatchObject({ status: 'done', text: 'good' });
  expect(requests).toEqual([{ method: 'POST', lastEventId: undefined }]);
});

test('a stream that the server resets is resumed after its last id', async () => {
  expect(await ask({}, cut, good)).toMatchObject({ status: 'done', text: 'partgood' });
  expect(requests).toEqual([
    { method: 'GET', lastEventId: undefined },
    { method: 'GET', lastEventId: '1' },
  ]);
});

test('a POST whose stream is reset is not sent again, and keeps its text', async () => {
  const result = await ask({ body: 'x' }, cut, good);
  expect(result).toMatchObject({ status: 'failed', text: 'part', error: { kind: 'network' } });
  expect(requests).toHaveLength(1);
});

test('a stopped answer resets its stream and leaves the connection to the others', async () => {
  answers = [(stream) => void head(stream).write('data: part\n\n')];
  const run = createRun({ url, fetch: client.fetch, onMessage: () => run.stop() });
  expect(await run.start()).toMatchObject({ status: 'stopped', text: 'part' });
  await expect.poll(() => open).toBe(0);
  expect(await ask({}, good)).toMatchObject({ status: 'done' });
});

test('twenty streams share one connection', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => ask({}, good)));
  expect(results.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'good'));
});
