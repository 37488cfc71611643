// @ts-check
// The engines that are packages of the distribution, and how they are had where they are missing.
import { existsSync } from 'node:fs';
import { succeeds, tryToInstall } from '../system-packages.mjs';

/**
 * @typedef {object} SystemEngine
 * @property {string} name
 * @property {string[]} tests the test files, without their folder and ending
 * @property {string[]} packages
 * @property {() => boolean} isHere
 */

/** @type {SystemEngine[]} */
export const systemEngines = [
  {
    name: 'Redis',
    tests: ['redis', 'aiSdk'],
    packages: ['redis-server'],
    isHere: () => succeeds('redis-server', '--version'),
  },
  {
    name: 'nchan',
    tests: ['nchan'],
    packages: ['nginx', 'libnginx-mod-nchan'],
    isHere: () => succeeds('nginx', '-v') && existsSync('/usr/lib/nginx/modules/ngx_nchan_module.so'),
  },
];

/**
 * Installs what is missing, without starting its services.
 *
 * @param {SystemEngine} engine
 * @returns {boolean} whether the engine is here now
 */
export function ensureEngine({ name, packages, isHere }) {
  if (isHere()) return true;
  console.log(`${name} is not here: getting ${packages.join(' and ')} from the distribution.`);
  tryToInstall(packages);
  return isHere();
}
