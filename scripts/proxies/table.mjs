// @ts-check
// The cases of each proxy, and the table of what was seen.
import { areShared, hundredFeeds, sevenFeeds } from './connections.mjs';
import { beats, isCut, isHalf, isHeld, HEADERS, outlivesReload, refuses, STREAM, streams } from './cases.mjs';

/**
 * @typedef {(given: any) => Promise<string>} Case
 * @typedef {{ configuration: string, what: string, path: string, run: Case, by?: readonly ('native' | 'fetch' | 'answer')[], over?: readonly ('HTTP/1.1' | 'HTTP/2')[], more?: string }} Row
 */

const NO_ID = /** @type {const} */ (['answer']);
const FEEDS = /** @type {const} */ (['native', 'fetch']);

/** What holds behind each of them. @type {Row[]} */
const everywhere = [
  { configuration: 'for streams', what: 'messages, one by one', path: '/feed/', run: streams() },
  { configuration: 'a timeout of 2 s', what: 'silence', path: '/short/', run: isCut('silence') },
  { configuration: 'a timeout of 2 s', what: 'a comment every 500 ms', path: '/short/', run: beats },
  {
    configuration: 'a timeout of 2 s',
    what: 'no answer at all',
    path: '/short/',
    run: refuses([{ until: 1 }]),
  },
  { configuration: 'a dead backend', what: 'a request', path: '/dead/', run: refuses() },
  {
    configuration: 'for streams',
    what: 'the backend dies in mid-answer; the format has an end mark',
    path: '/feed/',
    by: NO_ID,
    run: isHalf(true),
  },
  {
    configuration: 'for streams',
    what: 'the backend dies in mid-answer; no end mark',
    path: '/feed/',
    by: NO_ID,
    run: isHalf(false),
  },
  { configuration: 'for streams', what: 'the proxy is reloaded', path: '/feed/', run: outlivesReload },
];

/** @type {Record<'nginx' | 'haproxy' | 'apache', Row[]>} */
export const rows = {
  nginx: [
    {
      configuration: 'as it is',
      what: 'messages, without headers that help',
      path: '/',
      run: isHeld(STREAM),
    },
    { configuration: 'as it is', what: 'messages, with `x-accel-buffering: no`', path: '/', run: streams() },
    {
      configuration: 'as it is',
      what: 'the backend dies in mid-answer; no end mark',
      path: '/',
      by: NO_ID,
      run: isHalf(false),
    },
    { configuration: 'gzip', what: 'messages', path: '/gzip/', run: streams(STREAM) },
    { configuration: 'gzip', what: 'messages, with `no-transform`', path: '/gzip/', run: streams() },
    { configuration: 'gzip and a buffer', what: 'messages', path: '/gzip-buffered/', run: isHeld(STREAM) },
    {
      configuration: 'gzip and a buffer',
      what: 'messages, with `x-accel-buffering: no`',
      path: '/gzip-buffered/',
      run: streams(),
    },
    {
      configuration: 'for streams',
      what: 'seven feeds, over HTTP/1.1',
      path: '/feed/',
      by: FEEDS,
      over: ['HTTP/1.1'],
      run: sevenFeeds,
    },
    {
      configuration: 'for streams',
      what: 'a hundred feeds, over HTTP/2',
      path: '/feed/',
      by: FEEDS,
      over: ['HTTP/2'],
      run: hundredFeeds,
    },
    {
      configuration: 'for streams',
      what: "eight feeds, `share: 'page'`",
      path: '/feed/',
      by: FEEDS,
      run: areShared('page'),
    },
    {
      configuration: 'for streams',
      what: "a feed in each of four tabs, `share: 'browser'`",
      path: '/feed/',
      by: FEEDS,
      run: areShared('browser'),
    },
    ...everywhere,
    {
      configuration: '`worker_shutdown_timeout 1s`',
      what: 'the proxy is reloaded',
      path: '/feed/',
      run: isCut('reload'),
      more: 'worker_shutdown_timeout 1s;',
    },
  ],
  haproxy: [
    {
      configuration: 'as it is',
      what: 'messages, without headers that help',
      path: '/',
      run: streams(STREAM),
    },
    { configuration: 'gzip', what: 'messages', path: '/gzip/', run: isHeld(STREAM, true) },
    { configuration: 'gzip', what: 'messages, with `no-transform`', path: '/gzip/', run: streams() },
    { configuration: 'looks at bodies', what: 'messages', path: '/buffered/', run: isHeld(HEADERS) },
    ...everywhere,
    {
      configuration: '`hard-stop-after 1s`',
      what: 'the proxy is reloaded',
      path: '/feed/',
      run: isCut('reload'),
      more: '  hard-stop-after 1s',
    },
  ],
  apache: [
    {
      configuration: 'as it is',
      what: 'messages, without headers that help',
      path: '/',
      run: streams(STREAM),
    },
    { configuration: 'gzip', what: 'messages', path: '/gzip/', run: streams(STREAM) },
    { configuration: 'gzip', what: 'messages, with `no-transform`', path: '/gzip/', run: streams() },
    ...everywhere,
  ],
};

/** Who looks: both transports of a feed, and an answer. */
export const readers = /** @type {const} */ (['native', 'fetch', 'answer']);
export const protocols = /** @type {const} */ (['HTTP/1.1', 'HTTP/2']);

/** Says once what was seen alike. @param {Map<string, string>} seen by protocol and reader */
export function summary(seen) {
  const said = new Map(/** @type {[string, string[]][]} */ ([]));
  for (const [who, what] of seen) said.set(what, [...(said.get(what) ?? []), who]);
  if (said.size === 1) return [...said.keys()][0] ?? '';
  return [...said].map(([what, who]) => `${shorten(who)}: ${what}`).join('; ');
}

/** A reader who saw the same over both protocols is named once. @param {string[]} who */
function shorten(who) {
  const names = readers.flatMap((reader) => {
    const over = protocols.filter((protocol) => who.includes(`${reader} ${protocol}`));
    if (!over.length) return [];
    return [over.length === protocols.length ? reader : `${reader} over ${over.join()}`];
  });
  return names.join(', ');
}
