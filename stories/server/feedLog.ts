import type { WireEvent } from './encode.ts';

/** The event names of the feed; `message` is the one without a name. */
export const FEED_TYPES = ['message', 'price', 'news', 'progress', 'log', 'notification'] as const;
/** One of {@link FEED_TYPES}. */
export type FeedType = (typeof FEED_TYPES)[number];

/** One event of the numbered log. */
export interface FeedEvent extends Required<WireEvent> {
  readonly type: FeedType;
  readonly id: number;
}

const CYCLE: readonly FeedType[] = [
  'message',
  'price',
  'log',
  'price',
  'news',
  'price',
  'progress',
  'price',
  'log',
  'notification',
];
const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD'] as const;
const LEVELS = ['debug', 'info', 'info', 'info', 'warn', 'error'] as const;
const EPOCH = Date.UTC(2026, 0, 1);

/** A well-mixed whole number for each n: the log must look lively and be the same every time. */
function mixed(n: number): number {
  let h = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function priceAt(n: number, symbol: number): number {
  const wave = 8 * Math.sin(n / 37 + symbol * 2) + 3 * Math.sin(n / 11 + symbol);
  return Math.round(100 * (100 + 40 * symbol + wave + (mixed(n) % 100) / 100)) / 100;
}

const of = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const HEADLINES = [
  'Harbour reopens after the storm ⛴️',
  '新しい図書館が開館しました',
  'Night train to the coast is back on the timetable',
  'Bakers agree: the small loaf stays small 🥖',
  '城市花园今天免费开放',
  'Family festival draws a record crowd 👩‍👩‍👧‍👦',
];

const DATA: Readonly<Record<FeedType, (n: number) => string>> = {
  message: (n) => `Message ${n}`,
  price(n) {
    const symbol = mixed(n) % SYMBOLS.length;
    const price = priceAt(n, symbol);
    const change = Math.round(100 * (price - priceAt(Math.max(0, n - 10), symbol))) / 100;
    return JSON.stringify({ n, symbol: of(SYMBOLS, symbol), price, change, time: EPOCH + n * 1000 });
  },
  news: (n) => JSON.stringify({ n, headline: of(HEADLINES, Math.floor(n / 10)), time: EPOCH + n * 1000 }),
  progress(n) {
    const done = Math.floor(n / 10) % 101;
    return JSON.stringify({ n, job: `export-${Math.floor(n / 1010) + 1}`, done, total: 100 });
  },
  log(n) {
    const level = of(LEVELS, mixed(n));
    return JSON.stringify({
      n,
      level,
      text: `worker ${mixed(n) % 8}: step ${n} took ${mixed(n + 1) % 900} ms`,
    });
  },
  notification: (n) => JSON.stringify({ n, title: `Order ${1000 + n}`, text: 'has left the warehouse 📦' }),
};

/**
 * Event `n` (from 1) of the endless log: a pure function, so that a replay is exact and a test can say what is
 * to come. Nothing here needs Node: a page without a server can play the same feed.
 */
export function feedEvent(n: number): FeedEvent {
  const type = of(CYCLE, n);
  return { type, id: n, data: DATA[type](n) };
}
