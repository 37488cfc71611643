import { chromium, type Page } from 'playwright';
import { chromiumArgs } from '../../../scripts/find-browser.mjs';
import { type Browser, LIMIT, type Tab, type User } from './driver.ts';

const createTab = (page: Page): Tab => ({
  goto: async (url) => void (await page.goto(url)),
  async evaluate(expression) {
    const text = await page.evaluate<string | undefined>(`JSON.stringify(${expression})`);
    return text === undefined ? undefined : JSON.parse(text);
  },
  click: (selector) => page.click(selector, { noWaitAfter: true }),
  async type(selector, text) {
    await page.click(selector);
    for (const key of text) await page.keyboard.press(key === '\n' ? 'Enter' : key);
  },
  back: async () => void (await page.goBack({ waitUntil: 'commit' })),
  close: () => page.close(),
});

/** Chromium, by the same means as the tests that vitest runs. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: chromiumArgs,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  return {
    name: 'Chromium',
    version: browser.version(),
    async newUser(): Promise<User> {
      const context = await browser.newContext();
      context.setDefaultTimeout(LIMIT);
      return {
        async newTab(url) {
          const page = await context.newPage();
          await page.goto(url);
          return createTab(page);
        },
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
