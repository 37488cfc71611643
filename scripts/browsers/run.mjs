// @ts-check
// `npm run test:browsers [-- name…] [--only part…] [--write]`: the essentials of the browser tests in Chromium, Firefox and
// WebKitGTK, through the built package. `--write` renews the table in docs/browsers.md.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, write: { type: 'boolean' } },
});
execFileSync(process.execPath, [`${root}node_modules/rollup/dist/bin/rollup`, '-c', '--silent'], {
  cwd: root,
});
const { module } = await runnerImport(`${root}tests/browsers/main.ts`, {
  configFile: false,
  root,
  logLevel: 'error',
});
const { main } = /** @type {typeof import('../../tests/browsers/main.ts')} */ (module);
process.exitCode = await main({ browsers: positionals, parts: values.only, write: values.write });
process.exit();
