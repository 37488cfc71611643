import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Connection,
  createConnection,
  createRun,
  fetchEventSource,
  json,
  plainText,
  type SseMessage,
} from 'react-event-source/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type * as App from '../../docs/recipes/app.ts';
import { app as expressApp } from '../../docs/recipes/express.ts';
import { app as fastifyApp } from '../../docs/recipes/fastify.ts';
import { app as honoApp } from '../../docs/recipes/hono.ts';
import { server as httpServer } from '../../docs/recipes/http.ts';
import { app as nestApp } from '../../docs/recipes/nest.ts';
import { GET, POST } from '../../docs/recipes/next.ts';
import { serve } from '../support/serveFetch.ts';

/** How many of the recipes' streams are being read, and the signal of each. */
const signals = vi.hoisted((): AbortSignal[] => []);
vi.mock('../../docs/recipes/app.ts', async (original) => {
  const { chat, feed, prices } = await original<typeof App>();
  const kept = <T>(open: (given: string, signal: AbortSignal) => AsyncGenerator<T>): typeof open =>
    async function* (given, signal) {
      signals.push(signal);
      yield* open(given, signal);
      if (given === 'Break') throw new Error('The model broke');
    };
  return { chat: kept(chat), feed: kept(feed), prices: kept(prices) };
});

const recipes: Record<string, () => Server> = {
  'Node http': () => httpServer,
  Express: () => createServer(expressApp as RequestListener),
  Fastify: () => fastifyApp.server,
  NestJS: () => nestApp.getHttpServer() as Server,
  Hono: () => createServer(serve((request) => honoApp.fetch(request))),
  'Next.js route handler': () =>
    createServer(serve((request) => (request.method === 'POST' ? POST(request) : GET(request)))),
};

await fastifyApp.ready();
let server: Server;
const listen = async (make: () => Server): Promise<string> => {
  server = make();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  signals.length = 0;
});

describe.each(Object.entries(recipes))('%s', (_, make) => {
  test('streams an answer', async () => {
    const run = createRun({ url: `${await listen(make)}/chat`, body: { question: 'Why is it so?' } });
    const opened = vi.fn<(response?: Response) => void>();
    const result = await run.start({ onOpen: opened });
    expect(result).toMatchObject({ status: 'done', text: 'You asked:\nWhy is it so?' });
    const headers = opened.mock.calls[0]?.[0]?.headers;
    expect(headers?.get('content-type')).toBe('text/event-stream');
    expect(headers?.get('cache-control')).toContain('no-transform');
    expect(headers?.get('x-accel-buffering')).toBe('no');
  });

  test('stops working when the reader stops', async () => {
    const url = `${await listen(make)}/chat`;
    const run = createRun({ url, body: { question: 'Why? '.repeat(500) } });
    const ended = run.start();
    await expect.poll(() => run.getSnapshot().text).not.toBe('');
    run.stop();
    expect((await ended).status).toBe('stopped');
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('says what is wrong with a request', async () => {
    const run = createRun({ url: `${await listen(make)}/chat`, body: {} });
    const { error } = await run.start();
    expect(error).toMatchObject({ kind: 'http', status: 400, body: 'No question' });
  });

  test('cuts an answer that it cannot finish, so that it is not taken for whole', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const run = createRun({ url: `${await listen(make)}/chat`, body: { question: 'Break' } });
    // The sentinel would be the end: this format waits for the close.
    const result = await run.start({ format: plainText({ end: null }) });
    expect(result).toMatchObject({ status: 'failed', error: { kind: 'network' } });
    expect(result.text).toContain('You asked');
    log.mockRestore();
  });

  test('goes on with a feed where the connection broke', async () => {
    const ids: string[] = [];
    const feed: Connection<SseMessage<'price', { symbol: string }>> = createConnection({
      url: `${await listen(make)}/feed`,
      transport: fetchEventSource(),
      events: { price: json<{ symbol: string }>() },
      retry: { delay: 1 },
      onMessage: ({ lastEventId }) => ids.push(lastEventId),
    });
    feed.open();
    await expect.poll(() => ids.length).toBeGreaterThanOrEqual(2);
    server.closeAllConnections();
    const before = ids.length;
    await expect.poll(() => ids.length).toBeGreaterThan(before + 2);
    feed.close();
    expect(ids).toEqual(ids.map((_, i) => String(i + 1)));
    expect(signals).toHaveLength(2);
    await expect.poll(() => signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
