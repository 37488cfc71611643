import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createPageFetch } from '../../stories/inPage.ts';
import { chatBody, messagesIn, readAll, readUntil } from './support.ts';

const base = 'http://localhost';

/** The page's `fetch`, for addresses that are the server's. */
function page() {
  const pageFetch = createPageFetch();
  return async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await pageFetch(base + path, init);
    if (!response) throw new Error(`${path} is not the server's`);
    return response;
  };
}

describe('the server inside the page', () => {
  test('answers a chat as the real one does', async () => {
    const ask = page();
    const response = await ask('/v1/chat/completions?delay=0&rate=0', chatBody());
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const messages = messagesIn((await readAll(response)).text);
    expect(messages.at(-1)?.data).toBe('[DONE]');
    expect(messages.length).toBeGreaterThan(500);
  });

  test('goes on after Last-Event-ID', async () => {
    const response = await page()('/feed?every=0&n=5', { headers: { 'last-event-id': '3' } });
    expect(messagesIn((await readAll(response)).text).map(({ id }) => id)).toEqual(['4', '5']);
  });

  test('sees a client that leaves, before and after the head', async () => {
    const ask = page();
    const key = randomUUID();
    const feed = await readUntil(await ask(`/feed?every=10&key=${key}`), 'id: 2');
    await feed.leave();
    const early = new AbortController();
    const silent = ask(`/fault/silent?key=${key}`, { signal: early.signal });
    await ask(`/stats/${key}?open=1&requests=2`);
    early.abort();
    await expect(silent).rejects.toThrow('abort');
    const stats = (await (await ask(`/stats/${key}?open=0&closed=2`)).json()) as object;
    expect(stats).toMatchObject({ met: true, open: 0, aborted: 2 });
  });

  test('waits for a reader that does not read, and stops when it cancels', async () => {
    const ask = page();
    const key = randomUUID();
    const response = await ask(`/big?mb=1000000&chunk=1000&key=${key}`);
    await ask(`/stats/${key}?open=1`);
    await response.body?.cancel();
    const stats = (await (await ask(`/stats/${key}`)).json()) as object;
    expect(stats).toMatchObject({ open: 0, closed: 1, aborted: 1, cut: 0 });
  });

  test('cuts what is open, and refuses what comes', async () => {
    const ask = page();
    const key = randomUUID();
    const open = readAll(await ask(`/feed?every=10&key=${key}`));
    await ask(`/control/${key}?do=drop`, { method: 'POST' });
    expect((await open).isBroken).toBe(true);
    await ask(`/control/${key}?do=refuse&code=0`, { method: 'POST' });
    await expect(ask(`/feed?key=${key}`)).rejects.toThrow(TypeError);
  });

  test('leaves other addresses to the network', async () => {
    expect(await createPageFetch()(`${base}/iframe.html`)).toBeNull();
  });
});
