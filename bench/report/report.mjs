// @ts-check
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { workloads } from '../workloads.mjs';
import { chart } from './chart.mjs';
import { placeFigures } from './figures.mjs';
import { checkGoals } from './goals.mjs';
import { page, sizeTable, workloadTable } from './markdown.mjs';
import { summarize } from './summary.mjs';

const docs = new URL('../../docs/', import.meta.url);

/** @param {string} name @param {string} text */
async function writePage(name, text) {
  const path = fileURLToPath(new URL(name, docs));
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

/**
 * Prints the tables; a run of everything becomes the page of the docs.
 *
 * @param {{ run: import('../records.mjs').Run, sizes: { label: string, bytes: number }[], whole: boolean }} what
 */
export async function report({ run, sizes, whole }) {
  const rows = summarize(run.records);
  for (const [workload, { title }] of Object.entries(workloads)) {
    const mine = rows.filter((row) => row.workload === workload);
    if (mine.length) console.log(`\n${workload}: ${title}\n\n${workloadTable(mine, workload)}`);
  }
  console.log(`\n${sizeTable(sizes)}`);
  if (whole) {
    await writePage('benchmarks.md', page({ rows, sizes, run }));
    await writePage('performance.md', placeFigures(new URL('performance.md', docs), rows));
    writeFileSync(new URL('benchmarks.svg', docs), chart(rows));
  }
  console.log(`\n${checkGoals(rows, sizes)}`);
}
