import { fc } from '../support/property.ts';
import { afterEach, expect, test, vi } from 'vitest';
import {
  createRun,
  fetchEventSource,
  type FetchEventSourceOptions,
  type FetchLike,
  SseError,
  type SseSink,
} from 'react-event-source/core';

const never = (): never => {
  throw new Error('hostile');
};
/** Throws whatever is done with it; `then` aside, which decides whether it can be waited for. */
const hostile: object = new Proxy(never, {
  get: (_, name) => (name === 'then' ? undefined : never()),
  has: never,
  getPrototypeOf: never,
  ownKeys: never,
});

/** What stands where the engine looks for a member of `document` or `window`. */
type Member = 'missing' | 'null' | 'throws' | 'getter throws' | 'works';
const members = fc.constantFrom<Member>('missing', 'null', 'throws', 'getter throws', 'works');
const NAMES = [
  'addEventListener',
  'removeEventListener',
  'hidden',
  'setTimeout',
  'clearTimeout',
  'fetch',
] as const;

/** An object with such members, and what was called on it. */
function objectOf(kinds: Readonly<Record<string, Member>>, called: string[]): object {
  const object = {};
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind === 'missing') continue;
    if (kind === 'getter throws') Object.defineProperty(object, name, { get: never });
    else {
      const value = (): void => {
        called.push(name);
        if (kind === 'throws') never();
      };
      Object.defineProperty(object, name, { value: kind === 'null' ? null : value });
    }
  }
  return object;
}
const globals = fc.option(
  fc.record(Object.fromEntries(NAMES.map((name) => [name, members])) as Record<string, typeof members>),
  { nil: undefined },
);

const SSE = { 'content-type': 'text/event-stream' };
const bytes = new TextEncoder().encode('data: a\n\n');
const bodyOf = (start: (body: ReadableStreamDefaultController<unknown>) => void): Response =>
  new Response(new ReadableStream({ start }) as ReadableStream<Uint8Array>, { headers: SSE });
const locked = (): Response => {
  const response = new Response(bytes, { headers: SSE });
  response.body?.getReader();
  return response;
};

/** What `fetch` may return, made afresh for each call. */
const answers: Readonly<Record<string, () => unknown>> = {
  'an answer': () => new Response(bytes, { headers: SSE }),
  'an answer without an end': () => bodyOf((body) => body.enqueue(bytes)),
  'an answer that breaks': () =>
    bodyOf((body) => {
      body.enqueue(bytes);
      queueMicrotask(() => body.error(hostile));
    }),
  'an answer that cannot be cancelled': () =>
    new Response(new ReadableStream({ start: (body) => body.enqueue(bytes), cancel: never }), {
      headers: SSE,
    }),
  'junk as a chunk': () => bodyOf((body) => body.enqueue({ no: 'bytes' })),
  'a body that is in use': locked,
  'an error of the server': () => new Response('{"error":"Busy"}', { status: 500 }),
  'an error without an end': () =>
    new Response(new ReadableStream({ start: (body) => body.enqueue(bytes) }), { status: 500 }),
  'no content': () => new Response(null, { status: 204 }),
  'a page': () => new Response('<p>', { headers: { 'content-type': 'text/html' } }),
  nothing: () => undefined,
  null: () => null,
  text: () => 'data: a',
  'an empty object': () => ({}),
  'headers that throw': () => ({ status: 200, headers: { get: never }, body: null }),
  'a body that throws': () => ({ status: 200, headers: new Headers(SSE), body: { getReader: never } }),
  'what throws at every touch': () => hostile,
};
/** What it may reject with. */
const reasons: Readonly<Record<string, unknown>> = {
  'an error of the network': new TypeError('fetch failed'),
  'an abort': new DOMException('aborted', 'AbortError'),
  nothing: undefined,
  null: null,
  text: 'no',
  'an HTTP error': Object.assign(new Error('HTTPError'), { response: new Response('', { status: 401 }) }),
  'an HTTP error that throws': Object.defineProperty(new Error('no'), 'response', { get: never }),
  'an HTTP error with a hostile response': { response: hostile, message: 'no' },
  'an HTTP error with cyclic data': (() => {
    const data: Record<string, unknown> = {};
    data['self'] = data;
    return { status: 400, data };
  })(),
  'what throws at every touch': hostile,
};

const fetches = fc.record({
  does: fc.oneof(
    fc.constantFrom(...Object.keys(answers)).map((name) => ({ name, settle: async () => answers[name]?.() })),
    fc.constantFrom(...Object.keys(reasons)).map((name) => ({
      name: `rejects with ${name}`,
      settle: async () => Promise.reject(reasons[name] as Error),
    })),
    fc.constant({ name: 'throws', settle: never }),
    fc.constant({ name: 'never settles', settle: () => new Promise<unknown>(() => {}) }),
    fc.constant({ name: 'returns no promise', settle: () => new Response(bytes, { headers: SSE }) }),
  ),
  /** Whether it waits until the attempt has been closed. It never follows the signal. */
  isLate: fc.boolean(),
});

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const turns = async (): Promise<void> => {
  for (let i = 0; i < 8; i += 1) await turn();
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A hostile world, and what was seen in it. */
function createWorld(
  page: Readonly<Record<string, Member>> | undefined,
  frame: Readonly<Record<string, Member>> | undefined,
  { does, isLate }: { does: { settle: () => unknown }; isLate: boolean },
) {
  const pageCalls: string[] = [];
  const windowCalls: string[] = [];
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  const controller = new AbortController();
  let requests = 0;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  vi.stubGlobal('document', page && objectOf(page, pageCalls));
  vi.stubGlobal('window', frame && objectOf(frame, windowCalls));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  process.on('unhandledRejection', note);
  const fetch = ((): unknown => {
    requests += 1;
    return isLate ? held.then(() => does.settle()) : does.settle();
  }) as FetchLike;
  return {
    fetch,
    controller,
    /** Takes the world down, a day later. */
    async leave() {
      letGo();
      controller.abort();
      await turns();
      await vi.advanceTimersByTimeAsync(86_400_000);
      await turns();
      const timers = vi.getTimerCount();
      process.off('unhandledRejection', note);
      vi.useRealTimers();
      vi.unstubAllGlobals();
      return { requests, timers, windowCalls, pageCalls, rejections };
    },
  };
}

/** A sink that notes what it was told. */
function createReports() {
  const reports: string[] = [];
  const ends: unknown[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]): void => {
      reports.push(name);
      if (name === 'end' || name === 'fail') ends.push(args[0]);
    };
  const sink: SseSink = {
    open: note('open'),
    activity: note('activity'),
    message: note('message'),
    id: note('id'),
    retry: note('retry'),
    reconnecting: note('reconnecting'),
    end: note('end'),
    fail: note('fail'),
  };
  return { sink, reports, ends };
}

const LISTENER = ['addEventListener', 'removeEventListener'];

test('an attempt makes one request, sets no timer and leaves no rejection, whatever the page and fetch are', async () => {
  const closings = fc.constantFrom('at once', 'once asked', 'finished', 'never');
  await fc.assert(
    fc.asyncProperty(globals, globals, fetches, closings, async (page, frame, fetching, closing) => {
      const world = createWorld(page, frame, fetching);
      const { sink, reports, ends } = createReports();
      // A signal is no option of the transport. The engine, which has one, must not listen to it.
      const { signal } = world.controller;
      const close = fetchEventSource({ fetch: world.fetch, signal } as FetchEventSourceOptions)(
        { url: 'http://test/', init: {}, events: undefined, lastEventId: '' },
        sink,
      );
      if (closing === 'at once') close();
      await turns();
      if (closing === 'once asked') close();
      if (closing === 'finished') close(true);
      const told = reports.length;
      const { requests, timers, windowCalls, pageCalls, rejections } = await world.leave();
      const isClosed = closing !== 'never';
      expect({ requests, timers, windowCalls, rejections }).toEqual({
        requests: closing === 'at once' ? 0 : 1,
        timers: 0,
        windowCalls: [],
        rejections: [],
      });
      const mayHang = isClosed || /never|without an end|cannot be cancelled/.test(fetching.does.name);
      const listens = page?.['addEventListener'] === 'works' && page['removeEventListener'] === 'works';
      const isOver = isClosed || ends.length > 0;
      expect({
        afterClosing: isClosed ? reports.slice(told) : [],
        ends: mayHang ? Math.min(ends.length, 1) : 1,
        errors: ends.filter((error) => typeof error === 'object' && !(error instanceof SseError)),
        // The listener for violations of a policy, which goes again.
        page: listens && isOver ? [...new Set(pageCalls)] : LISTENER,
      }).toEqual({ afterClosing: [], ends: ends.length, errors: [], page: LISTENER });
    }),
    { numRuns: 400 },
  );
});

test('a POST is sent once and its promise settles, whatever the page and fetch are', async () => {
  await fc.assert(
    fc.asyncProperty(globals, globals, fetches, async (page, frame, fetching) => {
      const world = createWorld(page, frame, fetching);
      const onFinish = vi.fn<() => void>();
      const run = createRun({ url: 'http://test/', body: {}, fetch: world.fetch, onFinish });
      const result = run.start();
      await turns();
      run.stop();
      const { status, error } = await result;
      expect(['done', 'stopped', 'failed']).toContain(status);
      expect(error === null || error instanceof SseError).toBe(true);
      expect(await world.leave()).toMatchObject({ requests: 1, timers: 0, windowCalls: [], rejections: [] });
      expect(onFinish).toHaveBeenCalledOnce();
    }),
    { numRuns: 400 },
  );
});
