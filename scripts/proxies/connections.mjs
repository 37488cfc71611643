// @ts-check
// How many connections a browser opens, and what the library does about it.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { HEADERS, message, must } from './cases.mjs';

/** @typedef {import('./cases.mjs').Given} Given */

const A_WHILE = 1000;
const script = [{ headers: HEADERS }, message(1), { hold: /** @type {const} */ (true) }];
const hasOne = (/** @type {import('./page.mjs').Log} */ log) => log.messages.length === 1;

/** @param {Given} given @param {number} count */
async function openAll({ visitor, path, by }, count) {
  for (const { key } of await Promise.all(
    Array.from({ length: count }, () => visitor.stream({ path, by, script })),
  )) {
    await visitor.until(key, hasOne, 'the first message');
  }
}

/** Six connections are all there are to an origin. */
export async function sevenFeeds(/** @type {Given} */ given) {
  const { visitor, path, by } = given;
  await openAll(given, 6);
  const { key, requests } = await visitor.stream({ path, by, script });
  const other = await visitor.stream({ path, by, script, more: { connect: 500 } });
  const { errors } = await visitor.until(other.key, (log) => log.errors.length > 0, 'an error');
  must(errors[0]?.kind === 'timeout', 'a timeout', errors);
  await wait(A_WHILE);
  const log = await visitor.log(key);
  must(log.statuses.at(-1) === 'connecting' && !log.errors.length && !requests().length, 'it waits', log);
  return 'the seventh stays `connecting`, without an error; with `timeout: { connect }` it is a `timeout`';
}

/** HTTP/2 has streams in place of connections. */
export async function hundredFeeds(/** @type {Given} */ given) {
  await openAll(given, 100);
  return 'all are open';
}

/** One connection for all. @param {'page' | 'browser'} share */
export const areShared =
  (share) =>
  async (/** @type {Given} */ { site, visitor, path, by }) => {
    const key = randomUUID();
    const count = share === 'page' ? 8 : 4;
    for (let made = 0; made < count; made++) {
      const on = share === 'page' || !made ? visitor.page : await visitor.open();
      await visitor.stream({ path, by, script, key, on, more: { share } });
      await on
        .getByText('open')
        .nth(share === 'page' ? made : 0)
        .waitFor();
    }
    must(site.playground.stats(key).total === 1, 'one request', site.playground.stats(key).total);
    return 'one connection';
  };
