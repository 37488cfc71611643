import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright';
import { findBrowser } from '../../../scripts/find-browser.mjs';

/**
 * A browser whose tabs are hidden behind each other, as a user's are, and can be frozen. In those that Playwright
 * launches each tab believes that it is shown, and a tab that is shown is not frozen. There is one context.
 */
export async function launchWithRealTabs({ args = [] }: LaunchOptions): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'sse-browser-'));
  const child = spawn(
    await findBrowser(),
    [...args, '--headless', '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const gone = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill();
    await gone;
    // Its other processes end a moment later.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  const address = new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const [, said] = /^DevTools listening on (\S+)/.exec(line) ?? [];
      if (said) resolve(said);
    });
    gone.then(() => reject(new Error('The browser did not start')), reject);
  });
  try {
    return Object.assign(await chromium.connectOverCDP(await address, { noDefaults: true }), { close });
  } catch (error) {
    await close();
    throw error;
  }
}

const setLifecycle = async (page: Page, state: 'frozen' | 'active'): Promise<void> => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state });
  await devtools.detach();
};

/** Freezes a tab of a browser with real tabs: its code no longer runs, but it still answers `evaluate`. */
export const freeze = (page: Page): Promise<void> => setLifecycle(page, 'frozen');

export const wake = (page: Page): Promise<void> => setLifecycle(page, 'active');
