import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  messages,
  type SseError,
  type SseRequest,
  type Transport,
} from 'react-event-source/core';
import {
  type WorkerPort,
  workerTransport,
  type WorkerTransportOptions,
} from 'react-event-source/worker-transport';
import { attemptOver } from '../support/attempt.ts';
import { hold, send } from '../support/messages.ts';
import { openWorker, workerForFile } from '../support/worker.ts';
import { serverForFile } from '../server/support.ts';
import { describeAttemptReports, describeConformance, streamed } from '../transports/support/suite.ts';

const server = serverForFile();
const inWorker = workerForFile();

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the server gets of a request through the transport. */
async function requestOf(options: WorkerTransportOptions = {}, request: Partial<SseRequest> = {}) {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), { end: true }]);
  await attemptOver(inWorker(options), { url, ...request });
  const sent = server().requests(key);
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

describe('the request', () => {
  test('has the headers and body that functions return, called in the page for each attempt', async () => {
    let token = 0;
    const options: WorkerTransportOptions = {
      headers: async () => ({ authorization: `Bearer ${++token}` }),
      body: () => ({ token }),
    };
    for (const count of [1, 2]) {
      const { method, headers, body } = await requestOf(options);
      expect({
        method,
        body,
        authorization: headers['authorization'],
        type: headers['content-type'],
      }).toEqual({
        method: 'POST',
        body: `{"token":${count}}`,
        authorization: `Bearer ${count}`,
        type: 'application/json',
      });
    }
  });
  test('ends the attempt with the error that such a function throws', async () => {
    const error = new Error('signed out');
    const run = createRun({
      url: server().script(crypto.randomUUID(), [hold]),
      transport: inWorker(),
      headers: () => {
        throw error;
      },
    });
    const result = await run.start();
    expect(result.status).toBe('failed');
    expect(result.error?.cause).toBe(error);
  });
  test('sends forms as a page does, and bytes', async () => {
    const form = new FormData();
    form.set('name', 'é');
    const multipart = await requestOf({ body: form });
    expect(multipart.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(multipart.body).toContain('name="name"');
    const encoded = await requestOf({ body: new URLSearchParams({ a: '1 2' }) });
    expect(encoded.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(encoded.body).toBe('a=1+2');
    expect((await requestOf({ body: new TextEncoder().encode('bytes') })).body).toBe('bytes');
  });
  test('sends a stream once', async () => {
    const body = new Response('streamed').body!;
    expect((await requestOf({ body })).body).toBe('streamed');
    expect(await attemptOver(inWorker({ body }), { url: server().script('once', [hold]) })).toEqual([
      'fail network A stream can be sent only once. Pass a function that makes a new one.',
    ]);
  });
  test('has the last event id as a header, or as the query parameter of the options', async () => {
    expect((await requestOf({}, { lastEventId: '7' })).headers['last-event-id']).toBe('7');
    const asked = await requestOf({ lastEventIdParam: 'after' }, { lastEventId: '7' });
    expect(asked.headers).not.toHaveProperty('last-event-id');
    expect(asked.url).toContain('after=7');
  });
  test.each([
    ['a fetch of the page’s', { fetch }, 'A `fetch` of your own cannot run in a Worker. Set it there'],
    [
      'a function among its options',
      { init: { dispatcher: () => {} } as never },
      'cannot be posted to a Worker',
    ],
  ])('is refused with %s', async (_, request, words) => {
    const run = createRun({
      url: 'http://test/',
      transport: (asked, sink) => inWorker()({ ...asked, ...request }, sink),
    });
    const { error } = await run.start();
    expect(error).toMatchObject({ kind: 'network', isRetryable: false });
    expect(error?.message).toContain(words);
  });
});

describeAttemptReports(server, () => inWorker());
// The parser is that of the page: fewer random streams will do.
describeConformance((body) => {
  // The Worker of this file is in the same process.
  vi.stubGlobal('fetch', async () => streamed(body));
  return inWorker();
}, 300);

describe('what else an attempt reports', () => {
  test('the response: its status, headers and url', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [
      { status: 201, headers: { 'content-type': 'text/event-stream', location: '/answers/1' } },
      send('a'),
      { end: true },
    ]);
    let response: Response | undefined;
    const run = createRun({ url, transport: inWorker(), onOpen: (given) => void (response = given) });
    await run.start();
    expect(response).toMatchObject({ status: 201, url, redirected: false });
    expect(response?.headers.get('location')).toBe('/answers/1');
  });
  test('an HTTP error with everything that is known of it', async () => {
    const url = server().script(crypto.randomUUID(), [
      { status: 429, headers: { 'content-type': 'application/json', 'retry-after': '2', 'x-request': 'r1' } },
      { text: '{"error":{"message":"Slow down"}}' },
      { end: true },
    ]);
    const run = createRun({ url, transport: inWorker(), retry: false });
    const { error } = await run.start();
    expect(error).toMatchObject({
      name: 'SseError',
      kind: 'http',
      status: 429,
      message: 'Slow down',
      body: '{"error":{"message":"Slow down"}}',
      retryAfter: 2000,
      isRetryable: true,
    });
    expect(error?.headers?.get('x-request')).toBe('r1');
  });
  test('a network error with the cause that the Worker saw', async () => {
    const run = createRun({ url: 'http://127.0.0.1:9/', transport: inWorker(), retry: false });
    const { error } = await run.start();
    expect(error).toMatchObject({ kind: 'network', isRetryable: true });
    expect(error?.cause).toBeInstanceOf(Error);
  });
});

describe('the end of an attempt', () => {
  test('stop() ends the request in the Worker', async () => {
    const key = crypto.randomUUID();
    const told: string[] = [];
    const run = createRun({
      url: server().script(key, [send('a'), hold]),
      transport: inWorker(),
      onMessage: ({ data }) => void told.push(data),
    });
    const started = run.start();
    await vi.waitFor(() => expect(told).toEqual(['a']), 30_000);
    run.stop();
    expect((await started).status).toBe('stopped');
    await server().waitFor(key, { open: 0 });
  });
  test('closing at once sends nothing', async () => {
    const key = crypto.randomUUID();
    const feed = createConnection({ url: server().script(key, [hold]), transport: inWorker() });
    feed.open();
    feed.close();
    // What comes after it in the same port has come: so would the request.
    await requestOf();
    expect(server().requests(key)).toEqual([]);
  });
  test('a feed is retried after its last id, with the server’s delay', async () => {
    const key = crypto.randomUUID();
    const told: string[] = [];
    const feed = createConnection({
      url: server().script(key, {
        perRequest: [
          [{ text: 'retry: 1\nid: 5\ndata: a\n\n' }, { end: true }],
          [{ text: 'data: b\n\n' }, hold],
        ],
      }),
      transport: inWorker(),
      onMessage: ({ data }) => void told.push(data),
    });
    onTestFinished(() => feed.close());
    feed.open();
    await vi.waitFor(() => expect(told).toEqual(['a', 'b']), 30_000);
    expect(server().requests(key)[1]?.headers['last-event-id']).toBe('5');
  });
});

describe('a burst', () => {
  test('yields to the page while it is handled', async () => {
    let turns = 0;
    let next = setImmediate(function turn() {
      turns++;
      next = setImmediate(turn);
    });
    onTestFinished(() => clearImmediate(next));
    const seen = new Set<number>();
    const text = 'data: a\n\n'.repeat(200);
    const run = createRun({
      url: server().script(crypto.randomUUID(), [{ text }, { end: true }]),
      transport: inWorker(),
      onMessage() {
        seen.add(turns);
        const until = performance.now() + 1;
        while (performance.now() < until);
      },
    });
    await run.start();
    expect(seen.size).toBeGreaterThan(5);
  });
  test('arrives whole and in order', async () => {
    const text = Array.from({ length: 30_000 }, (_, n) => `data: ${n}\n\n`).join('');
    const run = createRun({
      url: server().script(crypto.randomUUID(), [{ text }, { end: true }]),
      transport: inWorker(),
      format: ({ data }) => `${data},`,
    });
    const { text: got } = await run.start();
    expect(got).toBe(Array.from({ length: 30_000 }, (_, n) => `${n},`).join(''));
  });
  test('is not read faster than it is taken', async () => {
    const key = crypto.randomUUID();
    const line = `data: ${'x'.repeat(1000)}\n\n`;
    const url = server().script(key, [{ text: line.repeat(40_000) }, { end: true }]);
    let count = 0;
    for await (const { data } of messages({ url, transport: inWorker() })) {
      expect(data).toHaveLength(1000);
      if (++count === 10) break;
    }
    await server().waitFor(key, { open: 0 });
  });
});

describe('a Worker that is no more', () => {
  const errorOf = (port: WorkerPort | (() => WorkerPort), url = 'http://test/'): Promise<SseError | null> =>
    createRun({ url, transport: workerTransport(port), retry: false })
      .start()
      .then(({ error }) => error);

  /** A `Worker` of which only what it tells the page is there. */
  class SilentWorker extends EventTarget {
    postMessage(): void {}
    terminate(): void {}
  }
  const silent = () => new SilentWorker() as unknown as Worker;

  test('could not be started: the attempt, and each later one, says so', async () => {
    const worker = silent();
    const transport: Transport = workerTransport(worker);
    const run = createRun({ url: 'http://test/', transport, retry: false });
    const first = run.start();
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'Failed to fetch' }));
    const words = 'The Worker could not be started: Failed to fetch. Check its url.';
    expect((await first).error).toMatchObject({ kind: 'network', message: words });
    expect((await run.start()).error).toMatchObject({ kind: 'network', message: words, isRetryable: false });
  });
  test('failed before the first attempt: the attempt fails all the same', async () => {
    const worker = silent();
    const transport = workerTransport(worker);
    worker.dispatchEvent(new Event('error'));
    const { error } = await createRun({ url: 'http://test/', transport }).start();
    expect(error?.message).toBe('The Worker could not be started. Check its url.');
  });
  test('does not answer within 30 s: the error says what to check', async () => {
    vi.useFakeTimers();
    const failed = errorOf(silent());
    await vi.advanceTimersByTimeAsync(30_000);
    const error = await failed;
    expect(error).toMatchObject({ kind: 'timeout' });
    expect(error?.message).toContain('react-event-source/worker');
  });
  test('is started again by the function that starts it', async () => {
    const worker = openWorker();
    onTestFinished(worker.close);
    const dead = silent();
    const ports: WorkerPort[] = [dead, worker.port];
    const start = () => ports.shift()!;
    const failed = errorOf(start);
    await vi.waitFor(() => expect(ports).toHaveLength(1), 30_000);
    dead.dispatchEvent(new Event('error'));
    expect((await failed)?.kind).toBe('network');
    const url = server().script(crypto.randomUUID(), [send('a'), { end: true }]);
    expect(await errorOf(start, url)).toBeNull();
    // Once: the one that works stays.
    expect(await errorOf(start, url)).toBeNull();
  });
  test('closed its port: the attempt fails', async () => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }) => (data as { port: MessagePort }).port.close());
    port1.start();
    onTestFinished(() => port1.close());
    expect(await errorOf(port2)).toMatchObject({
      kind: 'network',
      message: 'The Worker is gone: it was terminated, or crashed.',
    });
  });
  test('sent what cannot be read: the attempt fails', async () => {
    const ports: MessagePort[] = [];
    const Channel = MessageChannel;
    vi.stubGlobal('MessageChannel', function create() {
      const channel = new Channel();
      ports.push(channel.port1);
      return channel;
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const silentPort = new Channel();
    onTestFinished(() => silentPort.port1.close());
    const failed = errorOf(silentPort.port2);
    await vi.waitFor(() => expect(ports).toHaveLength(1), 30_000);
    ports[0]!.dispatchEvent(new Event('messageerror'));
    expect(await failed).toMatchObject({
      kind: 'network',
      message: 'A message from the Worker could not be read',
    });
  });
});
