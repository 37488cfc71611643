// @ts-check
// Finds a Chromium, in this order (most tests prefer its smaller build, see `findTestBrowser`):
//   1. $SSE_TEST_BROWSER (a path)            3. the one `npx playwright install chromium` put in place
//   2. a Chromium or Chrome on this machine  4. none: a clear error
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Chromium's smaller build without windows. */
const SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Flags for a quiet, offline, sandbox-less (root, container) Chromium. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Debian's Chromium still looks up Google's names with the flags above: answer none but this machine's
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

function runnable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of the first program of these names, as the shell looks for it. */
function onPath(/** @type {readonly string[]} */ names, env = process.env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(runnable);
}

/** The path of Chromium's smaller build without windows, where there is one. */
export const findShell = (env = process.env) => onPath(SHELLS, env);

/**
 * The browser for most tests: the smaller build where there is one, since a page costs a fraction there. It has no
 * back/forward cache; for that, and for everything that people look at, take {@link findBrowser}.
 *
 * @returns {Promise<string>} the executable's path
 */
export const findTestBrowser = async (env = process.env) =>
  (!env['SSE_TEST_BROWSER'] && findShell(env)) || findBrowser(env);

/** @returns {Promise<string>} the executable's path */
export async function findBrowser(env = process.env) {
  const asked = env['SSE_TEST_BROWSER'];
  if (asked) {
    if (runnable(asked)) return asked;
    throw new Error(`SSE_TEST_BROWSER is set to "${asked}", which is not an executable file.`);
  }
  const found = onPath(NAMES, env) ?? FIXED.find(runnable);
  if (found) return found;
  try {
    const { chromium } = await import('playwright');
    const path = chromium.executablePath();
    if (path && existsSync(path)) return path;
  } catch {
    // playwright is absent: fall through to the message
  }
  throw new Error(
    [
      'No Chromium was found for the browser tests. Any one of these gives one:',
      '  - Debian/Ubuntu:  apt-get install chromium',
      '  - playwright:     npx playwright install chromium',
      '  - your own:       SSE_TEST_BROWSER=/path/to/chrome npm test',
      'Without a browser, `npm run test:unit` runs the node and jsdom tests.',
    ].join('\n'),
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  findBrowser().then(
    (path) => console.log(path),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
