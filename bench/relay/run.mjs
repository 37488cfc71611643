// @ts-check
// `npm run build && node bench/relay/run.mjs`: what a Node process holds in memory while a provider that could send
// 200 MB at once is read one message a second. Provider, relay and page are processes of their own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';

// By its address: types are checked before the package is built.
const built = new URL('../../dist/core.js', import.meta.url).href;
/** @type {typeof import('react-event-source/core')} */
const { createRun, encodeMessage, messages } = await import(built);

const MB = 1e6;
const MESSAGE = `data: ${'x'.repeat(994)}\n\n`;
const ALL = (200 * MB) / MESSAGE.length;
const SECONDS = Number(process.env['SECONDS'] ?? 20);
const [role, url = ''] = process.argv.slice(2);

const used = () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: (heapUsed + external) / MB, rss: rss / MB };
};
/** Says each second how much more than now this process has held at most. */
function watch() {
  const start = used();
  let held = 0;
  let rss = 0;
  return setInterval(() => {
    const now = used();
    held = Math.max(held, now.held - start.held);
    rss = Math.max(rss, now.rss - start.rss);
    process.send?.({ held, rss });
  }, 1000);
}
/** @param {import('node:http').RequestListener} handle */
async function serve(handle) {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.send?.(`http://127.0.0.1:${port}`);
}
/**
 * @param {import('node:http').ServerResponse} response
 * @param {AsyncIterable<string>} source
 */
async function write(response, source) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for await (const text of source) if (!response.write(text)) await once(response, 'drain');
  response.end();
}

const body = { question: 'Why?' };
/** @type {Record<string, () => unknown>} */
const roles = {
  async provider() {
    let sent = 0;
    /** @param {number} count */
    async function* source(count) {
      for (sent = 0; sent < count; sent++) yield MESSAGE;
    }
    // The first answer is short and read at full speed: what is compiled and allocated for any stream is there after it.
    let count = ALL / 10;
    await serve((_, response) => {
      void write(response, source(count)).catch(() => {});
      count = ALL;
    });
    setInterval(() => process.send?.((sent * MESSAGE.length) / MB), 1000);
  },
  async relay() {
    let requests = 0;
    async function* source() {
      for await (const message of messages({ url, body })) yield encodeMessage(message);
    }
    await serve((_, response) => {
      if (++requests === 2) watch();
      void write(response, source());
    });
  },
  /** What stands for a page: it reads a message's length each second. */
  async page() {
    for await (const _ of messages({ url, body }));
    ask(url, { method: 'POST' }, async (response) => {
      for (;;) {
        response.read(MESSAGE.length);
        await wait(1000);
      }
    }).end();
  },
  async loop() {
    for await (const _ of messages({ url, body }));
    watch();
    for await (const _ of messages({ url, body })) await wait(1000);
  },
  async callback() {
    /** @type {string[]} */
    const queue = [];
    const run = createRun({ url, body, format: () => null });
    await run.start();
    watch();
    void run.start({ onMessage: ({ data }) => void queue.push(data) });
    for (;;) {
      queue.shift();
      await wait(1000);
    }
  },
};

/** @param {string[]} args */
function start(...args) {
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--expose-gc'] });
  /** @type {unknown} */
  let last;
  child.on('message', (said) => (last = said));
  return { child, said: async () => (await once(child, 'message'))[0], last: () => last };
}

/**
 * @param {string} name
 * @param {string} reader
 */
async function measure(name, reader) {
  const provider = start('provider');
  const address = String(await provider.said());
  const measured = start(reader, address);
  const page = reader === 'relay' ? start('page', String(await nextUrl(measured))) : undefined;
  await wait(SECONDS * 1000);
  const { held, rss } = /** @type {{ held: number, rss: number }} */ (measured.last());
  const sent = Number(provider.last());
  for (const each of [page, measured, provider]) each?.child.kill();
  console.log(
    `${name}: holds ${held.toFixed(1)} MB (RSS +${rss.toFixed(1)} MB) after ${SECONDS} s; the provider sent ${sent.toFixed(1)} MB`,
  );
  return held;
}
/** @param {ReturnType<typeof start>} process */
async function nextUrl(process) {
  for (;;) {
    const said = await process.said();
    if (typeof said === 'string') return said;
  }
}

if (role) await roles[role]?.();
else {
  const held = [
    await measure('messages(), one message a second', 'loop'),
    await measure('relay for a page that takes one message a second', 'relay'),
  ];
  await measure('onMessage into a queue, one message a second', 'callback');
  if (held.some((each) => each > 20)) {
    console.error('More than 20 MB is held.');
    process.exitCode = 1;
  }
}
