import type { Page } from 'playwright';

/** Ends the process of a tab, as a fault in it would. */
export async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  // It never answers: the page is gone.
  devtools.send('Page.crash').catch(() => {});
  await crashed;
}
