// @ts-check
// `npm start`: the playground in Storybook. Says in one line where it is and what to look at; Storybook's own words
// are shown only where it fails. `npm start -- --port 7007` and all other options go to Storybook.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const cli = join(dirname(require.resolve('storybook/package.json')), require('storybook/package.json').bin);
const options = [
  '--port',
  '6006',
  '--host',
  '127.0.0.1',
  '--ci',
  '--disable-telemetry',
  '--no-version-updates',
];

console.log('Starting the playground …');
const storybook = spawn(process.execPath, [cli, 'dev', ...options, ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, NO_COLOR: '1' },
});

let said = '';
let isReady = false;
/** Keeps what is said until the address is known; after that only errors are passed on. */
function listen(/** @type {Buffer} */ chunk) {
  if (isReady) return;
  said += chunk;
  const [address] = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said) ?? [];
  if (!address) return;
  isReady = true;
  void warmUp(address).then(() => console.log(`The playground is at ${address} . Ctrl-C stops it.`));
}

/** Has the first page compiled before somebody opens it: Storybook is ready long before its stories are. */
async function warmUp(/** @type {string} */ address) {
  const paths = ['/iframe.html', '/.storybook/preview.tsx', '/stories/Welcome.stories.tsx'];
  const seen = new Set(paths);
  for (const path of seen) {
    const text = await fetch(address + path).then(
      (response) => response.text(),
      () => '',
    );
    for (const [, found = ''] of text.matchAll(/(?:import|from|src=)\s*["'](\/[^"']+)["']/g)) seen.add(found);
  }
}
storybook.stdout.on('data', listen);
storybook.stderr.on('data', (chunk) => (isReady ? process.stderr.write(chunk) : listen(chunk)));

// Ctrl-C reaches the child by itself; this process waits for it, and ends as it did.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => storybook.kill(signal));
}
storybook.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
storybook.on('exit', (code, signal) => {
  if (!isReady && code !== 0 && !signal) process.stderr.write(said);
  process.exitCode = signal === 'SIGINT' ? 130 : signal ? 143 : (code ?? 1);
});
