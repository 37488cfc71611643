// @ts-check
// The few figures that the page on performance is about.
import { readFileSync } from 'node:fs';
import { contenderOf } from '../contenders.mjs';
import { workloadOf } from '../workloads.mjs';
import { number } from './columns.mjs';
import { table } from './markdown.mjs';

/** @typedef {import('./summary.mjs').Row} Row */

const WORKLOADS = ['chat-paced', 'chat-burst', 'ten'];
const CONTENDERS = ['ours-blocks', 'ours', 'naive-fetch', 'ai-completion', 'ai-completion-50'];
const PLACE = /(<!-- figures: .*? -->\n)[^]*?(<!-- \/figures -->)/;

/** @param {readonly Row[]} rows */
function figures(rows) {
  const cell = (/** @type {string} */ workload, /** @type {string} */ contender) => {
    const row = rows.find((one) => one.workload === workload && one.contender === contender);
    return row?.ratio === undefined ? '–' : `${number(row.ratio, row.ratio < 10 ? 2 : 0)}×`;
  };
  return table(
    ['', ...CONTENDERS.map((contender) => contenderOf(contender).label)],
    WORKLOADS.map((workload) => [
      workloadOf(workload).title,
      ...CONTENDERS.map((contender) => cell(workload, contender)),
    ]),
  );
}

/** That page with the figures between its two comments. @param {URL} page @param {readonly Row[]} rows */
export const placeFigures = (page, rows) =>
  readFileSync(page, 'utf8').replace(PLACE, (_, begin, end) => `${begin}\n${figures(rows)}\n\n${end}`);
