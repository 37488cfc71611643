import { afterEach, expect, test, vi } from 'vitest';
import { createConnection, fetchEventSource } from 'react-event-source/core';
import { until } from '../support/until.ts';

afterEach(() => vi.unstubAllGlobals());

/** What a page says of a feed whose request the browser refuses to make, as it does after a preflight that failed. */
async function refusedAt(url: string, lastEventId: string): Promise<string | undefined> {
  vi.stubGlobal('location', { origin: 'http://page.test', href: 'http://page.test/' });
  const fetch = vi.fn<typeof globalThis.fetch>().mockRejectedValue(new TypeError('Failed to fetch'));
  const feed = createConnection({ url, lastEventId, transport: fetchEventSource({ fetch }), retry: false });
  feed.open();
  const { error } = await until(feed, ({ status }) => status === 'failed');
  return error?.message;
}

test('a request with an id that another origin refuses names Last-Event-ID and lastEventIdParam', async () => {
  expect(await refusedAt('http://api.test/feed', '7')).toMatch(
    /Last-Event-ID in its CORS preflight.*`lastEventIdParam`/,
  );
});
test.each([
  ['http://api.test/feed', ''],
  ['http://page.test/feed', '7'],
])('a request to %s after the id "%s" needs no such words', async (url, id) => {
  expect(await refusedAt(url, id)).not.toContain('preflight');
});
