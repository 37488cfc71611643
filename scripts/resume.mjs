// @ts-check
// `npm run test:resume -- --points 200`: tests/pages/resume.test.ts at so many points of ten recordings, and what it took.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { points: { type: 'string', default: '200' }, recordings: { type: 'string', default: '10' } },
});
const folder = mkdtempSync(join(tmpdir(), 'react-event-source-'));
const report = join(folder, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL('test.mjs', import.meta.url)),
    ...['--project', 'pages', '--testTimeout', '3600000', 'tests/pages/resume.test.ts'],
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      RESUME_POINTS: values.points,
      RESUME_RECORDINGS: values.recordings,
      RESUME_REPORT: report,
    },
  },
);
process.exitCode = status ?? 1;

/**
 * @param {string} what
 * @param {number[]} all
 */
function line(what, all) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? NaN);
  console.log(
    `${what}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms (${sorted.length} times)`,
  );
}

const { points, recordings, shown, stopped } = JSON.parse(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true, force: true });
console.log(
  `${recordings} recordings; ${points} points each for a reload, a killed tab and a cut connection`,
);
line('from mounting until the answer so far was shown', shown);
line('from stop() until the model had stopped', stopped);
