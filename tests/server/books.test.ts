import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { playgroundClient } from '../../stories/server/client.ts';
import { startServer } from '../../stories/server/index.ts';
import { chatBody, messagesIn, readAll, readUntil, serverForFile } from './support.ts';

const server = serverForFile();
const holding = (key: string): Promise<Response> => fetch(`${server().url}/fault/stall?key=${key}`);

describe('the books', () => {
  test('tell method, address, headers and body of each request, by key', async () => {
    const key = randomUUID();
    await (await fetch(`${server().url}/echo?key=${key}`, chatBody())).text();
    const [first, ...others] = server().requests(key);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ method: 'POST', url: `/echo?key=${key}` });
    expect(first?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ model: 'test-model' });
    expect(server().requests(randomUUID())).toEqual([]);
  });

  test('answer over HTTP as soon as what is waited for holds', async () => {
    const key = randomUUID();
    const client = playgroundClient(server().url);
    const opened = client.waitFor(key, { open: 1 });
    const { leave } = await readUntil(await holding(key), 'message 1');
    expect(await opened).toMatchObject({ open: 1, total: 1 });
    const closed = client.waitFor(key, { open: 0 });
    await leave();
    expect(await closed).toMatchObject({ open: 0, closed: 1, aborted: 1 });
    expect(await client.stats(key)).toMatchObject({ total: 1 });
  });

  test('say what is, where what is waited for does not come', async () => {
    const key = randomUUID();
    await expect(server().waitFor(key, { requests: 1 }, 5)).rejects.toThrow(
      'waited 5 ms for {"requests":1}, got',
    );
    const client = playgroundClient(server().url);
    await expect(client.waitFor(key, { open: 1 }, 5)).rejects.toThrow('waited 5 ms for {"open":1}, got');
  });

  test('keep the newest thousand requests and count all', async () => {
    const key = randomUUID();
    for (let i = 0; i < 1010; i += 1)
      await (await fetch(`${server().url}/burst?n=1&i=${i}&key=${key}`)).text();
    const { total, requests, closed } = await server().waitFor(key, { open: 0 });
    expect([total, requests.length, closed]).toEqual([1010, 1000, 1010]);
    expect(requests.at(-1)?.url).toContain('i=1009');
  });

  test('a key named like a property or an error is a key like any other', async () => {
    for (const key of ['error', '__proto__', 'constructor', 'a/b?c']) {
      await (await fetch(`${server().url}/burst?n=1&key=${encodeURIComponent(key)}`)).text();
      expect(await playgroundClient(server().url).waitFor(key, { requests: 1 })).toMatchObject({ total: 1 });
    }
  });
});

describe('the levers', () => {
  test('drop, reset and end act on what is open', async () => {
    const key = randomUUID();
    for (const [action, isBroken] of [
      ['drop', true],
      ['reset', true],
      ['end', false],
    ] as const) {
      const read = readAll(await holding(key));
      server().control(key, { do: action });
      expect([action, (await read).isBroken]).toEqual([action, isBroken]);
    }
    expect(await server().waitFor(key, { open: 0 })).toMatchObject({ cut: 2, aborted: 0, closed: 3 });
  });

  test('write puts bytes into a stream', async () => {
    const key = randomUUID();
    const response = await holding(key);
    await playgroundClient(server().url).control(key, { do: 'write', text: 'data: extra\n\n' });
    const { text, leave } = await readUntil(response, 'extra\n\n');
    expect(messagesIn(text).at(-1)?.data).toBe('extra');
    await leave();
  });

  test('stall holds a feed back, and resume lets it go without loss', async () => {
    const key = randomUUID();
    server().control(key, { do: 'stall' });
    const response = await fetch(`${server().url}/feed?n=5&every=0&key=${key}`);
    server().control(key, { do: 'write', text: ': first\n\n' });
    server().control(key, { do: 'resume' });
    const { text } = await readAll(response);
    expect(text.startsWith(': first\n\n')).toBe(true);
    expect(messagesIn(text).map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('release lets a stepped feed and a script go on, up to a number', async () => {
    const key = randomUUID();
    const url = server().script(key, [{ until: 1 }, { text: 'first\n' }, { until: 3 }, { text: 'second\n' }]);
    const [answered, feed] = [fetch(url), fetch(`${server().url}/feed?stepped=1&n=5&key=${key}`)];
    await server().waitFor(key, { open: 2 });
    server().control(key, { do: 'release', to: 2 });
    const start = await readUntil(await answered, 'first\n');
    expect(start.text).toBe('first\n');
    const some = await readUntil(await feed, '\n\nid: 2\n');
    expect(messagesIn(some.text).map(({ id }) => id)).not.toContain('3');
    await some.leave();
    await start.leave();
    await playgroundClient(server().url).control(key, { do: 'release', to: 5 });
    const { text } = await readAll(await fetch(`${server().url}/feed?stepped=1&n=5&key=${key}`));
    expect(messagesIn(text).map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
    expect((await readAll(await fetch(url))).text).toBe('first\nsecond\n');
  });

  test('refuse answers the next requests, restart cuts and refuses for a while', async () => {
    const key = randomUUID();
    const url = `${server().url}/burst?n=1&key=${key}`;
    await fetch(`${server().url}/control/${key}?do=refuse&code=503&times=2&retryAfter=4`, { method: 'POST' });
    const first = await fetch(url);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '4']);
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([503, 200]);

    server().control(key, { do: 'refuse', code: 200, type: 'text/html' });
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);

    const open = readAll(await holding(key));
    server().control(key, { do: 'restart', ms: 100 });
    expect((await open).isBroken).toBe(true);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    await expect
      .poll(() =>
        fetch(url).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  test('an unknown lever is a 400', async () => {
    const url = `${server().url}/control/x?do=nothing`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(400);
    expect((await fetch(url)).status).toBe(400);
  });
});

test('close cuts what is open and frees the port', async () => {
  const own = await startServer();
  const key = randomUUID();
  const read = readAll(await fetch(`${own.url}/feed?key=${key}`));
  const waiting = fetch(`${own.url}/stats/${key}?open=7&timeout=60000`).catch(() => 'cut');
  await own.waitFor(key, { open: 1 });
  await own.close();
  expect((await read).isBroken).toBe(true);
  expect(await waiting).toBe('cut');
  expect(own.connections(key).open).toBe(0);
  const next = await startServer({ port: own.port });
  await next.close();
});
