// @ts-check
// `npm test`: makes sure of a browser, runs vitest with the arguments given, and closes with one line of totals.
// The exit code is vitest's own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBrowser } from './ensure-browser.mjs';
import { reportLine } from './report-line.mjs';

await ensureBrowser().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

const chosen = process.argv.slice(2).join(' ');
console.log(
  chosen
    ? `Running vitest with ${chosen}.`
    : 'Running all tests: in Node and jsdom first, then in Chromium, with React 19 and 18. It takes some minutes.',
);
const folder = mkdtempSync(join(tmpdir(), 'react-event-source-'));
const report = join(folder, 'report.json');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, VITEST_JSON: report },
});
process.exitCode = status ?? 1;

try {
  console.log(reportLine(report));
} catch {
  console.error('vitest wrote no report');
  process.exitCode ||= 1;
}
rmSync(folder, { recursive: true, force: true });
