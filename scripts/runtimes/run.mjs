// @ts-check
// `npm run test:runtimes [-- name…] [--write]`: the packed `/core` in every runtime; `--write` renews docs/runtimes.md.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../consumers/workspace.mjs';
import { runtimes } from './runtimes.mjs';
import { scenarios } from './scenarios.mjs';
import { startServer } from './server.mjs';

const project = fileURLToPath(new URL('../../', import.meta.url));
const here = fileURLToPath(new URL('./', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'react-event-source-runtimes-'));
const words = process.argv.slice(2).filter((word) => word !== '--write');
const wanted = runtimes.filter(
  ({ name }) => !words.length || words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
);
const names = Object.keys(scenarios);
const install = ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
/** @type {string[]} */
const rows = [];
/** @type {string[]} */
const failures = [];
let passed = 0;

/** @param {string} tarball @param {string[]} packages @param {string} folder */
async function prepare(tarball, packages, folder) {
  await cp(here, folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run(folder, [...install, '--loglevel=error', '--omit=peer', tarball, ...packages]);
}

async function pack() {
  const rollup = join(project, 'node_modules/rollup/dist/bin/rollup');
  await run(project, [process.execPath, rollup, '-c', '--silent']);
  await run(project, ['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', root]);
  return join(root, (await readdir(root)).find((file) => file.endsWith('.tgz')) ?? '');
}

/** @param {string} name @param {Record<string, string>} results */
function note(name, results) {
  for (const [scenario, result] of Object.entries(results)) {
    if (result === 'passed') passed += 1;
    else failures.push(`${name}, ${scenario}: ${result}`);
  }
  rows.push(`| ${name} | ${names.map((each) => (results[each] === 'passed' ? '✓' : '✗')).join(' | ')} |`);
}

const server = await startServer();
try {
  const tarball = await pack();
  for (const [index, { name, packages, play }] of wanted.entries()) {
    const folder = join(root, String(index));
    try {
      await prepare(tarball, packages, folder);
    } catch (error) {
      console.log(`${name} cannot be had here: ${String(error).split('\n')[0]}`);
      rows.push(`| ${name} | ${names.map(() => 'not run').join(' | ')} |`);
      continue;
    }
    try {
      note(name, await play({ folder, base: server.base }));
    } catch (error) {
      note(name, Object.fromEntries(names.map((each) => [each, String(error)])));
    }
  }
} finally {
  server.close();
  await rm(root, { recursive: true, force: true });
}

const table = [`| runtime | ${names.join(' | ')} |`, `| --- |${' --- |'.repeat(names.length)}`, ...rows];
console.log(table.join('\n'));
if (process.argv.includes('--write')) {
  const page = join(project, 'docs/runtimes.md');
  const text = await readFile(page, 'utf8');
  const start = '<!-- table -->';
  const end = '<!-- end of the table -->';
  const [before = '', after = ''] = [text.split(start)[0], text.split(end)[1]];
  await writeFile(page, `${before}${start}\n\n${table.join('\n')}\n\n${end}${after}`);
}
for (const failure of failures) console.error(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
