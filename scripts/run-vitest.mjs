// @ts-check
// Runs vitest and closes with one line of totals.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportLine } from './report-line.mjs';

/**
 * @param {readonly string[]} args of `vitest run`
 * @param {Record<string, string>} [env] added to the environment
 * @returns {number} vitest's exit code; 1 where it wrote no report
 */
export function runVitest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'react-event-source-'));
  const report = join(folder, 'report.json');
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, ...env, VITEST_JSON: report },
  });
  try {
    console.log(reportLine(report));
    return status ?? 1;
  } catch {
    console.error('vitest wrote no report');
    return status || 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
