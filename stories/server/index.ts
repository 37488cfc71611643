import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, type Env } from './app.ts';
import { guarded, type CorsOptions } from './guard.ts';
import { nodeHandler } from './node.ts';
import type { Script } from './scripts.ts';
import type { Connections, KeyStats, RequestRecord, Wanted } from './stats.ts';

export type { Script, Step } from './scripts.ts';
export type { Connections, KeyStats, RequestRecord, Wanted } from './stats.ts';

/** What a playground can be told. */
export interface PlaygroundOptions extends CorsOptions {
  /** Where a real model server is named. Default: nowhere. */
  readonly env?: Env;
}

/** The playground's server without a socket: a connect-style handler for any Node server, and its books. */
export function createPlayground({ env, ...cors }: PlaygroundOptions = {}) {
  const app = createApp(env);
  return { ...app, handler: nodeHandler({ ...app, fetch: guarded(app.fetch, cors) }) };
}

/** Where and for whom {@link startServer} listens. */
export interface ServerOptions extends PlaygroundOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
}

/** A playground of one's own on a port of one's own: for Node and jsdom tests, and for a second origin. */
export async function startServer({ port = 0, host = '127.0.0.1', ...options }: ServerOptions = {}) {
  const playground = createPlayground(options);
  const server = createServer((req, res) => playground.handler(req, res));
  // A client that was busy for seconds must not send a request on a connection that is being closed: it would be lost.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${host === '::1' ? '[::1]' : host}:${bound}`;

  return {
    url,
    port: bound,
    /** The requests that came with `?key=`, oldest first. */
    requests: (key: string): readonly RequestRecord[] => playground.stats(key).requests,
    connections(key: string): Connections {
      const { open, closed, aborted, cut } = playground.stats(key);
      return { open, closed, aborted, cut };
    },
    /** Resolves when the key's numbers are as wanted; rejects after `timeout` ms and says what they are. */
    async waitFor(key: string, wanted: Wanted, timeout = 30_000): Promise<KeyStats> {
      const met = await playground.until(key, wanted, timeout);
      const { requests, ...numbers } = playground.stats(key);
      if (met) return { requests, ...numbers };
      throw new Error(`waited ${timeout} ms for ${JSON.stringify(wanted)}, got ${JSON.stringify(numbers)}`);
    },
    /** Sets what `/raw/:key/stream` answers, and returns that address. */
    script(key: string, script: Script): string {
      playground.script(key, script);
      return `${url}/raw/${encodeURIComponent(key)}/stream`;
    },
    control: playground.control,
    /** Cuts every connection and frees the port. */
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A running server, see {@link startServer}. */
export type PlaygroundServer = Awaited<ReturnType<typeof startServer>>;
