// @ts-check
// Finds Firefox and WebKitGTK, and gets them from the distribution where that is possible (Debian, as root or with a
// sudo that asks no password).
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @param {string} path */
function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {readonly string[]} names */
const findCommand = (names) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isRunnable);

const LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib', '/usr/libexec'];

/** WebKitGTK's smallest browser, which lies beside its library. */
function findMiniBrowser() {
  return LIBRARIES.filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((name) => join(path, name, 'MiniBrowser')))
    .find((path) => path.includes('webkit2gtk-4') && isRunnable(path));
}

/** @param {string} command @param {string[]} args */
const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** @param {string[]} packages */
function install(packages) {
  const root = process.getuid?.() === 0 ? [] : succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : null;
  if (!root || process.platform !== 'linux' || !succeeds('apt-get', '--version')) return;
  const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    try {
      execFileSync(apt[0] ?? '', [...apt.slice(1), ...words], { stdio: 'ignore', timeout: 300_000 });
    } catch {
      // the caller looks again and says what is missing
    }
  }
}

const findFirefox = () => findCommand(['firefox-esr', 'firefox']);
const findWebKit = () =>
  findCommand(['WebKitWebDriver']) && findCommand(['Xvfb']) ? findMiniBrowser() : undefined;

/** @returns the path of Firefox, which is installed first where there is none */
export function ensureFirefox() {
  if (!findFirefox()) install(['firefox-esr']);
  return findFirefox();
}

/** @returns the path of WebKitGTK's MiniBrowser; its driver and a screen for it are there, too */
export function ensureWebKit() {
  if (!findWebKit()) install(['webkit2gtk-driver', 'xvfb']);
  return findWebKit();
}
