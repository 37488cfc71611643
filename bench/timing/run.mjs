// @ts-check
// `npm run build && node bench/timing/run.mjs`: how far `timing.firstTextAt` is from the server's own stamp on loopback.
// The server is a process of its own, and its first text is the time at which it is written.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';

// By its address: types are checked before the package is built.
const built = new URL('../../dist/core.js', import.meta.url).href;
/** @type {typeof import('react-event-source/core')} */
const { createRun } = await import(built);

const RUNS = Number(process.env['RUNS'] ?? 300);
/** The first runs compile. */
const WARM_UP = 30;

if (process.argv[2] === 'server') {
  const server = createServer(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    await wait(20);
    response.end(`data: ${Date.now()}\n\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.(server.address());
} else {
  const child = fork(fileURLToPath(import.meta.url), ['server']);
  const [{ port }] = await once(child, 'message');
  const run = createRun({ url: `http://127.0.0.1:${port}/` });
  /** @type {number[]} */
  const late = [];
  for (let i = 0; i < WARM_UP + RUNS; i++) {
    const { text, timing } = await run.start();
    if (i >= WARM_UP) late.push((timing.firstTextAt ?? NaN) - Number(text));
  }
  child.kill();
  late.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => late[Math.min(RUNS - 1, Math.floor(RUNS * share))];
  console.log(`firstTextAt after the server's stamp, ms, ${RUNS} runs:`);
  console.log(`median ${at(0.5)}, 95 of 100 ${at(0.95)}, longest ${at(1)}`);
}
