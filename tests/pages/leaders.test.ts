import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crash } from './support/crash.ts';
import { isAt, logOf, mount, openSite, type Site } from './support/site.ts';

/** How many leaders go, and how many events are sent meanwhile. */
const KILLS = 20;
const STEP = 50;
const TABS = 6;
const TRANSPORTS = ['native', 'fetch'] as const;
const TYPES = ['message', 'price', 'news', 'progress', 'log', 'notification'];

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Every number once, in order, from the first that the tab heard. */
const expectNoneLostOrTwice = ({ ids }: { ids: readonly number[] }): void =>
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));

/** The server sends the events up to that one on both feeds, as soon as there is a connection. */
const release = (key: string, to: number): void => {
  for (const transport of TRANSPORTS) site.playground.control(`${key}-${transport}`, { do: 'release', to });
};

/** Resolves when the newest event of both feeds of a page is that one. */
const has = (page: Page, id: number) =>
  page.waitForFunction(
    ([names, newest]) => names.every((name) => window.tab.feeds[name]!.ids.at(-1) === newest),
    [TRANSPORTS, id] as const,
  );

test('leaders that close and crash cost nobody a message, over both transports', async () => {
  const user = await site.newUser();
  const key = crypto.randomUUID();
  const newTab = async (): Promise<Page> => {
    const page = await user.newTab();
    // One after the other, so that one tab leads both feeds.
    for (const transport of TRANSPORTS) {
      const url = `/feed?key=${key}-${transport}&stepped=1`;
      await mount(page, { url, transport, events: TYPES }, transport);
    }
    for (const transport of TRANSPORTS) await isAt(page, 'open', transport);
    return page;
  };
  const alive: Page[] = [];
  while (alive.length < TABS) alive.push(await newTab());

  let sent = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const leader = await user.leader(alive, `${key}-native`);
    alive.splice(alive.indexOf(leader), 1);
    // Some are on their way when the leader goes, some come while nobody is connected.
    release(key, sent + STEP / 2);
    const gone = kill % 2 ? crash(leader) : leader.close();
    release(key, (sent += STEP));
    // A tab that comes while another takes over.
    const [tab] = await Promise.all([newTab(), gone]);
    await Promise.all(alive.map((page) => has(page, sent)));
    alive.push(tab);
  }
  release(key, (sent += STEP));
  for (const page of alive) {
    await has(page, sent);
    for (const transport of TRANSPORTS) {
      const log = await logOf(page, transport);
      expectNoneLostOrTwice(log);
      expect(log.errors).toEqual([]);
    }
  }
  for (const transport of TRANSPORTS) {
    // The connection of a page that crashed is closed some time after it.
    await expect
      .poll(() => site.playground.stats(`${key}-${transport}`))
      .toMatchObject({ open: 1, total: KILLS + 1 });
  }
  await user.close();
});
