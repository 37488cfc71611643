import assert from 'node:assert/strict';
import { hold, send } from '../../support/messages.ts';
import type { FeedLog, FeedOptions } from '../../pages/support/page.ts';
import type { Tab, User } from '../drivers/driver.ts';
import type { Scenario } from './part.ts';
import { eventually, type Site } from './site.ts';

const defaults = { share: 'browser', transport: 'native', events: ['message'], copies: 1 } as const;
const ALL = ['message', 'price', 'log', 'news', 'progress', 'notification'];

async function newTabs(user: User, { url }: Site, count: number): Promise<Tab[]> {
  const tabs: Tab[] = [];
  for (let left = count; left > 0; left--) {
    const tab = await user.newTab(`${url}/tab`);
    await eventually('the page', () => tab.evaluate('!!window.tab'));
    tabs.push(tab);
  }
  return tabs;
}

const mount = (tab: Tab, options: Partial<FeedOptions> & Pick<FeedOptions, 'url'>): Promise<unknown> =>
  tab.evaluate(`void window.tab.mount('feed', ${JSON.stringify({ ...defaults, ...options })})`);
const logOf = (tab: Tab): Promise<FeedLog> => tab.evaluate('window.tab.feeds.feed') as Promise<FeedLog>;
const isAt = (tab: Tab, status: string): Promise<unknown> =>
  eventually(`the status ${status}`, async () => (await logOf(tab)).statuses.at(-1) === status);
const has = (tab: Tab, id: number): Promise<unknown> =>
  eventually(`the message ${id}`, async () => (await logOf(tab)).ids.at(-1) === id);

/** A promise takes a turn of the page: its value is left on the window, and looked for. */
async function leaderOf(tabs: readonly Tab[]): Promise<Tab> {
  return eventually('a leader', async () => {
    for (const tab of tabs) {
      await tab.evaluate('void window.tab.locks().then((locks) => (window.isLeader = locks.mine))');
      await eventually('its locks', async () => (await tab.evaluate('typeof window.isLeader')) === 'boolean');
      if (await tab.evaluate('window.isLeader')) return tab;
    }
    return undefined;
  });
}

const expectNoneMissing = ({ ids }: FeedLog): void =>
  assert.deepEqual(
    ids,
    Array.from({ length: ids.length }, (_, i) => ids[0]! + i),
  );

/** A feed whose events come when they are released, in a leader and a follower that have the first four. */
async function twoTabs(user: User, site: Site) {
  const key = crypto.randomUUID();
  const release = (to: number): void => void site.playground.control(key, { do: 'release', to });
  const [leader, follower] = (await newTabs(user, site, 2)) as [Tab, Tab];
  for (const tab of [leader, follower]) {
    await mount(tab, { url: `/feed?key=${key}&stepped=1`, events: ALL });
    await isAt(tab, 'open');
  }
  release(4);
  await has(leader, 4);
  await has(follower, 4);
  return { key, release, leader, follower, taken: () => site.waitFor(key, { requests: 2, open: 1 }) };
}

export const sharing: readonly Scenario[] = [
  {
    name: 'ten tabs have one connection, all are told, and the origin still answers',
    async play({ site, user }) {
      const key = crypto.randomUUID();
      const tabs = await newTabs(user, site, 10);
      for (const tab of tabs) {
        await mount(tab, { url: `/feed?key=${key}&stepped=1`, events: ALL });
        await isAt(tab, 'open');
      }
      site.playground.control(key, { do: 'release', to: 5 });
      for (const tab of tabs) await has(tab, 5);
      for (const tab of tabs) expectNoneMissing(await logOf(tab));
      assert.deepEqual([site.playground.stats(key).total, site.playground.stats(key).open], [1, 1]);
      await tabs[9]!.evaluate("void fetch('/echo').then(({ status }) => (window.answer = status))");
      await eventually('an answer', async () => (await tabs[9]!.evaluate('window.answer')) === 200);
    },
  },
  {
    name: 'a late tab is shown the status and the newest message, without onMessage',
    async play({ site, user }) {
      const { leader, key } = await twoTabs(user, site);
      const [late] = (await newTabs(user, site, 1)) as [Tab];
      await mount(late, { url: `/feed?key=${key}&stepped=1`, events: ALL });
      const newest = (await logOf(leader)).data.at(-1);
      await eventually('the newest message', async () => (await logOf(late)).shown === newest);
      const { ids, opened } = await logOf(late);
      assert.deepEqual([ids, opened], [[], 1]);
    },
  },
  {
    name: 'a leader that is closed hands over, and nothing is missing',
    async play({ site, user }) {
      const { leader, follower, release, taken } = await twoTabs(user, site);
      release(50);
      await leader.close();
      await taken();
      release(60);
      await has(follower, 60);
      expectNoneMissing(await logOf(follower));
    },
  },
  {
    name: 'a leader whose component goes hands over, and its tab leaves nothing behind',
    async play({ site, user }) {
      const { leader, follower, release, taken } = await twoTabs(user, site);
      release(50);
      await leader.evaluate("void window.tab.unmount('feed')");
      await taken();
      release(60);
      await has(follower, 60);
      expectNoneMissing(await logOf(follower));
      assert.equal(await leaderOf([leader, follower]), follower);
      await eventually('no channel', async () => (await leader.evaluate('window.tab.channels()')) === 0);
    },
  },
  {
    name: 'a leader that is left by a link hands over, and has all messages when it comes back',
    async play({ site, user }) {
      const { leader, follower, release, taken, key } = await twoTabs(user, site);
      await leader.evaluate('(window.isKept = true)');
      release(50);
      await leader.goto(`${site.url}/elsewhere`);
      await taken();
      release(60);
      await has(follower, 60);
      expectNoneMissing(await logOf(follower));
      await leader.back();
      await eventually('the page', () => leader.evaluate("location.pathname === '/tab' && !!window.tab"));
      const isKept = await leader.evaluate('window.isKept === true');
      if (!isKept) return 'the browser does not keep such a page: Back loads it anew';
      release(70);
      for (const tab of [leader, follower]) {
        await has(tab, 70);
        expectNoneMissing(await logOf(tab));
      }
      await site.waitFor(key, { open: 1 });
      return undefined;
    },
  },
  {
    name: 'tabs wait for one retry together, and are told why',
    async play({ site, user }) {
      const key = crypto.randomUUID();
      site.playground.script(key, {
        perRequest: [
          [send('one'), hold],
          [{ until: 1 }, { text: ':\n\n' }, hold],
        ],
      });
      const tabs = await newTabs(user, site, 3);
      for (const tab of tabs) {
        await mount(tab, { url: `/raw/${key}/stream`, transport: 'fetch' });
        await isAt(tab, 'open');
      }
      site.playground.control(key, { do: 'reset' });
      for (const tab of tabs) await isAt(tab, 'reconnecting');
      site.playground.control(key, { do: 'release', to: 1 });
      for (const tab of tabs) await isAt(tab, 'open');
      for (const tab of tabs) {
        const { statuses, errors } = await logOf(tab);
        assert.deepEqual(statuses, ['connecting', 'open', 'reconnecting', 'open']);
        assert.deepEqual(
          errors.map(({ kind, willRetry }) => [kind, willRetry]),
          [['network', true]],
        );
      }
      assert.equal(site.playground.stats(key).total, 2);
    },
  },
  {
    name: 'tabs fail together with the same error, and open() in any of them begins anew for all',
    async play({ site, user }) {
      const key = crypto.randomUUID();
      const tabs = await newTabs(user, site, 2);
      for (const tab of tabs) {
        await mount(tab, { url: `/feed?key=${key}&every=20`, transport: 'fetch' });
        await isAt(tab, 'open');
      }
      site.playground.control(key, { do: 'refuse', code: 404 });
      site.playground.control(key, { do: 'reset' });
      for (const tab of tabs) await isAt(tab, 'failed');
      for (const tab of tabs) assert.equal((await logOf(tab)).errors.at(-1)?.status, 404);
      const leader = await leaderOf(tabs);
      const follower = tabs.find((tab) => tab !== leader)!;
      await follower.evaluate('void window.tab.feeds.feed.open()');
      for (const tab of tabs) await isAt(tab, 'open');
      await site.waitFor(key, { requests: 3, open: 1 });
    },
  },
];
