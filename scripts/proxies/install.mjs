// @ts-check
// Finds the proxies, and gets those that are missing from Debian's packages where that is allowed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { asRoot } from '../ensure-browser.mjs';

/** Where Debian puts what, by package. Apache comes without its service. */
const programs = {
  nginx: '/usr/sbin/nginx',
  haproxy: '/usr/sbin/haproxy',
  'apache2-bin': '/usr/sbin/apache2',
};

const missing = () =>
  Object.entries(programs)
    .filter(([, path]) => !existsSync(path))
    .map(([name]) => name);

/** @returns {string[]} the packages that cannot be had here */
export function installProxies() {
  const wanted = missing();
  if (!wanted.length) return [];
  const root = asRoot();
  if (!root) return wanted;
  // Offline, systemd starts no service of a package.
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'SYSTEMD_OFFLINE=1', 'RUNLEVEL=1'];
  const words = [...root, ...quiet, 'apt-get', '-qq'];
  const apt = (/** @type {string[]} */ ...more) =>
    execFileSync('env', [...words, ...more], { stdio: 'ignore' });
  try {
    console.log(`Installing ${wanted.join(', ')}.`);
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...wanted);
  } catch {
    // what is missing is said by the caller
  }
  return missing();
}
