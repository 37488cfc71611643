// @ts-check
// The engines that are packages of the distribution, and how they are had where they are missing.
import { spawnSync } from 'node:child_process';

/**
 * @typedef {object} SystemEngine
 * @property {string} name
 * @property {string} test the test file, without its folder and ending
 * @property {string[]} packages
 * @property {() => boolean} isHere
 */

const succeeds = (/** @type {string} */ command, /** @type {string[]} */ ...args) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** @type {SystemEngine[]} */
export const systemEngines = [
  {
    name: 'Redis',
    test: 'redis',
    packages: ['redis-server'],
    isHere: () => succeeds('redis-server', '--version'),
  },
];

/** The words that make a command run as root, or null where that is not possible without a question. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : null;
}

/**
 * Installs what is missing, without starting its services.
 *
 * @param {SystemEngine} engine
 * @returns {boolean} whether the engine is here now
 */
export function ensureEngine({ name, packages, isHere }) {
  if (isHere()) return true;
  const root = asRoot();
  if (root && process.platform === 'linux' && succeeds('apt-get', '--version')) {
    console.log(`${name} is not here: getting ${packages.join(' and ')} from the distribution.`);
    const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '-qq'];
    for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
      const [command = '', ...args] = [...apt, ...words];
      spawnSync(command, args, { stdio: 'ignore' });
    }
  }
  return isHere();
}
