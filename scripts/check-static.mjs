// @ts-check
// Opens every story of the static build, from a plain file server and under a sub-path: each must play to its end
// without a console error and without a request to another origin. `npm run build-storybook` comes first.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArgs, findBrowser } from './find-browser.mjs';
import { serveStatic } from './serve-static.mjs';

const { base, folder, close } = await serveStatic();

/** @type {{ entries: Record<string, { id: string, type: string, tags: string[] }> }} */
const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
const wanted = process.argv.slice(2);
const stories = Object.values(index.entries).filter(({ id }) => !wanted.length || wanted.includes(id));
const browser = await chromium.launch({ executablePath: await findBrowser(), args: chromiumArgs });
let failed = 0;

for (const { id, type } of stories) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  /** @type {string[]} */
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${base}/`))
      faults.push(request.url());
  });
  await page.addInitScript(() => {
    /** @type {any} */
    const scope = globalThis;
    /** @type {any} */
    let channel;
    Object.defineProperty(scope, '__STORYBOOK_ADDONS_CHANNEL__', {
      get: () => channel,
      set(value) {
        channel = value;
        value.on('storyFinished', (/** @type {any} */ report) => (scope.finished = report));
        value.on('docsRendered', () => (scope.finished = { status: 'success' }));
      },
      configurable: true,
    });
  });
  await page.goto(`${base}/iframe.html?id=${id}&viewMode=${type}`);
  const report = await page
    .waitForFunction(() => /** @type {any} */ (globalThis).finished, undefined, { timeout: 60_000 })
    .then((handle) => handle.jsonValue())
    .catch((error) => ({ status: 'unfinished', reporters: String(error) }));
  const isGood = report.status === 'success' && faults.length === 0;
  if (!isGood) failed += 1;
  console.log(isGood ? 'ok    ' : 'FAILED', id, isGood ? '' : `${report.status} ${JSON.stringify(faults)}`);
  await page.close();
}

await browser.close();
await close();
console.log(`${stories.length - failed} of ${stories.length} stories work as plain files`);
process.exitCode = failed || stories.length === 0 ? 1 : 0;
