// @ts-check
// `npm run test:engines [-- name…] [--runs=50] [--seed=18] [--write]`: the recipes over real engines, which the tests
// start and end. `--runs` says how often each is disturbed (5), `--seed` how, and `--write` puts what was measured into
// docs/engines.md.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../ensure-browser.mjs';
import { runVitest } from '../run-vitest.mjs';
import { ensureEngine, systemEngines } from './packages.mjs';

const project = fileURLToPath(new URL('../../', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '18' },
    write: { type: 'boolean', default: false },
  },
});

const browser = await ensureBrowser().catch((error) => {
  console.log(`The engines are not tested: ${error.message}`);
  process.exit(0);
});
const missing = systemEngines.filter((engine) => !ensureEngine(engine));
for (const { name, packages } of missing)
  console.log(`${name} cannot be had here (${packages.join(', ')}): its tests are not run.`);

const folder = mkdtempSync(join(tmpdir(), 'react-event-source-engines-'));
const figures = join(folder, 'figures.jsonl');
process.exitCode = runVitest(
  [
    ...['--config', 'vitest.engines.config.ts'],
    ...missing.flatMap(({ tests }) =>
      tests.flatMap((test) => ['--exclude', `tests/engines/${test}.test.ts`]),
    ),
    ...positionals,
  ],
  {
    SSE_TEST_BROWSER: browser,
    ENGINE_RUNS: values.runs,
    ENGINE_SEED: values.seed,
    ENGINE_REPORT: figures,
  },
);

/** @typedef {{ engine: string, runs: number, messages: number, gaps: number, whole: number, faults: Record<string, number> }} Figures */
/** @type {Figures[]} */
const measured = existsSync(figures)
  ? readFileSync(figures, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
const rows = measured
  .toSorted((a, b) => a.engine.localeCompare(b.engine))
  .map(({ engine, runs: count, messages, gaps, whole, faults }) => {
    const kinds = Object.entries(faults)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([kind, times]) => `${times} × ${kind}`);
    return `| ${engine} | ${count}: ${kinds.join(', ')} | ${messages} | ${gaps} | ${whole} |`;
  });
const table = [
  '| engine | disturbed | messages | subscribers told of a gap | subscribers that missed nothing |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
if (rows.length) console.log(table);
if (values.write) {
  const page = join(project, 'docs/engines.md');
  const start = '<!-- figures -->';
  const end = '<!-- end of the figures -->';
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, `${text.split(start)[0]}${start}\n\n${table}\n\n${end}${text.split(end)[1]}`);
}
rmSync(folder, { recursive: true, force: true });
