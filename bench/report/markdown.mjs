// @ts-check
import { contenderOf } from '../contenders.mjs';
import { workloads } from '../workloads.mjs';
import { columnsOf, number } from './columns.mjs';

/** @typedef {import('./summary.mjs').Row} Row */

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '--:' : ':--'))), ...rows.map(line)].join('\n');
}

/** @param {string} contender */
function nameOf(contender) {
  const { label, kind } = contenderOf(contender);
  return kind === 'ours' ? `**${label}**` : label;
}

/** @param {readonly Row[]} rows of one workload @param {string} workload */
export function workloadTable(rows, workload) {
  const columns = columnsOf(workload);
  const order = workloads[workload]?.contenders ?? [];
  const sorted = rows.toSorted((a, b) => order.indexOf(a.contender) - order.indexOf(b.contender));
  return table(
    ['', ...columns.map(([head]) => head)],
    sorted.map((row) => [nameOf(row.contender), ...columns.map(([, cell]) => cell(row))]),
  );
}

/** How the cost of a token changes when the answer is sixteen times as long. @param {readonly Row[]} rows */
function growthTable(rows) {
  const perToken = (/** @type {string} */ workload, /** @type {string} */ contender) => {
    const row = rows.find((one) => one.workload === workload && one.contender === contender);
    return (1000 * (row?.median('task') ?? NaN)) / (workloads[workload]?.count ?? NaN);
  };
  const cells = (workloads['growth-5k']?.contenders ?? []).map((contender) => {
    const [short, long] = [perToken('growth-5k', contender), perToken('growth-80k', contender)];
    return [nameOf(contender), number(short, 1), number(long, 1), `${number(long / short, 2)}×`];
  });
  return table(['', 'µs a token, 5,000 tokens', 'µs a token, 80,000 tokens', 'growth'], cells);
}

/** @param {readonly { label: string, bytes: number }[]} sizes */
export const sizeTable = (sizes) =>
  table(
    ['', 'kB, minified and gzipped'],
    sizes.map(({ label, bytes }) => [
      label.startsWith('react-event-source') ? `**${label}**` : label,
      number(bytes / 1000, 1),
    ]),
  );

/** @param {{ rows: readonly Row[], sizes: readonly { label: string, bytes: number }[], run: import('../records.mjs').Run }} what */
export function page({ rows, sizes, run }) {
  const rounds = Math.max(...rows.map((row) => row.rounds));
  const sections = Object.entries(workloads).flatMap(([workload, { title }]) => {
    const mine = rows.filter((row) => row.workload === workload);
    return mine.length ? [`## ${title}\n\n${workloadTable(mine, workload)}`] : [];
  });
  return `# Benchmarks

Written by \`npm run bench\` (${run.begun}, ${run.browser}, medians of ${rounds} rounds). What the figures mean for an application is in [performance.md](performance.md).

![What an answer costs the main thread, as a multiple of the same work without React](benchmarks.svg)

- A real Chromium reads from a real server; the package is the built one, the alternatives are pinned in [bench/package.json](../bench/package.json).
- **main thread** is what its tasks took, as time of the thread and not of the clock, from the DevTools protocol: script, style, layout and paint. **to no React** is that figure as a multiple of the first line, which does the same work with \`fetch\`, \`eventsource-parser\` and a text node, in the same run; in brackets the least and the most of all rounds.
- Rounds are interleaved: each measures everything once. A key is pressed ten times a second all the while.
- **whole**: what is shown at the end is what was sent, to the character, and callbacks saw every message.
- Times are of one machine. Ratios carry over, milliseconds do not.

${sections.join('\n\n')}

## How the cost of a token grows with the answer

${growthTable(rows)}

## Size of an import

With dependencies, without React.

${sizeTable(sizes)}
`;
}
