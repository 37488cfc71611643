// @ts-check
// What the scenarios talk to.
import { createServer } from 'node:http';

const STREAM = { 'content-type': 'text/event-stream' };

export async function startServer() {
  /** @type {Map<string, () => void>} */
  const waiting = new Map();
  const closed = new Set();

  /** @param {string} key */
  const note = (key) => {
    closed.add(key);
    waiting.get(key)?.();
  };

  /** @type {Record<string, (req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse, key: string) => void>} */
  const routes = {
    '/answer': (_, res) => void res.writeHead(200, STREAM).end('data: Hello\n\ndata:  you\n\n'),
    async '/post'(req, res) {
      const chunks = [];
      for await (const chunk of req) chunks.push(chunk);
      const { question } = JSON.parse(Buffer.concat(chunks).toString());
      res.writeHead(201, STREAM).end(`data: ${question}\n\n`);
    },
    '/feed'(req, res) {
      const id = Number(req.headers['last-event-id'] ?? 0);
      res.writeHead(200, STREAM);
      if (id === 2) res.write('id: 3\ndata: 3\n\n');
      else res.end('retry: 1\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n\n');
    },
    '/hold'(_, res, key) {
      res.on('close', () => note(key));
      res.writeHead(200, STREAM).write('data: some\n\n');
    },
    '/endless'(_, res, key) {
      let n = 0;
      const write = () => {
        while (!res.destroyed && res.write(`data: ${++n}\n\n`));
      };
      res.on('close', () => note(key));
      res.on('drain', write);
      res.writeHead(200, STREAM);
      write();
    },
    '/error': (_, res) => void res.writeHead(400).end('{"error":{"message":"No such model"}}'),
    '/closed'(_, res, key) {
      if (closed.has(key)) res.end('closed');
      else waiting.set(key, () => res.end('closed'));
    },
  };

  const server = createServer((req, res) => {
    const { pathname, search } = new URL(req.url ?? '/', 'http://host');
    const route = routes[pathname];
    if (route) route(req, res, search);
    else res.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    base: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
