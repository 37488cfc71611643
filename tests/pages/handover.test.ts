import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { gotMessages, isAt, logOf, mount } from './support/site.ts';
import { visitsForFile } from './support/visits.ts';

const { site, user, key } = visitsForFile();

/** The server sends the feed up to that event, as soon as there is a connection. */
const release = (to: number): void => void site().playground.control(key(), { do: 'release', to });

/** The tab that leads a feed, and one that follows; both have the events up to 4. */
async function twoTabs(query = ''): Promise<{ leader: Page; follower: Page }> {
  const [leader, follower] = (await user().newTabs(2)) as [Page, Page];
  for (const page of [leader, follower]) {
    await mount(page, {
      url: `/feed?key=${key()}&stepped=1&${query}`,
      events: ['message', 'price', 'log', 'news', 'progress', 'notification'],
    });
    await isAt(page, 'open');
  }
  release(4);
  await Promise.all([leader, follower].map((page) => gotMessages(page, 4)));
  return { leader, follower };
}

const expectNoneMissing = ({ ids }: { ids: readonly number[] }): void =>
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));

/** Resolves when the next leader has connected. */
const taken = () => site().waitFor(key(), { requests: 2, open: 1 });

/** Resolves when the newest event of the tab is that one. */
const has = (page: Page, id: number) =>
  page.waitForFunction((newest) => window.tab.feeds['feed']!.ids.at(-1) === newest, id);

test('a leader whose component goes hands over, and its tab follows when it comes back', async () => {
  const { leader, follower } = await twoTabs();
  // on its way while the leader goes
  release(50);
  await leader.evaluate(() => window.tab.unmount('feed'));
  await taken();
  release(100);
  await has(follower, 100);
  expectNoneMissing(await logOf(follower));
  expect(await user().leader([leader, follower])).toBe(follower);
});

test('a leader that goes into the back/forward cache hands over, and misses nothing when it comes back', async () => {
  const { leader, follower } = await twoTabs();
  await leader.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => (document.title = String(persisted))),
  );
  release(50);
  await leader.goto(`${site().url}/other`);
  await taken();
  release(100);
  await has(follower, 100);
  await leader.goBack({ waitUntil: 'commit' });
  await leader.waitForFunction(() => document.title === 'true');
  release(110);
  await Promise.all([leader, follower].map((page) => has(page, 110)));
  for (const page of [leader, follower]) expectNoneMissing(await logOf(page));
  await expect.poll(() => site().playground.stats(key())).toMatchObject({ total: 2, open: 1 });
});

test('where the server sends no ids, the others are told that something may be missing', async () => {
  const { leader, follower } = await twoTabs('ids=0');
  await leader.close();
  await follower.waitForFunction(() => window.tab.feeds['feed']!.statuses.length === 4);
  expect((await logOf(follower)).statuses).toEqual(['connecting', 'open', 'reconnecting', 'open']);
});

test('a feed that the server has ended is not opened again by the next leader', async () => {
  const [leader, follower] = (await user().newTabs(2)) as [Page, Page];
  for (const page of [leader, follower])
    await mount(page, { url: `/fault/no-content?key=${key()}`, transport: 'fetch' });
  await Promise.all([leader, follower].map((page) => isAt(page, 'closed')));
  const { total } = site().playground.stats(key());
  await leader.close();
  expect(await user().leader([follower])).toBe(follower);
  await follower.evaluate(() => fetch('/echo'));
  await expect.poll(() => site().playground.stats(key())).toMatchObject({ total, open: 0 });
  expect((await logOf(follower)).statuses.at(-1)).toBe('closed');
});

test('a leader that does not answer is replaced by a tab that somebody looks at', async () => {
  const { leader, follower } = await twoTabs();
  const late = await user().newTab();
  // What a debugger, an endless loop or a browser that suspends pages without a word does.
  const devtools = await user().context.newCDPSession(leader);
  await devtools.send('Debugger.enable');
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
  void leader.evaluate('void setTimeout(() => { debugger; })');
  await paused;
  await mount(late, { url: `/feed?key=${key()}&stepped=1&` });
  await isAt(late, 'open');
  release(20);
  await has(follower, 20);
  await devtools.send('Debugger.resume');
  await devtools.send('Debugger.disable');
  expect(await user().leader([leader, follower, late])).toBe(late);
  release(30);
  await has(leader, 30);
  expect((await logOf(leader)).statuses.at(-1)).toBe('open');
});
