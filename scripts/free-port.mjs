// @ts-check
// Ports for programs that cannot take any free one themselves, and for servers that must come back at the same.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to connections, and to servers that ask for any: none of these takes it meanwhile. */
const [FIRST, END] = [11_000, 31_000];

const given = new Set();

/** @param {number} port */
const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** @returns {Promise<number>} a port of 127.0.0.1 that nothing listens at, and that was not given before */
export async function freePort() {
  for (;;) {
    const port = randomInt(FIRST, END);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}
