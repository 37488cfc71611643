// Plays the harness: serves streams that a test drives, takes the callbacks of the service, and tells it what to do.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CAPABILITIES, createContractService, type StreamParams, type TransportName } from './service.mjs';

/** Things that come one after the other, and those who wait for them. */
function createQueue<Item>() {
  const items: Item[] = [];
  const waiting: ((item: Item) => void)[] = [];
  return {
    put(item: Item): void {
      const next = waiting.shift();
      if (next) next(item);
      else items.push(item);
    },
    take: (): Promise<Item> =>
      new Promise((resolve) => {
        const item = items.shift();
        if (item === undefined) waiting.push(resolve);
        else resolve(item);
      }),
  };
}

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

/** A message of the service. */
interface Callback {
  readonly kind: string;
  readonly event?: { readonly type: string; readonly data: string; readonly id: string };
  readonly comment?: string;
  readonly error?: string;
}

/** One request for a stream, and its open response. */
function createConnectionTo(request: IncomingMessage, body: string, response: ServerResponse) {
  const write = (bytes: Uint8Array): Promise<unknown> => new Promise((done) => response.write(bytes, done));
  return {
    method: request.method,
    headers: request.headers,
    body,
    /** Sends text in pieces of so many bytes, each in a write of its own. */
    async send(text: string | Uint8Array, size = Infinity): Promise<void> {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += size) await write(bytes.subarray(at, at + size));
    },
    /** Cuts the connection without an end. */
    cut: () => void response.destroy(),
    /** Resolves when the client has gone. */
    gone: new Promise<void>((done) => response.on('close', done)),
  };
}
type Connection = ReturnType<typeof createConnectionTo>;

interface StartOptions extends Partial<StreamParams> {
  /** What is sent together with the head of the first response. */
  readonly first?: string;
}

/** The service for one transport, and what a case needs to talk to it. */
export async function openDriver(name: TransportName) {
  let quits = 0;
  const contract = createContractService(name, () => void quits++);
  const service = await serve((request, response) => void contract.handler(request, response));
  const endpoints = new Map<string, RequestListener>();
  const own = await serve((request, response) => {
    const [, first = ''] = (request.url ?? '').split('/');
    const endpoint = endpoints.get(first);
    if (endpoint) endpoint(request, response);
    else response.writeHead(404).end();
  });
  const add = (listener: RequestListener): string => {
    const path = String(endpoints.size + 1);
    endpoints.set(path, listener);
    return `${own.url}/${path}`;
  };
  const ask = (method: string, url: string, body?: object): Promise<Response> =>
    fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });

  /** A place where callbacks arrive; their numbers tell their order. */
  function addCallbacks() {
    const queue = createQueue<Callback>();
    const early = new Map<number, Callback>();
    let next = 1;
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const text = await textOf(request);
      early.set(Number(request.url?.split('/')[2]), JSON.parse(text) as Callback);
      for (let each = early.get(next); each; each = early.get(++next)) queue.put(each);
      response.writeHead(202).end();
    };
    const url = add((request, response) => void take(request, response));
    return { url, next: queue.take };
  }

  const driver = {
    name,
    url: service.url,
    ask,
    can: (capability: string): boolean => CAPABILITIES[name].includes(capability),
    quits: () => quits,
    /** An address that always gives this response; it counts its requests. */
    addResponse(status: number, headers: Record<string, string> = {}) {
      const answering = { url: '', requests: 0 };
      answering.url = add((_, response) => {
        answering.requests++;
        response.writeHead(status, headers).end();
      });
      return answering;
    },
    /** Tells the service to connect to this address. */
    async create(params: Partial<StreamParams> & { streamUrl: string }) {
      const callbacks = addCallbacks();
      const response = await ask('POST', service.url, { ...params, callbackUrl: callbacks.url });
      const address = response.headers.get('location') ?? '';
      return {
        status: response.status,
        address,
        /** The next callback. */
        next: callbacks.next,
        async event() {
          const { event, ...rest } = await callbacks.next();
          if (!event) throw new Error(`expected an event, got ${JSON.stringify(rest)}`);
          return event;
        },
        /** Resolves when the feed has this status. */
        async until(status: string): Promise<void> {
          for (let now = ''; now !== status;) {
            ({ status: now } = (await (await ask('GET', address)).json()) as { status: string });
          }
        },
        listen: (type: string) => ask('POST', address, { command: 'listen', listen: { type } }),
        restart: () => ask('POST', address, { command: 'restart' }),
      };
    },
    /** Serves a stream: each request for it is a connection that the case drives. */
    addStream({ first = '' } = {}) {
      const connections = createQueue<Connection>();
      let count = 0;
      const url = add((request, response) => {
        void textOf(request).then((body) => {
          response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
          if (first && count++ === 0) response.write(first);
          else response.flushHeaders();
          connections.put(createConnectionTo(request, body, response));
        });
      });
      return { url, connection: connections.take };
    },
    /** A stream, a feed of the service that listens to it, and its first connection. */
    async start({ first = '', ...params }: StartOptions = {}) {
      // The native source takes its delay from the server only.
      const delay = name === 'native' && params.initialDelayMs !== undefined ? 'retry: 10\n\n' : '';
      const server = driver.addStream({ first: delay + first });
      const client = await driver.create({ ...params, streamUrl: server.url });
      return { server, client, stream: await server.connection() };
    },
    async close(): Promise<void> {
      contract.close();
      await Promise.all([service.close(), own.close()]);
    },
  };
  return driver;
}

export type Driver = Awaited<ReturnType<typeof openDriver>>;
