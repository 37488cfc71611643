// @ts-check
// `npm test`: makes sure of a browser, runs vitest with the arguments given, and closes with one line of totals.
// The exit code is vitest's own.
import { ensureTestBrowsers } from './ensure-browser.mjs';
import { runVitest } from './run-vitest.mjs';

await ensureTestBrowsers().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

const args = process.argv.slice(2);
console.log(
  args.length
    ? `Running vitest with ${args.join(' ')}.`
    : 'Running all tests: in Node and jsdom first, then in Chromium, with React 19 and 18. It takes some minutes.',
);
process.exitCode = runVitest(args);
