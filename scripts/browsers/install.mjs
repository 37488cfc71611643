// @ts-check
// Finds Firefox and WebKitGTK, and gets them from the distribution where that is possible (Debian, as root or with a
// sudo that asks no password).
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tryToInstall } from '../system-packages.mjs';

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

const findFirefox = () => findCommand(['firefox-esr', 'firefox']);
const findWebKit = () =>
  findCommand(['WebKitWebDriver']) && findCommand(['Xvfb']) ? findMiniBrowser() : undefined;

/** @returns the path of Firefox, which is installed first where there is none */
export function ensureFirefox() {
  if (!findFirefox()) tryToInstall(['firefox-esr']);
  return findFirefox();
}

/** @returns the path of WebKitGTK's MiniBrowser; its driver and a screen for it are there, too */
export function ensureWebKit() {
  if (!findWebKit()) tryToInstall(['webkit2gtk-driver', 'xvfb']);
  return findWebKit();
}
