// @ts-check
// The server, in a process of its own: pages, streams, the texts they carry, and how many connections came.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { join } from 'node:path';
import { writeEvents } from './stream.mjs';
import { makeTokens } from './tokens.mjs';
import { encode } from './wire.mjs';

/** @typedef {import('node:http').IncomingMessage & import('node:http2').Http2ServerRequest} Request */
/** @typedef {import('node:http').ServerResponse & import('node:http2').Http2ServerResponse} Response */

const built = process.argv[2] ?? '';
const certificate = process.argv[3];

/** @type {Map<string, { events: Buffer[], all: Buffer }>} */
const bodies = new Map();

/** @param {string} wire @param {number} count */
function bodyOf(wire, count) {
  const key = `${wire} ${count}`;
  let body = bodies.get(key);
  if (!body) {
    const events = encode(wire, count, makeTokens).map((text) => Buffer.from(text));
    body = { events, all: Buffer.concat(events) };
    if (bodies.size > 8) bodies.clear();
    bodies.set(key, body);
  }
  return body;
}

/** @type {Map<string, { connections: number, complete: number }>} */
const runs = new Map();

/** @param {string} id */
function runOf(id) {
  const run = runs.get(id) ?? { connections: 0, complete: 0 };
  runs.set(id, run);
  return run;
}

/** @param {Request} request @param {Response} response @param {URL} url */
async function stream(request, response, url) {
  const query = url.searchParams;
  const run = runOf(url.pathname);
  run.connections++;
  request.resume();
  // An EventSource that comes back for a stream that it has read to its end is told to stop.
  if (request.method === 'GET' && run.complete > 0) {
    response.writeHead(204).end();
    return;
  }
  const wire = query.get('wire') ?? '';
  const body = bodyOf(wire, Number(query.get('count')));
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    ...(wire === 'uiMessages' && { 'x-vercel-ai-ui-message-stream': 'v1' }),
  });
  response.on('error', () => {});
  await writeEvents(response, body, Number(query.get('rate')));
  if (query.has('stay')) await new Promise((resolve) => response.once('close', resolve));
  run.complete++;
  response.end();
}

const shell = (/** @type {string} */ page) => `<!doctype html><meta charset="utf-8"><title>${page}</title>
<link rel="icon" href="data:,"><style>
body { margin: 8px; font: 14px/20px sans-serif }
#root { width: 760px }
.out { white-space: pre-wrap; overflow-wrap: break-word }
</style><input id="input"><div id="root"></div><script src="/built/${page}.js"></script>`;

/** @param {Request} request @param {Response} response */
async function handle(request, response) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, kind, name = ''] = url.pathname.split('/');
  const send = (/** @type {string} */ type, /** @type {string | Buffer} */ body) =>
    response
      .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
      .end(body);
  if (kind === 'stream') await stream(request, response, url);
  else if (kind === 'page') send('text/html', shell(name));
  else if (kind === 'built') send('text/javascript', readFileSync(join(built, name.replace(/[^\w.-]/g, ''))));
  else if (kind === 'text') send('text/plain', makeTokens(Number(name)).join(''));
  else if (kind === 'connections') send('text/plain', String(runOf(`/stream/${name}`).connections));
  else response.writeHead(404).end();
}

/** @param {import('node:net').Server} server @returns {Promise<number>} */
const listen = (server) =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port),
    );
  });

const answer = (/** @type {any} */ request, /** @type {any} */ response) =>
  void handle(request, response).catch(() => response.destroy());

const plain = await listen(http.createServer({ noDelay: true }, answer));
const secure = certificate
  ? await listen(
      http2.createSecureServer(
        {
          key: readFileSync(join(certificate, 'key.pem')),
          cert: readFileSync(join(certificate, 'cert.pem')),
        },
        answer,
      ),
    )
  : 0;
process.on('disconnect', () => process.exit());
process.send?.({ plain, secure });
