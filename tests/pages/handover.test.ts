import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { isAt, logOf, mount } from './support/site.ts';
import { expectNoneMissing, has, twoTabsForFile } from './support/twoTabs.ts';

const { site, user, key, release, taken, twoTabs } = twoTabsForFile();

test('a leader whose component goes hands over, and its tab follows when it comes back', async () => {
  const { leader, follower } = await twoTabs();
  // on its way while the leader goes
  release(50);
  await leader.evaluate(() => window.tab.unmount('feed'));
  await taken();
  release(100);
  await has(follower, 100);
  await expectNoneMissing(follower);
  expect(await user().leader([leader, follower])).toBe(follower);
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
