// @ts-check
// Finds the proxies, and gets those that are missing from Debian's packages where that is allowed.
import { existsSync } from 'node:fs';
import { installPackages } from '../system-packages.mjs';

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
  try {
    installPackages(wanted);
  } catch {
    // What is missing is said by the caller.
  }
  return missing();
}
