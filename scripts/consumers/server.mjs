// @ts-check
// What every consumer talks to: a real stream under /sse, and the app itself under everything else.
import { createServer, request as httpRequest } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(req: Request, res: Response) => Promise<void>} Handler */

const STREAM = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' };

/** Ticks until the client leaves. @param {Response} res */
function feed(res) {
  res.writeHead(200, STREAM);
  let n = 0;
  const tick = () => res.write(`event: tick\nid: ${++n}\ndata: {"n":${n}}\n\n`);
  const timer = setInterval(tick, 50);
  res.on('close', () => clearInterval(timer));
  tick();
}

/** Repeats the question, word by word. @param {Request} req @param {Response} res */
async function answer(req, res) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const { question } = JSON.parse(Buffer.concat(chunks).toString());
  res.writeHead(200, STREAM);
  for (const word of question.split(/(?= )/)) {
    res.write(`data: ${word}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  res.end();
}

/** @param {Request} req @param {Response} res @param {number} port */
function passOn(req, res, port) {
  const { method, headers, url } = req;
  const onward = httpRequest({ host: '127.0.0.1', port, method, path: url, headers }, (reply) => {
    res.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(res);
  });
  onward.on('error', () => res.writeHead(502).end());
  req.pipe(onward);
}

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
});

/** @param {Request} req @param {Response} res @param {{ folder: string, policy: string | undefined }} app */
async function fromDisk(req, res, { folder, policy }) {
  const { pathname } = new URL(req.url ?? '/', 'http://host');
  const file = join(folder, pathname === '/' ? 'index.html' : pathname);
  try {
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    res
      .writeHead(200, { 'content-type': type, ...(policy && { 'content-security-policy': policy }) })
      .end(body);
  } catch {
    res.writeHead(404).end();
  }
}

/**
 * @param {{ port?: number, folder?: string, policy?: string, chat?: Handler }} [app] where the app is: another server, or
 *   files, with their Content-Security-Policy; and who answers its chat
 */
export async function startServer(app = {}) {
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/sse/feed')) return feed(res);
    if (req.url?.startsWith('/sse/answer')) return void answer(req, res);
    if (app.chat && req.url === '/sse/chat') return void app.chat(req, res);
    if (app.port) return passOn(req, res, app.port);
    if (app.folder) return void fromDisk(req, res, { folder: app.folder, policy: app.policy });
    res.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** A port that was free a moment ago, for servers that cannot choose one themselves. */
export async function freePort() {
  const { port, close } = await startServer();
  await close();
  return port;
}
