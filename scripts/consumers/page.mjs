// @ts-check
// What a page of a consumer has to show, in a real Chromium.
import { chromium } from 'playwright';
import { ensureBrowser } from '../ensure-browser.mjs';
import { chromiumArgs } from '../find-browser.mjs';

/** @type {Promise<import('playwright').Browser> | undefined} */
let browser;

const launch = async () => chromium.launch({ executablePath: await ensureBrowser(), args: chromiumArgs });

export const closeBrowser = async () => (await browser)?.close();

/**
 * Opens the page and does something with it. Nothing else than what is expected may be said on the console.
 *
 * @param {string} url
 * @param {(page: import('playwright').Page) => Promise<void>} visit
 * @param {RegExp} [expected]
 */
export async function openPage(url, visit, expected) {
  browser ??= launch();
  const page = await (await browser).newPage();
  /** @type {string[]} */
  const noise = [];
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !expected?.test(text)) noise.push(text);
  });
  page.on('pageerror', (error) => noise.push(String(error)));
  try {
    await page.goto(url);
    await visit(page);
    if (noise.length) throw new Error(`console: ${noise.join('\n')}`);
  } catch (error) {
    const shown = await page.locator('body').textContent();
    throw new Error(
      `${url}: ${error instanceof Error ? error.message : String(error)}\npage: ${shown}\n${noise.join('\n')}`,
    );
  } finally {
    await page.close();
  }
}

/**
 * Waits for the feed, asks, and waits for the answer.
 *
 * @param {string} url
 * @param {{ react: string }} expected
 */
export const checkPage = (url, { react }) =>
  openPage(url, async (page) => {
    await page.getByText('open many').waitFor();
    await page.getByText('Ask').click();
    await page.getByText('done Hello from the server').waitFor();
    const heading = await page.getByRole('heading').textContent();
    if (!heading?.startsWith(`React ${react}`)) throw new Error(`expected React ${react}, got ${heading}`);
  });

/**
 * The server's own markup, before any script ran.
 *
 * @param {string} url
 * @param {...string} expected
 */
export async function checkMarkup(url, ...expected) {
  const response = await fetch(url);
  const html = (await response.text()).replaceAll('<!-- -->', '');
  for (const text of expected) {
    if (!html.includes(text))
      throw new Error(`${url} (${response.status}) was not rendered with "${text}": ${html}`);
  }
}
