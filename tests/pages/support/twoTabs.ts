import type { Page } from 'playwright';
import { expect } from 'vitest';
import { gotMessages, isAt, logOf, mount } from './site.ts';
import { visitsForFile } from './visits.ts';

/** Resolves when the newest event of the tab is that one. */
export const has = (page: Page, id: number) =>
  page.waitForFunction((newest) => window.tab.feeds['feed']!.ids.at(-1) === newest, id);

export async function expectNoneMissing(page: Page): Promise<void> {
  const { ids } = await logOf(page);
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids[0]! + i));
}

/** For the tests of a file: a tab that leads a feed and one that follows, see {@link visitsForFile}. */
export function twoTabsForFile(...launch: Parameters<typeof visitsForFile>) {
  const visits = visitsForFile(...launch);
  const { site, user, key } = visits;
  /** The server sends the feed up to that event, as soon as there is a connection. */
  const release = (to: number): void => void site().playground.control(key(), { do: 'release', to });
  return {
    ...visits,
    release,
    /** Resolves when the next leader has connected. */
    taken: () => site().waitFor(key(), { requests: 2, open: 1 }),
    /** Both have the events up to 4. */
    twoTabs: async (query = ''): Promise<{ leader: Page; follower: Page }> => {
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
    },
  };
}
