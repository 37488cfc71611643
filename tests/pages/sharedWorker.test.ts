import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { isAt, logOf, mount } from './support/site.ts';
import { visitsForFile } from './support/visits.ts';

/** How many tabs go, how many are there, and how many events are sent meanwhile. */
const GONE = Number(process.env['TABS_GONE'] ?? 10);
const TABS = 10;
const STEP = 20;
const TYPES = ['message', 'price', 'news', 'progress', 'log', 'notification'];

const { site, user, key, connections } = visitsForFile();

/** A tab with a feed of all events, each of which waits until it is released. */
async function newTab(): Promise<Page> {
  const page = await user().newTab();
  const url = `/feed?key=${key()}&stepped=1`;
  await mount(page, { url, transport: 'sharedWorker', share: false, events: TYPES });
  await isAt(page, 'open');
  return page;
}

const release = (to: number): void => void site().playground.control(key(), { do: 'release', to });

/** Resolves when the newest event of a tab is that one. */
const has = (page: Page, id: number) =>
  page.waitForFunction((newest) => window.tab.feeds['feed']!.ids.at(-1) === newest, id);

/** Every number once, in order, from the first that the tab heard. */
const expectNoneLostOrTwice = ({ ids }: { ids: readonly number[] }): void =>
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));

/** The same numbers in each run. */
const seeded = (seed: number) => (below: number) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

async function lifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state });
  await devtools.detach();
}

describe('tabs with one SharedWorker', () => {
  test('are ten with one connection; those that close, freeze and come cost nobody a message', async () => {
    const random = seeded(21);
    const alive: Page[] = [];
    while (alive.length < TABS) alive.push(await newTab());
    let sent = 0;
    for (let gone = 1; gone <= GONE; gone += 1) {
      const [leaving] = alive.splice(random(alive.length), 1);
      const frozen = alive[random(alive.length)]!;
      await lifecycle(frozen, 'frozen');
      release(sent + STEP / 2);
      const closing = leaving!.close();
      release((sent += STEP));
      await Promise.all(alive.filter((page) => page !== frozen).map((page) => has(page, sent)));
      await closing;
      const tab = await newTab();
      await lifecycle(frozen, 'active');
      await has(frozen, sent);
      alive.push(tab);
    }
    release((sent += STEP));
    for (const page of alive) {
      await has(page, sent);
      const log = await logOf(page);
      expectNoneLostOrTwice(log);
      expect({ errors: log.errors, opened: log.opened }).toEqual({ errors: [], opened: 1 });
    }
    await expect.poll(connections).toEqual({ total: 1, open: 1 });
    // Nobody is left: neither is the connection.
    await Promise.all(alive.map((page) => page.close()));
    await site().waitFor(key(), { open: 0 });
  });

  test('show the newest message to one that comes late, without onMessage', async () => {
    const early = await newTab();
    release(3);
    await has(early, 3);
    const late = await newTab();
    await late.waitForFunction(() => window.tab.feeds['feed']!.shown !== undefined);
    const { shown, ids, statuses } = await logOf(late);
    const { shown: earlier } = await logOf(early);
    expect({ shown, ids, statuses }).toEqual({ shown: earlier, ids: [], statuses: ['connecting', 'open'] });
    await expect.poll(connections).toEqual({ total: 1, open: 1 });
  });

  test('go on after their last ids in a new one where theirs has crashed', async () => {
    const [host, other] = [await newTab(), await newTab()];
    release(5);
    await Promise.all([host, other].map((page) => has(page, 5)));
    const crashed = host.waitForEvent('crash');
    const devtools = await user().context.newCDPSession(host);
    // It never answers: the page is gone, and with it the Worker, which a browser runs in the process of its first page.
    devtools.send('Page.crash').catch(() => {});
    await crashed;
    release(10);
    await has(other, 10);
    expect((await logOf(other)).ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await site().waitFor(key(), { open: 1 });
  });

  test('have a connection each for another request', async () => {
    const first = await newTab();
    const other = crypto.randomUUID();
    await mount(
      first,
      { url: `/feed?key=${other}&every=5`, transport: 'sharedWorker', share: false },
      'other',
    );
    await isAt(first, 'open', 'other');
    await expect.poll(connections).toEqual({ total: 1, open: 1 });
    await expect.poll(() => site().playground.stats(other)).toMatchObject({ total: 1, open: 1 });
  });
});
