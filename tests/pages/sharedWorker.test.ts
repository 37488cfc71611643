import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { crash } from './support/crash.ts';
import { isAt, logOf, mount } from './support/site.ts';
import { visitsForFile } from './support/visits.ts';

const { site, user, key, connections } = visitsForFile();

/** A tab with a feed of all events, each of which waits until it is released. */
async function newTab(): Promise<Page> {
  const page = await user().newTab();
  const url = `/feed?key=${key()}&stepped=1`;
  await mount(page, {
    url,
    transport: 'sharedWorker',
    share: false,
    events: ['message', 'price', 'news', 'progress', 'log', 'notification'],
  });
  await isAt(page, 'open');
  return page;
}

const release = (to: number): void => void site().playground.control(key(), { do: 'release', to });

/** Resolves when the newest event of a tab is that one. */
const has = (page: Page, id: number) =>
  page.waitForFunction((newest) => window.tab.feeds['feed']!.ids.at(-1) === newest, id);

describe('tabs with one SharedWorker', () => {
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
    // With it goes the Worker, which a browser runs in the process of its first page.
    await crash(host);
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
