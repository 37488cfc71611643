// @ts-check
// Runs a folder of recorded streams through the built package and compares the answers with the references':
//   node scripts/recordings.mjs <folder> [--verbose]
// See docs/writing-a-format.md for what a folder holds.
import { relative, resolve } from 'node:path';
import { answerOf } from './recordings/answer.mjs';
import { compare } from './recordings/compare.mjs';
import { formatFor, notOneAnswer } from './recordings/families.mjs';
import { CUTS, findRecordings } from './recordings/find.mjs';

const args = process.argv.slice(2);
const verbose = args.includes('--verbose');
const folder = resolve(args.find((arg) => !arg.startsWith('--')) ?? 'tests/fixtures/recordings');

/** @type {typeof import('../src/entries/core.ts')} */
const library = await import(new URL('../dist/core.js', import.meta.url).href).catch((cause) => {
  throw new Error('the package is not built: npm run build', { cause });
});

/** @param {ReturnType<typeof findRecordings>[number]} recording @param {number} size */
async function run(recording, size) {
  const format = formatFor(library, recording.family, recording.name);
  if (!format) return undefined;
  const { error, ...answer } = await answerOf(library, recording, format, size);
  const found = compare(recording.expected, answer, error !== null);
  return found.map((difference) => (error ? `${difference} [${error.kind}: ${error.message}]` : difference));
}

/** @type {Map<string, { passed: number, failed: number, skipped: number, reasons: string[] }>} */
const table = new Map();
for (const recording of findRecordings(folder)) {
  const row = table.get(recording.family) ?? { passed: 0, failed: 0, skipped: 0, reasons: [] };
  table.set(recording.family, row);
  const reason = notOneAnswer[recording.file.replaceAll('\\', '/')];
  if (reason) {
    row.skipped++;
    row.reasons.push(`${recording.file}: not compared, ${reason}`);
    continue;
  }
  /** @type {Map<string, string[]>} */
  const reasons = new Map();
  let skipped = false;
  for (const [name, size] of Object.entries(CUTS)) {
    const differences = await run(recording, size);
    skipped = !differences;
    for (const difference of differences ?? [])
      reasons.set(difference, [...(reasons.get(difference) ?? []), name]);
  }
  if (skipped) row.skipped++;
  else if (reasons.size) row.failed++;
  else row.passed++;
  for (const [reason, cuts] of reasons) row.reasons.push(`${recording.file}: ${reason} (${cuts.join(', ')})`);
  if (verbose)
    console.log(`${skipped ? 'no format' : reasons.size ? 'failed' : 'passed'}  ${recording.file}`);
}

const rows = [...table].sort(([a], [b]) => a.localeCompare(b));
const width = Math.max(6, ...rows.map(([family]) => family.length));
console.log(`${'family'.padEnd(width)}  passed  failed  skipped`);
for (const [family, { passed, failed, skipped, reasons }] of rows) {
  console.log(
    `${family.padEnd(width)}  ${[passed, failed, skipped].map((n) => String(n).padStart(6)).join('  ')}`,
  );
  for (const reason of reasons) console.log(`  ${reason}`);
}
const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ name) =>
  rows.reduce((all, [, row]) => all + row[name], 0);
console.log(
  `\n${relative('.', folder) || '.'}: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped (no format, or not one answer); ` +
    `each read ${Object.keys(CUTS).join(', ')} at a time`,
);
process.exitCode = sum('failed') || !rows.length ? 1 : 0;
