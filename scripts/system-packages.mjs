// @ts-check
// Packages of the distribution: of Debian and its relatives, as root or with a sudo that asks no password.
import { execFileSync, spawnSync } from 'node:child_process';

/** Whether a command can be run and ends well. */
export const succeeds = (/** @type {string} */ command, /** @type {string[]} */ ...args) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The words that make a command run as root, or null where that is not possible without a question. */
export function asRoot() {
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : null;
}

/** Runs a command, and says so. It throws where the command fails, or takes longer than `timeout` ms. */
export function run(/** @type {string[]} */ [command = '', ...args], timeout = 0) {
  console.log(`$ ${[command, ...args].join(' ')}`);
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout });
}

let isUpdated = false;

/**
 * Installs packages without starting their services. It throws where that is not possible.
 *
 * @param {readonly string[]} packages
 * @param {number} [timeout] in ms, for each of the two steps; 0 is none
 */
export function installPackages(packages, timeout) {
  const root = asRoot();
  if (!root || process.platform !== 'linux' || !succeeds('apt-get', '--version'))
    throw new Error('no package manager that may be used');
  // Offline, systemd starts no service of a package.
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'SYSTEMD_OFFLINE=1', 'RUNLEVEL=1'];
  // Another one may be installing something at this moment.
  const apt = [...root, ...quiet, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120'];
  if (!isUpdated) run([...apt, 'update'], timeout);
  isUpdated = true;
  run([...apt, 'install', '-y', '--no-install-recommends', ...packages], timeout);
}

/**
 * Installs what a test can do without. Where that is not possible, or takes too long, the caller looks again, and says
 * what is missing.
 *
 * @param {readonly string[]} packages
 */
export function tryToInstall(packages) {
  try {
    installPackages(packages, 300_000);
  } catch {
    // See above.
  }
}
