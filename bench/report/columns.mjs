// @ts-check
// Which figures are told of which kind of work.
import { workloadOf } from '../workloads.mjs';

/** @typedef {import('./summary.mjs').Row} Row */
/** @typedef {readonly [head: string, cell: (row: Row) => string]} Column */

export const number = (/** @type {number | undefined} */ value, digits = 0) =>
  value === undefined || !Number.isFinite(value)
    ? '–'
    : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const times = (/** @type {number | undefined} */ value) =>
  value === undefined ? '–' : `${number(value, value < 10 ? 2 : value < 100 ? 1 : 0)}×`;

/** @type {Column} */
const task = ['main thread, ms', ({ median }) => number(median('task'))];
/** @type {Column} */
const ratio = [
  'to no React (spread)',
  ({ ratio, spread: [least, most] = [] }) =>
    ratio === undefined ? '–' : `${times(ratio)} (${number(least, 2)}–${number(most, 2)})`,
];
/** @type {Column} */
const longest = [
  'longest task, ms',
  ({ median, done }) => (done ? number(median('longest')).replace(/^0$/, '< 50') : '–'),
];
/** @type {Column} */
const input = ['longest input delay, ms', ({ inputMax }) => number(inputMax)];
/** @type {Column} */
const renders = ['renders', ({ median }) => number(median('renders'))];
/** @type {Column} */
const right = [
  'result',
  ({ done, right, rounds }) =>
    done === 0
      ? '**never finished**'
      : right === rounds
        ? 'whole'
        : `**wrong** in ${rounds - right} of ${rounds}`,
];

/** @type {Record<import('../workloads.mjs').Workload['view'] | 'memory', readonly Column[]>} */
const columns = {
  answer: [
    task,
    ratio,
    ['script, ms', ({ median }) => number(median('script'))],
    ['layout, ms', ({ median }) => number(median('layout'))],
    longest,
    input,
    renders,
    right,
  ],
  feed: [
    task,
    ratio,
    ['time, ms', ({ median }) => number(median('wall'))],
    longest,
    input,
    ['called back', ({ median }) => number(median('seen'))],
    ['connections', ({ median }) => number(median('connections'))],
    right,
  ],
  expensive: [
    [
      'main thread busy',
      ({ median }) => `${number((100 * (median('task') ?? NaN)) / (median('wall') ?? NaN))} %`,
    ],
    ratio,
    ['input delay, 95 %, ms', ({ input95 }) => number(input95)],
    ['last text shown after, ms', ({ median }) => number(median('shownAfter'))],
    ['time, ms', ({ median }) => number(median('wall'))],
    renders,
    right,
  ],
  transition: [
    ['alone, ms', ({ median }) => number(median('alone'))],
    ['while streaming, ms', ({ median }) => number(median('during'))],
    ['longer by', ({ median }) => times((median('during') ?? NaN) / (median('alone') ?? NaN))],
    ['result', ({ done }) => (done ? 'arrived' : '**never arrived**')],
  ],
  memory: [
    ['heap afterwards, MB', ({ median }) => number((median('heap') ?? NaN) / 1e6, 2)],
    ['time, ms', ({ median }) => number(median('wall'))],
    ['called back', ({ median }) => number(median('seen'))],
    right,
  ],
};

/** @param {string} workload */
export const columnsOf = (workload) => columns[workload === 'memory' ? 'memory' : workloadOf(workload).view];
