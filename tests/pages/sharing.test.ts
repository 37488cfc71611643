import { describe, expect, test } from 'vitest';
import { hold, send } from '../support/messages.ts';
import { gotMessages, isAt, logOf, mount } from './support/site.ts';
import { visitsForFile } from './support/visits.ts';

const { site, user, key, connections } = visitsForFile();

const feed = (query: string): string => `/feed?key=${key()}&${query}`;

test('fifty components of a page have one connection', async () => {
  const page = await user().newTab();
  await mount(page, { url: feed('every=5'), share: 'page', copies: 50 });
  await Promise.all(['feed', 'feed 49'].map((name) => gotMessages(page, 20, name)));
  await expect.poll(connections).toEqual({ total: 1, open: 1 });
});

describe('tabs that share', () => {
  test('are twelve with one connection, and the origin still answers', async () => {
    const pages = await user().newTabs(12);
    await Promise.all(pages.map((page) => mount(page, { url: feed('every=20') })));
    await Promise.all(pages.map((page) => gotMessages(page, 5)));
    await expect.poll(connections).toEqual({ total: 1, open: 1 });
    // Out of connections, it would wait until a tab is closed.
    const answer = await pages[11]!.evaluate(async () => {
      const response = await fetch('/echo', { signal: AbortSignal.timeout(30_000) });
      await response.text();
      return response.status;
    });
    expect(answer).toBe(200);
  });

  test('leave nothing behind: no lock, no channel, no connection', async () => {
    const pages = await user().newTabs(2);
    for (const page of pages) await mount(page, { url: feed('every=20') });
    await Promise.all(pages.map((page) => gotMessages(page, 2)));
    const [first, last] = pages as [(typeof pages)[0], (typeof pages)[0]];
    await first.evaluate(() => window.tab.unmount('feed'));
    await first.waitForFunction(() => window.tab.channels() === 0);
    await last.close();
    await site().waitFor(key(), { open: 0 });
    expect(await first.evaluate(() => window.tab.locks())).toEqual({ held: 0, pending: 0, mine: false });
  });

  test('a late one is shown the status and the newest message, without onMessage', async () => {
    const [early, late] = await user().newTabs(2);
    // first who listens for what is sent at once, and only once
    await mount(early!, { url: feed('every=0&n=3&then=hold'), events: ['log', 'price'] }, 'other');
    await mount(early!, { url: feed('every=0&n=3&then=hold') });
    await gotMessages(early!, 3, 'other');
    await mount(late!, { url: feed('every=0&n=3&then=hold'), events: ['price', 'log'] });
    await late!.waitForFunction(() => window.tab.feeds['feed']!.shown !== undefined);
    const { shown, ids, statuses, opened } = await logOf(late!);
    expect(JSON.parse(shown!)).toMatchObject({ n: 3 });
    expect({ ids, statuses, opened }).toEqual({ ids: [], statuses: ['connecting', 'open'], opened: 1 });
    await expect.poll(connections).toEqual({ total: 1, open: 1 });
  });

  test('listen for all their events on the one connection', async () => {
    const [prices, news] = await user().newTabs(2);
    await mount(prices!, { url: feed('every=10'), events: ['price'] });
    await gotMessages(prices!, 1);
    await mount(news!, { url: feed('every=10'), events: ['news'] });
    await gotMessages(news!, 2);
    expect((await logOf(news!)).ids.every((id) => id % 10 === 4 || id % 10 === 5)).toBe(true);
    await expect.poll(connections).toEqual({ total: 1, open: 1 });
  });

  test('wait for one retry together, and are told why', async () => {
    const pages = await user().newTabs(3);
    // the second request is answered when all have seen that it is waited for
    site().playground.script(key(), {
      perRequest: [
        [send('one'), hold],
        [{ until: 1 }, { flush: true }, hold],
      ],
    });
    for (const page of pages) await mount(page, { url: `/raw/${key()}/stream`, transport: 'fetch' });
    await Promise.all(pages.map((page) => isAt(page, 'open')));
    site().playground.control(key(), { do: 'drop' });
    await Promise.all(pages.map((page) => isAt(page, 'reconnecting')));
    site().playground.control(key(), { do: 'release', to: 1 });
    await Promise.all(pages.map((page) => isAt(page, 'open')));
    for (const page of pages) {
      const { statuses, errors } = await logOf(page);
      expect(statuses).toEqual(['connecting', 'open', 'reconnecting', 'open']);
      expect(errors).toMatchObject([{ kind: 'network', willRetry: true }]);
    }
    await expect.poll(connections).toEqual({ total: 2, open: 1 });
  });

  test('fail together with the same error, and open() in any of them begins anew for all', async () => {
    const pages = await user().newTabs(2);
    for (const page of pages) {
      await mount(page, { url: feed('every=10'), transport: 'fetch' });
      await gotMessages(page, 1);
    }
    site().playground.control(key(), { do: 'refuse', code: 404 });
    site().playground.control(key(), { do: 'drop' });
    await Promise.all(pages.map((page) => isAt(page, 'failed')));
    for (const page of pages) {
      const { errors, closed } = await logOf(page);
      const refused = {
        kind: 'http',
        status: 404,
        willRetry: false,
        header: 'application/json',
        message: 'Refused with 404, as asked.',
      };
      expect(errors.at(-1)).toEqual(refused);
      expect(closed).toBe(1);
    }
    const leader = await user().leader(pages);
    const follower = pages.find((page) => page !== leader)!;
    await follower.evaluate(() => window.tab.feeds['feed']!.open());
    await Promise.all(pages.map((page) => isAt(page, 'open')));
    await expect.poll(connections).toEqual({ total: 3, open: 1 });
  });

  test('connect each by itself, quietly, where the browser has no locks', async () => {
    await user().context.addInitScript(
      () => void Object.defineProperty(navigator, 'locks', { value: undefined }),
    );
    const pages = await user().newTabs(2);
    const said: string[] = [];
    for (const page of pages) {
      page.on('console', (line) => said.push(line.text()));
      await mount(page, { url: feed('every=10'), copies: 3 });
      await gotMessages(page, 2);
    }
    await expect.poll(connections).toEqual({ total: 2, open: 2 });
    expect(said).toEqual([]);
  });

  test('connect each by itself where the code for sharing cannot be loaded', async () => {
    await user().context.route('**/chunk-*', (route) => route.abort());
    const pages = await user().newTabs(2);
    for (const page of pages) {
      await mount(page, { url: feed('every=10') });
      await gotMessages(page, 2);
    }
    await expect.poll(connections).toEqual({ total: 2, open: 2 });
  });
});
