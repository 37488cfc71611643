import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { describe, expect, test } from 'vitest';
import { messagesIn, readAll, readUntil, serverForFile } from './support.ts';

const server = serverForFile();
const fault = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${server().url}/fault/${path}`, init);
const dataOf = (text: string): string[] => messagesIn(text).map(({ data }) => data);

describe('status', () => {
  test('answers with code, Retry-After, body and type', async () => {
    const query = new URLSearchParams({ code: '429', retryAfter: '3', body: '{"error":1}' });
    const response = await fault(`status?${query}`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{"error":1}');
    const typed = await fault('status?code=500&type=text/event-stream&body=data:x%0A%0A');
    expect(typed.headers.get('content-type')).toBe('text/event-stream');
  });

  test('knows interim and bodiless answers', async () => {
    const interim: number[] = [];
    const body = await new Promise<string>((resolve, reject) => {
      get(`${server().url}/fault/status?code=103&n=2`, (res) => {
        let text = '';
        res.on('data', (chunk) => (text += String(chunk)));
        res.on('end', () => resolve(text));
      })
        .on('information', ({ statusCode }) => void interim.push(statusCode))
        .on('error', reject);
    });
    expect(interim).toEqual([103]);
    expect(dataOf(body)).toEqual(['message 1', 'message 2']);
    expect((await fault('status?code=204')).status).toBe(204);
    expect((await fault('no-content')).status).toBe(204);
  });
});

test('content-type sends a good stream under another type, or under none', async () => {
  const html = await fault('content-type');
  expect(html.headers.get('content-type')).toBe('text/html');
  expect(dataOf(await html.text())).toHaveLength(3);
  expect((await fault('content-type?type=')).headers.get('content-type')).toBeNull();
});

test('drop cuts in the middle of an event, after the good ones', async () => {
  const { text, isBroken } = await readAll(await fault('drop?after=2'));
  expect(isBroken).toBe(true);
  expect(dataOf(text)).toEqual(['message 1', 'message 2']);
  expect(text.endsWith('data: message')).toBe(true);
});

test('drop goes on after Last-Event-ID', async () => {
  const { text } = await readAll(await fault('drop?after=2', { headers: { 'last-event-id': '2' } }));
  expect(dataOf(text)).toEqual(['message 3', 'message 4']);
});

test('stall and silent stay open until the client leaves', async () => {
  const key = randomUUID();
  const stalled = await readUntil(await fault(`stall?after=1&key=${key}`), 'message 1');
  const leave = new AbortController();
  const silent = fault(`silent?key=${key}`, { signal: leave.signal }).catch(() => 'no head');
  await server().waitFor(key, { open: 2 });
  await stalled.leave();
  leave.abort();
  expect(await silent).toBe('no head');
  await server().waitFor(key, { open: 0, aborted: 2 });
});

test('comments says nothing, again and again', async () => {
  const { text, leave } = await readUntil(await fault('comments?every=1'), 'say\n\n: nothing to say\n\n');
  expect(messagesIn(text)).toEqual([]);
  await leave();
});

test.each(['split-utf8', 'split-utf8?every=1'])('%s cuts letters into bytes and loses none', async (path) => {
  const { text } = await readAll(await fault(path));
  expect(dataOf(text)).toEqual(['é ß Ж 漢字 かな 한글 🙂 👩‍👩‍👧‍👦 🏳️‍🌈']);
});

test('slow-loris sends byte after byte', async () => {
  const response = await fault('slow-loris?n=1&every=1');
  let reads = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    reads += 1;
    text += Buffer.from(chunk as Uint8Array).toString();
  }
  expect(dataOf(text)).toEqual(['message 1']);
  expect(reads).toBeGreaterThan(5);
});

test('redirect leads elsewhere and keeps a POST one', async () => {
  const response = await fault('redirect?to=/echo', { method: 'POST', body: 'hello' });
  expect(JSON.parse(dataOf(await response.text())[0] ?? '')).toMatchObject({ method: 'POST', body: 'hello' });
});

test('flaky fails the first requests of its key, then streams', async () => {
  const key = randomUUID();
  const codes: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    codes.push((await fault(`flaky?failures=2&code=502&key=${key}`)).status);
  }
  expect(codes).toEqual([502, 502, 200, 200]);
  await expect(fault(`flaky?code=0&key=${randomUUID()}`)).rejects.toThrow('fetch failed');
});

test.each(['reset', 'garbage?http=1'])('%s is no answer at all', async (path) => {
  await expect(fault(path)).rejects.toThrow('fetch failed');
});

test('reset in mid-stream and a false content-length break the body', async () => {
  // a reset may overtake what was sent just before it
  expect((await readAll(await fault('reset?after=1'))).isBroken).toBe(true);
  const lied = await readAll(await fault('lies-length'));
  expect(dataOf(lied.text)).toEqual(['message 1']);
  expect(lied.isBroken).toBe(true);
});

test('garbage is bytes without meaning, the same every time', async () => {
  const [first, second] = await Promise.all([
    readAll(await fault('garbage')),
    readAll(await fault('garbage')),
  ]);
  expect(first.bytes).toHaveLength(4096);
  expect(first.bytes.equals(second.bytes)).toBe(true);
});

test('gzip arrives unpacked', async () => {
  const response = await fault('gzip?n=4');
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(dataOf(await response.text())).toHaveLength(4);
});

test('empty is a good head and nothing else', async () => {
  const response = await fault('empty');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(await response.text()).toBe('');
});

test('the good messages can be chat chunks', async () => {
  const { text } = await readAll(await fault('flaky?failures=0&format=openai&n=2'));
  expect(dataOf(text).at(-1)).toBe('[DONE]');
  expect(text).toContain('"content":"word2 "');
});

test('an unknown fault is a 404 that names the known ones', async () => {
  const response = await fault('nonsense');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('slow-loris');
});
