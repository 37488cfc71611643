// @ts-check
// What was measured, kept in a file after each measurement, so that an interrupted run can go on.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./measure.mjs').Result & { workload: string, contender: string, round: number }} Record */
/**
 * @typedef {object} Run
 * @property {string} build stands for the package that was measured
 * @property {string} browser
 * @property {string} begun
 * @property {Record[]} records
 */

const folder = new URL('results/', import.meta.url);
const file = new URL('latest.json', folder);

/** The folder for what a run leaves behind, and does not belong to the repository. */
export function resultsFolder() {
  mkdirSync(folder, { recursive: true });
  return fileURLToPath(folder);
}

/** Two runs may be joined only if they measured the same code. */
function hashBuild() {
  const entry = readFileSync(new URL('../dist/index.js', import.meta.url), 'utf8');
  // It names its chunks, and their names hold a hash of what is in them.
  return createHash('sha256').update(entry).digest('hex').slice(0, 12);
}

/** @param {Run} run */
export function save(run) {
  const path = fileURLToPath(file);
  writeFileSync(`${path}.new`, JSON.stringify(run));
  renameSync(`${path}.new`, path);
}

/** @param {{ browser: string, resume: boolean }} options @returns {Run} */
export function openRun({ browser, resume }) {
  const build = hashBuild();
  if (resume) {
    /** @type {Run} */
    const run = JSON.parse(readFileSync(file, 'utf8'));
    if (run.build === build && run.browser === browser) return run;
    throw new Error('The package or the browser is another one than in that run: start a new one.');
  }
  return { build, browser, begun: new Date().toISOString().slice(0, 10), records: [] };
}
