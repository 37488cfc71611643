// @ts-check
// What this library promises, as limits on what was measured.
import { number } from './columns.mjs';

/** @typedef {import('./summary.mjs').Row} Row */
/** @typedef {(workload: string, contender: string) => Row | undefined} Find */
/** @typedef {readonly [promise: string, limit: number, read: (find: Find) => number | undefined]} Goal */

const ratio =
  (/** @type {string} */ workload, /** @type {string} */ contender) => (/** @type {Find} */ find) =>
    find(workload, contender)?.ratio;

/** @param {Find} find @param {(row: Row) => number | undefined} read */
function worstOfOurs(find, read) {
  const rows = ['chat-paced', 'chat-burst', 'events', 'growth-5k', 'growth-80k'].flatMap((workload) =>
    ['ours', 'ours-blocks', 'ours-fetch'].map((contender) => find(workload, contender)),
  );
  const figures = rows.flatMap((row) => (row ? [read(row) ?? 0] : []));
  return figures.length ? Math.max(...figures) : undefined;
}

/** @param {Find} find */
function growth(find) {
  const [short, long] = ['growth-5k', 'growth-80k'].map((name) => find(name, 'ours-blocks')?.median('task'));
  return short && long ? long / 80_000 / (short / 5000) : undefined;
}

/** @type {readonly Goal[]} */
const goals = [
  ['chat paced, blocks: to no React', 0.6, ratio('chat-paced', 'ours-blocks')],
  ['chat paced, plain text: to no React', 1.12, ratio('chat-paced', 'ours')],
  ['chat at once, blocks: to no React', 0.75, ratio('chat-burst', 'ours-blocks')],
  ['chat at once, plain text: to no React', 1, ratio('chat-burst', 'ours')],
  ['chat, a write for each token, blocks: to no React', 0.35, ratio('chat-writes', 'ours-blocks')],
  ['longest task, ms', 50, (find) => worstOfOurs(find, ({ median }) => median('longest'))],
  ['longest input delay, ms', 20, (find) => worstOfOurs(find, ({ inputMax }) => inputMax)],
  ['growth of the cost of a token, 5,000 to 80,000, blocks', 1.25, growth],
  ['200,000 events over fetch: to no React', 1.3, ratio('events', 'ours-fetch')],
  ['200,000 events over EventSource: to no React', 1.3, ratio('events-native', 'ours')],
  ['fifty components: to no React', 1.25, ratio('fifty', 'ours')],
  ['fifty components: connections', 1, (find) => find('fifty', 'ours')?.median('connections')],
  [
    'expensive consumer: main thread busy, %',
    60,
    (find) => {
      const row = find('expensive', 'ours');
      return row && (100 * (row.median('task') ?? NaN)) / (row.median('wall') ?? NaN);
    },
  ],
  ['expensive consumer: input delay (95 %), ms', 100, (find) => find('expensive', 'ours')?.input95],
  [
    'expensive consumer: last text shown after, ms',
    100,
    (find) => find('expensive', 'ours')?.median('shownAfter'),
  ],
  [
    'transition while streaming: to the same alone',
    2,
    (find) => {
      const row = find('transition', 'ours');
      return row && (row.median('during') ?? Infinity) / (row.median('alone') ?? NaN);
    },
  ],
  [
    'a million messages: heap, MB',
    2,
    (find) => {
      const heap = find('memory', 'ours-fetch')?.median('heap');
      return heap === undefined ? undefined : heap / 1e6;
    },
  ],
];

/** @type {readonly (readonly [label: string, limit: number])[]} */
const budgets = [
  ['react-event-source: useSseStream', 7],
  ['react-event-source: useEventSource', 4],
];

/**
 * @param {readonly Row[]} rows
 * @param {readonly { label: string, bytes: number }[]} sizes
 * @returns {string} one line for each promise that was measured
 */
export function checkGoals(rows, sizes) {
  const find = (/** @type {string} */ workload, /** @type {string} */ contender) =>
    rows.find((row) => row.workload === workload && row.contender === contender);
  const measured = [
    ...goals.map(([promise, limit, read]) => /** @type {const} */ ([promise, limit, read(find)])),
    ...budgets.map(([label, limit]) => {
      const bytes = sizes.find((size) => size.label === label)?.bytes;
      return /** @type {const} */ ([`${label}, kB`, limit, bytes && bytes / 1000]);
    }),
  ];
  const lines = measured.flatMap(([promise, limit, value]) =>
    value === undefined
      ? []
      : [`${value <= limit ? 'kept  ' : 'MISSED'}  ${promise}: ${number(value, 2)} (at most ${limit})`],
  );
  return lines.join('\n');
}
