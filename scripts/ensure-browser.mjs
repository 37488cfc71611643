// @ts-check
// Gets a Chromium for the browser tests where none is found: from the distribution (Debian, as root or with a sudo
// that asks no password), else playwright's own. Where neither works, the error says in one line what to install.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser, findShell } from './find-browser.mjs';
import { asRoot, installPackages, run, tryToInstall } from './system-packages.mjs';

/** The name of the distribution; empty where there is none. */
function distribution() {
  try {
    return /^ID=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

function installFromDistribution() {
  // Ubuntu's package is a stub for a snap, which does not start in a container.
  if (distribution() === 'ubuntu') throw new Error('no package that starts');
  installPackages(['chromium']);
}

function installFromPlaywright() {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
  const withDeps = process.platform === 'linux' && asRoot() ? ['--with-deps'] : [];
  run([process.execPath, cli, 'install', ...withDeps, 'chromium']);
}

/** @returns {Promise<string>} the path of a browser, which is installed first where there is none */
export async function ensureBrowser() {
  const found = await findBrowser().catch(() => null);
  if (found) return found;
  if (process.env['SSE_TEST_BROWSER']) return findBrowser();
  console.log('No Chromium found for the browser tests: getting one.');
  for (const install of [installFromDistribution, installFromPlaywright]) {
    try {
      install();
      return await findBrowser();
    } catch {
      // the next way, or the message below
    }
  }
  throw new Error(
    'No Chromium could be installed for the browser tests: install Chromium or Chrome, or set SSE_TEST_BROWSER=/path/to/chrome.',
  );
}

/** For `npm test`: also gets Chromium's smaller build where the distribution has it. Without it the tests take longer. */
export async function ensureTestBrowsers() {
  await ensureBrowser();
  if (process.env['SSE_TEST_BROWSER'] || findShell() || distribution() !== 'debian' || !asRoot()) return;
  console.log('Getting chromium-headless-shell: most tests take less time in it, and run without it too.');
  tryToInstall(['chromium-headless-shell']);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureBrowser().then(
    (path) => console.log(path),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
