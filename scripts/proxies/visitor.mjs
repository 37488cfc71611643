// @ts-check
// A user with one page, and what that page shows.
import { randomUUID } from 'node:crypto';
import { PATIENCE } from './site.mjs';

/**
 * @typedef {import('./page.mjs').Log} Log
 * @typedef {{ proxied: import('./page.mjs').Proxied }} Page
 */

/** @param {import('./site.mjs').Site} site @param {string} origin */
export async function visit(site, origin) {
  const context = await site.browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(PATIENCE);
  const open = async () => {
    const page = await context.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => 'proxied' in globalThis);
    return page;
  };
  const page = await open();
  const { playground } = site;
  /** @param {string} name @returns {Promise<Log>} */
  const log = async (name) =>
    JSON.parse(
      await page.evaluate(
        (key) => JSON.stringify(/** @type {Page} */ (/** @type {unknown} */ (globalThis)).proxied.logs[key]),
        name,
      ),
    );

  return {
    context,
    page,
    open,
    log,
    /** Resolves once what the page shows is as wanted. @param {string} name @param {(log: Log) => boolean} holds @param {string} what */
    async until(name, holds, what) {
      const start = Date.now();
      for (;;) {
        const now = await log(name);
        if (holds(now)) return now;
        if (Date.now() - start > PATIENCE) throw new Error(`waited for ${what}, got ${JSON.stringify(now)}`);
        await page.waitForTimeout(30);
      }
    },
    /**
     * Opens a stream by the given steps of our server, through that location of the proxy.
     *
     * @param {object} options
     * @param {string} options.path the location
     * @param {import('../../stories/server/index.ts').Script} options.script
     * @param {'native' | 'fetch' | 'answer'} options.by
     * @param {Omit<import('./page.mjs').FeedOptions, 'url' | 'transport'>} [options.more]
     * @param {boolean} [options.isMarked] an answer's format has an end mark; else its close is the end
     * @param {string} [options.key] the stream's name at the server, where several have the same
     * @param {import('playwright').Page} [options.on] another page of this user
     */
    async stream({ path, script, by, more = {}, isMarked = false, key = randomUUID(), on = page }) {
      playground.script(key, script);
      const url = `${origin}${path}raw/${key}/stream`;
      await on.evaluate(
        ([name, how, options, mark]) => {
          const { proxied } = /** @type {Page} */ (/** @type {unknown} */ (globalThis));
          if (how === 'answer') proxied.answer(name, { url: options.url, isMarked: mark });
          else proxied.feed(name, { ...options, transport: how });
        },
        /** @type {const} */ ([key, by, { url, ...more }, isMarked]),
      );
      return {
        key,
        release: (/** @type {number} */ to) => playground.control(key, { do: 'release', to }),
        requests: () => playground.stats(key).requests,
      };
    },
    close: () => context.close(),
  };
}

/** @typedef {Awaited<ReturnType<typeof visit>>} Visitor */
