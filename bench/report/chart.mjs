// @ts-check
// The chart of the docs: bars for what an answer costs, as a multiple of the same work without React.
import { contenderOf } from '../contenders.mjs';
import { workloads } from '../workloads.mjs';
import { number } from './columns.mjs';

/** @typedef {import('./summary.mjs').Row} Row */

const WIDTH = 880;
const LABELS = 300;
const LINE = 24;
const PANELS = ['chat-paced', 'chat-burst'];
const COLOURS = { floor: '#8b949e', ours: '#2f81f7', naive: '#d29922', peer: '#a371f7' };
/** The right end of the scale, which is logarithmic: the slowest cost thirty times the fastest. */
const MOST = 64;
const LEAST = 0.4;

const escape = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const place = (/** @type {number} */ ratio) =>
  LABELS + ((WIDTH - LABELS - 70) * Math.log(ratio / LEAST)) / Math.log(MOST / LEAST);

/** @param {Row} row @param {number} y */
function bar({ contender, ratio = LEAST, right, rounds }, y) {
  const { label, kind } = contenderOf(contender);
  const end = place(Math.min(ratio, MOST));
  const note = `${number(ratio, ratio < 10 ? 2 : 0)}×${right === rounds ? '' : ', text lost'}`;
  return [
    `<text x="${LABELS - 8}" y="${y + 12}" text-anchor="end"${kind === 'ours' ? ' font-weight="600"' : ''}>${escape(label)}</text>`,
    `<rect x="${LABELS}" y="${y}" width="${Math.max(1, end - LABELS).toFixed(1)}" height="16" rx="2" fill="${COLOURS[kind]}"/>`,
    `<text x="${(end + 6).toFixed(1)}" y="${y + 12}">${note}</text>`,
  ].join('');
}

/** @param {readonly Row[]} rows of one workload, in order @param {string} title @param {number} top */
function panel(rows, title, top) {
  const bars = rows.map((row, i) => bar(row, top + 28 + i * LINE));
  const one = place(1).toFixed(1);
  const bottom = top + 28 + rows.length * LINE;
  return [
    `<text x="16" y="${top + 14}" font-weight="600" font-size="14">${escape(title)}</text>`,
    `<line x1="${one}" x2="${one}" y1="${top + 22}" y2="${bottom}" stroke="#8b949e" stroke-dasharray="2 3"/>`,
    ...bars,
  ].join('\n');
}

/** @param {readonly Row[]} rows @returns {string} an SVG */
export function chart(rows) {
  let top = 44;
  const panels = PANELS.map((workload) => {
    const mine = rows
      .filter((row) => row.workload === workload && row.done)
      .sort((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0));
    const drawn = panel(mine, workloads[workload]?.title ?? '', top);
    top += 28 + mine.length * LINE + 24;
    return drawn;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2328" role="img">
<title>Main-thread time of a streamed answer, as a multiple of the same work without React. Less is better.</title>
<rect width="${WIDTH}" height="${top}" rx="8" fill="#ffffff"/>
<text x="16" y="26">Main-thread time, as a multiple of the same work without React (dotted line; logarithmic). Less is better.</text>
${panels.join('\n')}
</svg>
`;
}
