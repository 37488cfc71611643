// @ts-check
// Gets the proxies that are missing from Debian's packages, where that is allowed.
import { succeeds, tryToInstall } from '../system-packages.mjs';

/**
 * @param {import('./proxy.mjs').Kind} kind
 * @returns {boolean} whether the proxy is here now
 */
export function ensureProxy({ packaged, command: [program = '', flag = ''] }) {
  const isHere = () => succeeds(program, flag);
  if (!isHere()) tryToInstall([packaged]);
  return isHere();
}
