// @ts-check
// `npm run test:resume [-- --points 200] [--recordings 10] [--seed 1] [--write]`: tests/pages/resume.test.ts at so many
// points of so many recordings, and what it took. `--write` puts that into docs/resume.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '200' },
    recordings: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
console.log(`Seed ${values.seed}`);
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
      RESUME_SEED: values.seed,
      RESUME_REPORT: report,
    },
  },
);
process.exitCode = status ?? 1;

const { seed, points, recordings, disturbed, posts, compared, shown, stopped } = JSON.parse(
  readFileSync(report, 'utf8'),
);
rmSync(folder, { recursive: true, force: true });

/** @param {number[]} all in ms */
function times(all) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? NaN);
  return `median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms (${sorted.length} times)`;
}

const lines = [
  `- ${disturbed} answers were disturbed: ${recordings} recordings, each at ${points} points for a reload, a killed tab and a cut connection (seed ${seed}). The server saw ${posts} POSTs.`,
  `- Two tabs were compared at ${compared} steps.`,
  `- From mounting until the answer so far was shown: ${times(shown)}.`,
  `- From \`stop()\` until the model had stopped: ${times(stopped)}.`,
];
console.log(lines.join('\n'));
if (values.write && !process.exitCode) {
  const page = fileURLToPath(new URL('../docs/resume.md', import.meta.url));
  const start = '<!-- figures -->';
  const end = '<!-- end of the figures -->';
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    `${text.split(start)[0]}${start}\n\n${lines.join('\n')}\n\n${end}${text.split(end)[1]}`,
  );
}
