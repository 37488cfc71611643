import { chromium } from 'playwright';
import { expect, test } from 'vitest';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { expectNoneMissing, has, twoTabsForFile } from './support/twoTabs.ts';

// Only the whole browser has this cache, and Playwright turns it off.
const { site, key, release, taken, twoTabs } = twoTabsForFile(async (options) =>
  chromium.launch({
    ...options,
    executablePath: await findBrowser(),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  }),
);

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
  for (const page of [leader, follower]) await expectNoneMissing(page);
  await expect.poll(() => site().playground.stats(key())).toMatchObject({ total: 2, open: 1 });
});
