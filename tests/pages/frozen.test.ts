// In a browser that hides and freezes tabs as a user's does.
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomFrom } from '../support/random.ts';
import { crash } from './support/crash.ts';
import type { FeedOptions } from './support/page.ts';
import { freeze, launchWithRealTabs, wake } from './support/realTabs.ts';
import { isAt, logOf, mount, openSite, type Site, type User } from './support/site.ts';

/** How many tabs go, how many are there, and how many events are sent meanwhile. */
const GONE = Number(process.env['TABS_GONE'] ?? 10);
const TABS = 10;
const STEP = 20;
const TYPES = ['message', 'price', 'news', 'progress', 'log', 'notification'];

let site: Site;
let user: User;
beforeEach(async () => {
  site = await openSite(launchWithRealTabs);
  user = await site.newUser();
});
afterEach(() => site.close());

/** A tab with a feed of all events, each of which waits until it is released. It is shown, and hides the others. */
async function newTab(options: Partial<FeedOptions> = {}): Promise<Page> {
  const page = await user.newTab();
  await mount(page, { url: '/feed?key=all&stepped=1', events: TYPES, ...options });
  await isAt(page, 'open');
  return page;
}

const release = (to: number): void => void site.playground.control('all', { do: 'release', to });

const newestOf = async (page: Page): Promise<number> => (await logOf(page)).ids.at(-1) ?? 0;

/** Resolves when the newest event of a tab is that one. It is asked from outside: a hidden tab has slow timers. */
async function has(page: Page, id: number): Promise<void> {
  await expect.poll(() => newestOf(page), { interval: 100, timeout: 60_000 }).toBe(id);
}

/** Every number once, in order, from the first that the tab heard. */
const expectNoneLostOrTwice = ({ ids }: { ids: readonly number[] }): void =>
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));

test(
  'ten tabs with one SharedWorker have one connection; those that close, crash, freeze and come cost nobody a message',
  async () => {
    const random = randomFrom(21);
    const alive: Page[] = [];
    const addTab = async () => void alive.push(await newTab({ transport: 'sharedWorker', share: false }));
    while (alive.length < TABS) await addTab();
    // Its process is also the Worker's. What its crash does is tested with the SharedWorker.
    const [host] = alive;
    let sent = 0;
    for (let gone = 1; gone <= GONE; gone += 1) {
      const leaving = alive.splice(random(alive.length), 1)[0]!;
      const frozen = alive[random(alive.length)]!;
      await freeze(frozen);
      const before = await newestOf(frozen);
      const crashes = gone % 2 === 0 && leaving !== host;
      // A browser that lacks memory ends tabs that it has frozen.
      if (crashes && gone % 4 === 0) await freeze(leaving);
      release(sent + STEP / 2);
      const left = crashes ? crash(leaving) : leaving.close();
      release((sent += STEP));
      await Promise.all(alive.filter((page) => page !== frozen).map((page) => has(page, sent)));
      expect(await newestOf(frozen)).toBe(before);
      await left;
      await addTab();
      await wake(frozen);
      await has(frozen, sent);
    }
    release((sent += STEP));
    for (const page of alive) {
      await has(page, sent);
      const log = await logOf(page);
      expectNoneLostOrTwice(log);
      expect({ errors: log.errors, opened: log.opened }).toEqual({ errors: [], opened: 1 });
    }
    await expect.poll(() => site.playground.stats('all')).toMatchObject({ total: 1, open: 1 });
    // Nobody is left: neither is the connection.
    await Promise.all(alive.map((page) => page.close()));
    await site.waitFor('all', { open: 0 });
  },
  120_000 + GONE * 10_000,
);

test('a leader that freezes hands over, and misses nothing when it wakes', async () => {
  const leader = await newTab();
  const follower = await newTab();
  release(4);
  await Promise.all([leader, follower].map((page) => has(page, 4)));
  release(50);
  await freeze(leader);
  await site.waitFor('all', { requests: 2, open: 1 });
  release(100);
  await has(follower, 100);
  expect(await newestOf(leader)).toBeLessThanOrEqual(50);
  expect(await leader.evaluate(() => window.tab.channels())).toBe(0);
  await wake(leader);
  release(110);
  await Promise.all([leader, follower].map((page) => has(page, 110)));
  for (const page of [leader, follower]) expectNoneLostOrTwice(await logOf(page));
  expect(await user.leader([leader, follower])).toBe(follower);
});
