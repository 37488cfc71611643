// @ts-check
// `npm run test:contract`: the cases of LaunchDarkly's SSE contract tests.
//
//   (nothing)                       with the driver of our own, as npm test does
//   --harness /path/to/executable   with the released harness, over each transport; needs `npm run build`
//   --serve fetch --port 8000       only the service, for a harness that is started by hand; needs `npm run build`
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/** @typedef {import('../tests/contract/service.mjs').TransportName} TransportName */

/** Runs it to its end. @returns {Promise<number>} its exit code */
const run = (/** @type {string} */ command, /** @type {string[]} */ args) =>
  new Promise((resolve, reject) => {
    spawn(command, args, { stdio: 'inherit' })
      .on('error', reject)
      .on('exit', (code) => resolve(code ?? 1));
  });

function runOwnDriver() {
  const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
  return run(process.execPath, [join(vitest, 'vitest.mjs'), 'run', '--project', 'node', 'tests/contract']);
}

/** Only here, since it needs the built package. */
const load = () => import('../tests/contract/service.mjs');

/** @returns {Promise<string>} the address of a service, which ends when it is told to */
async function serve(/** @type {TransportName} */ name, port = 0) {
  const { createContractService } = await load();
  const service = createContractService(name, () => {
    service.close();
    server.close();
    setImmediate(() => server.closeIdleConnections());
  });
  const server = createServer((request, response) => void service.handler(request, response));
  await new Promise((done) => server.listen(port, '127.0.0.1', () => done(undefined)));
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

async function runHarness(/** @type {string} */ executable) {
  const { CAPABILITIES, DIFFERENCES } = await load();
  let failed = 0;
  for (const name of /** @type {TransportName[]} */ (Object.keys(CAPABILITIES))) {
    const skipped = Object.keys(DIFFERENCES[name]);
    // A harness that does not know this capability asks its cases all the same.
    if (!CAPABILITIES[name].includes('cr-only')) skipped.push('linefeeds/CR separator');
    console.log(`Over ${name}, without: ${skipped.join('; ') || 'nothing'}`);
    const url = await serve(name);
    const skips = skipped.flatMap((each) => ['--skip', each]);
    failed ||= await run(executable, [
      '--url',
      url,
      '--host',
      '127.0.0.1',
      '--stop-service-at-end',
      ...skips,
    ]);
  }
  return failed;
}

const { values } = parseArgs({
  options: {
    harness: { type: 'string' },
    serve: { type: 'string' },
    port: { type: 'string', default: '0' },
  },
});
const { harness, serve: name } = values;
if (name === 'fetch' || name === 'native') console.log(`${name}: ${await serve(name, Number(values.port))}`);
else if (name) throw new Error(`There is no transport "${name}": fetch or native.`);
else process.exitCode = harness ? await runHarness(harness) : await runOwnDriver();
