// @ts-check
// `npm run compare`: the alternatives through the streams and faults of the tests, in Chromium. Writes
// docs/alternatives.md. Needs the packages of this folder, see ../index.mjs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { format } from 'prettier';
import { launchBrowser } from '../harness/browser.mjs';
import { shared } from '../harness/build.mjs';
import { measureSizes } from '../harness/size.mjs';
import { alternatives, FAULTS } from './alternatives.mjs';

/** How long a hook may take to go on after a fault, and to hear a stream, in ms. */
const PATIENCE = { fault: 10_000, stream: 3000 };
const LAST = 'the last message';
/** A browser allows six connections to an origin. */
const AT_ONCE = 5;

const root = fileURLToPath(new URL('../../', import.meta.url));
const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

async function loadTests() {
  const folder = mkdtempSync(join(tmpdir(), 'react-event-source-compare-'));
  const outfile = join(folder, 'tests.mjs');
  const entryPoints = [join(root, 'bench/compare/server.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  /** @type {typeof import('./server.ts')} */
  const tests = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return tests;
}

const { base64, bytesOf, createPlayground, faults, referenceParse, streamVectors } = await loadTests();
const { outputFiles } = await build({
  ...shared,
  format: 'iife',
  write: false,
  entryPoints: [join(root, 'bench/pages/compare/page.tsx')],
});
const script = outputFiles[0]?.text ?? '';
const playground = createPlayground();
const server = createServer((request, response) =>
  playground.handler(request, response, () => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><meta charset="utf-8"><body><script src="/page.js"></script>',
    );
  }),
);
await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
const origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
const browser = await launchBrowser();

/** @typedef {{ heard: string[], failures: number, ended: boolean }} Heard */

/**
 * @param {import('../harness/browser.mjs').Page} page
 * @param {string} name
 * @param {import('../../stories/server/index.ts').Script} script
 * @param {number} limit
 * @returns {Promise<Heard & { requests: number }>}
 */
async function listen(page, name, script, limit) {
  const key = crypto.randomUUID();
  playground.script(key, script);
  const call = [name, `${origin}/raw/${key}/stream`, LAST, limit].map((each) => JSON.stringify(each));
  const heard = await page.evaluate(`listen(${call.join(', ')})`, limit + 30_000);
  return { ...heard, requests: playground.stats(key).requests.length };
}

/**
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {(item: Item) => Promise<Result>} work
 */
async function severalAtOnce(items, work) {
  /** @type {Result[]} */
  const results = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return results;
}

/** The stream, and a last message, sent apart, that says that all before it has been read. */
const streams = streamVectors.map(({ stream }) => {
  const bytes = bytesOf(stream);
  const text = Buffer.from(bytes).toString('latin1');
  // No blank line more than it takes: some dispatch one.
  const isWhole = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r)$/.test(text);
  const ending = `${isWhole ? '' : /[\r\n]$/.test(text) ? '\n' : '\n\n'}data: ${LAST}\n\n`;
  const whole = Uint8Array.from([...bytes, ...bytesOf(ending)]);
  const wanted = referenceParse(whole)
    .messages.filter(({ type, data }) => type === 'message' && data !== LAST)
    .map(({ data }) => data);
  return { bytes, ending, wanted };
});
const chosen = FAULTS.map((did) => {
  const fault = faults.find((each) => each.did === did);
  if (!fault) throw new Error(`The tests have no fault "${did}".`);
  return fault;
});
const good = [{ text: `data: ${LAST}\n\n` }, { hold: /** @type {const} */ (true) }];

/** @param {string} name */
async function compare(name) {
  const page = await browser.openPage(origin);
  const readings = await severalAtOnce(streams, ({ bytes, ending }) =>
    listen(
      page,
      name,
      // A hook that gives the newest value only is given the time to give it.
      [{ write: base64(bytes) }, { wait: 100 }, { text: ending }, { hold: true }],
      PATIENCE.stream,
    ),
  );
  const right = readings.filter(
    ({ heard }, i) => JSON.stringify(heard) === JSON.stringify(streams[i]?.wanted),
  );
  const text = Array.from({ length: 20 }, (_, i) => `data: ${i}\n\n`).join('');
  const burst = await listen(
    page,
    name,
    [{ text }, { wait: 100 }, { text: `data: ${LAST}\n\n` }, { hold: true }],
    PATIENCE.stream,
  );
  const outcomes = await severalAtOnce(chosen, ({ steps }) => {
    // What waits for the client in the tests waits for a moment here.
    const first = steps(`${origin}/raw/good/stream`).map((step) => ('until' in step ? { wait: 200 } : step));
    return listen(page, name, { perRequest: [first, good] }, PATIENCE.fault);
  });
  await page.close();
  console.log(`${name}: ${right.length} of ${streams.length} streams`);
  return { right: right.length, burst: burst.heard.length, outcomes };
}

playground.script('good', good);
const names = Object.keys(alternatives);
/** @type {Record<string, Awaited<ReturnType<typeof compare>>>} */
const results = {};
for (const name of names) results[name] = await compare(name);
await browser.close();
server.closeAllConnections();
server.close();

const sizes = Object.fromEntries((await measureSizes()).map(({ label, bytes }) => [label, bytes]));
const bench = readJson('bench/package.json').dependencies;
const table = (/** @type {readonly (readonly (string | number)[])[]} */ [head = [], ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const told = (/** @type {Heard & { requests: number }} */ { ended, failures }) =>
  `${ended ? 'goes on' : 'stops'}${failures ? ', tells' : ''}`;

const overview = table([
  ['', 'version', 'kB gzip', `of ${streams.length} streams`, 'of 20 messages at once', 'better', 'cannot'],
  ...Object.entries(alternatives).map(([name, { label, package: from, size, better, cannot }]) => [
    label,
    from ? bench[from] : size ? readJson('package.json').version : '',
    size ? ((sizes[size] ?? 0) / 1000).toFixed(1) : '0',
    results[name]?.right ?? 0,
    results[name]?.burst ?? 0,
    better,
    cannot,
  ]),
]);
const afterFaults = table([
  ['the server', ...Object.values(alternatives).map(({ label }) => label)],
  ...chosen.map(({ did }, i) => [
    did,
    ...names.map((name) => told(/** @type {any} */ (results[name]?.outcomes[i]))),
  ]),
]);
const path = join(root, 'docs/alternatives.md');
const [before = ''] = readFileSync(path, 'utf8').split('<!-- compared -->');
const date = new Date().toISOString().slice(0, 10);
const page = `${before}<!-- compared -->

Written by \`npm run compare\` on ${date}, with ${browser.version} and React ${bench.react}.

## At a glance

${overview}

## After a fault

The first request meets the fault, every further one a good answer. "Goes on" is within ${PATIENCE.fault / 1000} s and without
the application's help; "tells" means that the hook, or the callback that it was given, said that something failed. To stop is
right after a 204 and a 401, and after what is no stream.

${afterFaults}
`;
writeFileSync(path, await format(page, { ...readJson('package.json').prettier, parser: 'markdown' }));
console.log('docs/alternatives.md is written.');
