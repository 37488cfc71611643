import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { gotMessages, isAt, logOf, mount, openSite, type Site, type User } from './support/site.ts';

let site: Site;
let user: User;
let key: string;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  key = crypto.randomUUID();
  user = await site.newUser();
});
afterEach(() => user.close());

/** The tab that leads a feed, and one that follows. */
async function twoTabs(query: string): Promise<{ leader: Page; follower: Page }> {
  const [leader, follower] = (await user.newTabs(2)) as [Page, Page];
  for (const page of [leader, follower]) {
    await mount(page, {
      url: `/feed?key=${key}&${query}`,
      events: ['message', 'price', 'log', 'news', 'progress', 'notification'],
    });
    await gotMessages(page, 2);
  }
  return { leader, follower };
}

const expectNoneMissing = ({ ids }: { ids: readonly number[] }): void =>
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));

/** Resolves when the tab has a number that is `more` above the newest of the other tab. */
async function getsAhead(page: Page, other: Page, more: number): Promise<void> {
  const { ids } = await logOf(other);
  await page.waitForFunction((id) => window.tab.feeds['feed']!.ids.at(-1)! >= id, ids.at(-1)! + more);
}

test('a leader whose component goes hands over, and its tab follows when it comes back', async () => {
  const { leader, follower } = await twoTabs('every=10');
  await leader.evaluate(() => window.tab.unmount('feed'));
  await getsAhead(follower, leader, 100);
  expectNoneMissing(await logOf(follower));
  expect(await user.leader([leader, follower])).toBe(follower);
});

test('a leader that freezes hands over, and misses nothing when it wakes', async () => {
  const { leader, follower } = await twoTabs('every=10');
  // A browser without windows freezes no page that is shown: the events are those that it sends.
  await leader.evaluate(() => document.dispatchEvent(new Event('freeze')));
  await getsAhead(follower, leader, 100);
  expect(await leader.evaluate(() => window.tab.channels())).toBe(0);
  await leader.evaluate(() => document.dispatchEvent(new Event('resume')));
  await getsAhead(leader, follower, 10);
  for (const page of [leader, follower]) expectNoneMissing(await logOf(page));
  expect(await user.leader([leader, follower])).toBe(follower);
});

test('a leader that goes into the back/forward cache hands over, and misses nothing when it comes back', async () => {
  const { leader, follower } = await twoTabs('every=10');
  await leader.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => (document.title = String(persisted))),
  );
  await leader.goto(`${site.url}/other`);
  await gotMessages(follower, 200);
  await leader.goBack({ waitUntil: 'commit' });
  await leader.waitForFunction(() => document.title === 'true');
  await gotMessages(leader, 200);
  for (const page of [leader, follower]) expectNoneMissing(await logOf(page));
  expect(site.playground.stats(key)).toMatchObject({ total: 2, open: 1 });
});

test('where the server sends no ids, the others are told that something may be missing', async () => {
  const { leader, follower } = await twoTabs('every=10&ids=0');
  await leader.close();
  await follower.waitForFunction(() => window.tab.feeds['feed']!.statuses.length === 4);
  expect((await logOf(follower)).statuses).toEqual(['connecting', 'open', 'reconnecting', 'open']);
});

test('a feed that the server has ended is not opened again by the next leader', async () => {
  const [leader, follower] = (await user.newTabs(2)) as [Page, Page];
  for (const page of [leader, follower])
    await mount(page, { url: `/fault/no-content?key=${key}`, transport: 'fetch' });
  await Promise.all([leader, follower].map((page) => isAt(page, 'closed')));
  const { total } = site.playground.stats(key);
  await leader.close();
  expect(await user.leader([follower])).toBe(follower);
  await follower.evaluate(() => fetch('/echo'));
  expect(site.playground.stats(key)).toMatchObject({ total, open: 0 });
  expect((await logOf(follower)).statuses.at(-1)).toBe('closed');
});

test('a leader that does not answer is replaced by a tab that somebody looks at', async () => {
  const { leader, follower } = await twoTabs('every=10');
  const late = await user.newTab();
  // What a debugger, an endless loop or a browser that suspends pages without a word does.
  const devtools = await user.context.newCDPSession(leader);
  await devtools.send('Debugger.enable');
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
  void leader.evaluate('void setTimeout(() => { debugger; })');
  await paused;
  await mount(late, { url: `/feed?key=${key}&every=10` });
  await isAt(late, 'open');
  await getsAhead(follower, follower, 20);
  await devtools.send('Debugger.resume');
  await devtools.send('Debugger.disable');
  expect(await user.leader([leader, follower, late])).toBe(late);
  await getsAhead(leader, follower, 20);
  expect((await logOf(leader)).statuses.at(-1)).toBe('open');
});
