import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { messagesIn, readAll, serverForFile } from './support.ts';

const server = serverForFile();
const get = async (path: string) => readAll(await fetch(`${server().url}${path}`));

test('burst sends numbered messages, all of them in order', async () => {
  const messages = messagesIn((await get('/burst?n=10000')).text);
  expect(messages).toHaveLength(10_000);
  expect(messages.every(({ id, data }, i) => id === String(i + 1) && data === id)).toBe(true);
});

test.each([
  ['mb=1&chunk=1000', 2 ** 20],
  ['mb=0.5&chunk=2000000', 2 ** 19],
])('big?%s sends one data line of that size', async (query, size) => {
  const messages = messagesIn((await get(`/big?${query}`)).text);
  expect(messages).toHaveLength(1);
  const { data = '' } = messages[0] ?? {};
  expect(data.length).toBe(size);
  expect(/^(?:0123456789abcdef)+$/.test(data)).toBe(true);
});

test('tokens sends so many chunks, and paces them by the clock', async () => {
  expect(messagesIn((await get('/tokens?n=5000&rate=0')).text)).toHaveLength(5003);
  const start = performance.now();
  await get('/tokens?n=101&rate=1000');
  expect(performance.now() - start).toBeGreaterThan(95);
});

test('a client that does not read holds the server back instead of filling its memory', async () => {
  const key = randomUUID();
  const before = process.memoryUsage().rss;
  await new Promise<void>((resolve, reject) => {
    const req = request(`${server().url}/big?mb=400&chunk=65536&key=${key}`, (res) => {
      res.pause();
      // what fits in the sockets is sent within the round trips of these other requests
      void (async () => {
        for (let i = 0; i < 50; i += 1) await get('/burst?n=100');
        expect(server().connections(key).open).toBe(1);
        expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
        req.destroy();
      })().then(resolve, reject);
    });
    req.on('error', () => {});
    req.end();
  });
  await server().waitFor(key, { open: 0, aborted: 1 });
});
