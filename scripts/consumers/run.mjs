// @ts-check
// `npm run test:consumers [-- name…]`: packs the package, installs it into fresh apps, and prints a table.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from './checks.mjs';
import { closeBrowser } from './page.mjs';
import { run } from './workspace.mjs';

/** Two at a time: more only wait for each other. */
const PARALLEL = 2;

const project = fileURLToPath(new URL('../../', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'react-event-source-consumers-'));
const wanted = process.argv.slice(2).map((word) => word.toLowerCase());
const queue = checks.filter(
  ({ name }) => !wanted.length || wanted.some((word) => name.toLowerCase().includes(word)),
);
/** @type {Record<string, { seconds: string, seen: string }>} */
const table = Object.fromEntries(queue.map(({ name }) => [name, { seconds: '', seen: '' }]));
/** @type {string[]} */
const failures = [];

async function pack() {
  await run(project, [
    process.execPath,
    join(project, 'node_modules/rollup/dist/bin/rollup'),
    '-c',
    '--silent',
  ]);
  await run(project, ['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', root]);
  return join(root, (await readdir(root)).find((file) => file.endsWith('.tgz')) ?? '');
}

/** @param {string} tarball */
async function worker(tarball) {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const { name } = check;
    const begun = Date.now();
    let seen = 'FAILED';
    try {
      seen = await check.run({ root, tarball });
    } catch (error) {
      failures.push(`${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
    table[name] = { seconds: ((Date.now() - begun) / 1000).toFixed(0), seen };
  }
}

try {
  const tarball = await pack();
  await Promise.all(Array.from({ length: PARALLEL }, () => worker(tarball)));
} finally {
  await closeBrowser();
  await rm(root, { recursive: true, force: true });
}
for (const failure of failures) console.error(`\n${failure}`);
console.table(table);
process.exitCode = failures.length ? 1 : 0;
