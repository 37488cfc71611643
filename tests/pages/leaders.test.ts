import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gotMessages, logOf, mount, openSite, type Site } from './support/site.ts';

const MESSAGES = 10_000;
const KILLS = 20;
const TABS = 6;
const TRANSPORTS = ['native', 'fetch'] as const;
const TYPES = ['message', 'price', 'news', 'progress', 'log', 'notification'];

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  // It never answers: the page is gone.
  devtools.send('Page.crash').catch(() => {});
  await crashed;
}

/** The longest time without a message from `from` until `to`. */
function gap(times: readonly number[], from: number, to = Infinity): number {
  const within = times.filter((time) => time >= from - 100 && time < to);
  return Math.max(...within.map((time, i) => time - (within[i - 1] ?? time)));
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Every number once, in order, from the first that the tab heard. */
const expectNoneLostOrTwice = ({ ids }: { ids: readonly number[] }): void =>
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));

test(
  'leaders that close and crash cost nobody a message, over both transports',
  { timeout: 600_000 },
  async () => {
    const user = await site.newUser();
    const key = crypto.randomUUID();
    const newTab = async (): Promise<Page> => {
      const page = await user.newTab();
      for (const transport of TRANSPORTS) {
        const url = `/feed?key=${key}-${transport}&every=2&n=${MESSAGES}&then=hold`;
        await mount(page, { url, transport, events: TYPES }, transport);
      }
      // One after the other, so that one tab leads both feeds.
      for (const transport of TRANSPORTS) await gotMessages(page, 1, transport);
      return page;
    };
    const alive: Page[] = [];
    while (alive.length < TABS) alive.push(await newTab());

    const killed: number[] = [];
    while (killed.length < KILLS) {
      const leader = await user.leader(alive, `${key}-native`);
      alive.splice(alive.indexOf(leader), 1);
      killed.push(Date.now());
      // A tab that comes while another takes over.
      const [tab] = await Promise.all([newTab(), killed.length % 2 ? crash(leader) : leader.close()]);
      alive.push(tab);
      const next = (MESSAGES * killed.length) / (KILLS + 1);
      await Promise.all(
        TRANSPORTS.map((transport) =>
          alive[0]!.waitForFunction(([name, id]) => window.tab.feeds[name]!.ids.at(-1)! >= id, [
            transport,
            next,
          ] as const),
        ),
      );
    }

    const gaps: number[] = [];
    for (const page of alive) {
      for (const transport of TRANSPORTS) {
        await page.waitForFunction(([name, id]) => window.tab.feeds[name]!.ids.at(-1) === id, [
          transport,
          MESSAGES,
        ] as const);
        const log = await logOf(page, transport);
        expectNoneLostOrTwice(log);
        expect(log.errors).toEqual([]);
        const since = log.times[0]!;
        gaps.push(
          ...killed.map((time, i) => (time > since ? gap(log.times, time, killed[i + 1]) : [])).flat(),
        );
      }
    }
    expect(median(gaps)).toBeLessThan(500);
    for (const transport of TRANSPORTS) {
      const { open, total } = site.playground.stats(`${key}-${transport}`);
      expect({ open, total }).toEqual({ open: 1, total: KILLS + 1 });
    }
    await user.close();
  },
);
