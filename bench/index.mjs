// @ts-check
// `npm run bench`: installs what is compared with, the first time or when it changed, and runs the benchmark.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const installed = new URL('node_modules/.installed', import.meta.url);
const lock = readFileSync(new URL('package-lock.json', import.meta.url), 'utf8');

if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  console.log('Installing what is compared with, for this folder only.');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  writeFileSync(installed, lock);
}
const args = process.argv.slice(2);
// `npm run compare`
if (args.includes('--compare')) await import('./compare/run.mjs');
else await (await import('./run.mjs')).main(args);
