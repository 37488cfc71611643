// One start owns its request, and has one moment of its end.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createRun,
  type FetchLike,
  fetchEventSource,
  type Format,
  openaiChat,
  type RunOptions,
  type RunSnapshot,
  SseError,
  type Transport,
} from 'react-event-source/core';
import { content, reason, usage } from '../support/chunks.ts';
import { started } from '../support/startedRun.ts';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const untilEnd: Format = ({ data }) => (data === 'end' ? { type: 'done' } : data);
const endsOnly = Object.assign<Format, Partial<Format>>((each, answer) => untilEnd(each, answer), {
  endsOnClose: false,
});

describe('an answer whose finish reason was seen is done', () => {
  test('where its connection is cut before the end marker', async () => {
    const { finished, send, sink, told, wire } = await started({ format: openaiChat(), retry: 3 });
    send(content('Hello'), reason);
    sink.fail(new SseError('network', 'cut'));
    expect(await finished).toMatchObject({ status: 'done', error: null, text: 'Hello' });
    expect([told.at(-1), wire.attempts.length]).toEqual(['finish done', 1]);
  });

  test('one second after its usage where the connection is held open', async () => {
    const { run, send, attempt } = await started({ format: openaiChat() });
    send(content('Hello'), reason, usage);
    await vi.advanceTimersByTimeAsync(999);
    expect(run.getSnapshot().status).toBe('streaming');
    await vi.advanceTimersByTimeAsync(1);
    expect([run.getSnapshot().status, attempt.isClosed, vi.getTimerCount()]).toEqual(['done', true, 0]);
  });

  test('five seconds after its finish reason where no usage comes, keep-alives or not', async () => {
    const format: Format = ({ data }) => (data === 'ping' ? null : { type: 'meta', finishReason: data });
    const { run, send } = await started({ format });
    send('stop');
    await vi.advanceTimersByTimeAsync(4000);
    send('ping');
    await vi.advanceTimersByTimeAsync(999);
    expect(run.getSnapshot().status).toBe('streaming');
    await vi.advanceTimersByTimeAsync(1);
    expect(run.getSnapshot().status).toBe('done');
  });

  test('but not while the provider runs a tool of its own', async () => {
    const { run, send } = await started({
      format: () => [
        { type: 'toolCall', id: '1', name: 'search', server: true },
        { type: 'meta', finishReason: 'tool_calls' },
      ],
    });
    send('x');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run.getSnapshot().status).toBe('streaming');
    run.stop();
  });
});

test('a server that stopped the answer says so: it is stopped, with its reason and without an error', async () => {
  const { finished, send } = await started({
    format: ({ data }) =>
      data === 'abort' ? { type: 'done', reason: 'stopped', message: 'too long' } : data,
  });
  send('a', 'abort');
  expect(await finished).toMatchObject({
    status: 'stopped',
    error: null,
    finishReason: 'too long',
    text: 'a',
  });
});

describe('a clean close before the end', () => {
  test('is a break where ids were sent and the request may be resumed', async () => {
    const { run, finished, sink, wire, told } = await started({
      format: endsOnly,
      retry: { limit: 1, delay: 200, jitter: false },
    });
    sink.message(message('a', '1'), true);
    sink.end();
    expect(run.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'incomplete' } });
    await vi.advanceTimersByTimeAsync(200);
    const next = await wire.attempt(2);
    expect(next.request.lastEventId).toBe('1');
    next.sink.open();
    next.sink.end();
    expect(await finished).toMatchObject({ status: 'incomplete', text: 'a' });
    expect(told).toEqual(['a', 'incomplete, retry', 'incomplete', 'finish incomplete']);
  });

  test('with words outside of any message is incomplete, in those words', async () => {
    const { finished, send, sink } = await started();
    send('a');
    sink.end(false, 'You exceeded your quota');
    expect(await finished).toMatchObject({
      status: 'incomplete',
      text: 'a',
      error: { kind: 'incomplete', message: 'You exceeded your quota' },
    });
  });
});

test('what is done to a body after the start is not sent, and neither is it by a retry or from the queue', async () => {
  vi.useRealTimers();
  const bodies: unknown[] = [];
  const run = createRun({
    url: 'http://test/',
    retry: { limit: 1, delay: 0 },
    whenBusy: 'queue',
    fetch: async (_, { body }) => {
      bodies.push(body);
      return new Response('data: a\n\n', {
        status: bodies.length === 1 ? 503 : 200,
        headers: { 'content-type': 'text/event-stream' },
      });
    },
  });
  const messages = ['a'];
  const first = run.start({ body: { messages } });
  messages.push('b');
  const second = run.start({ body: { messages } });
  messages.push('c');
  await Promise.all([first, second]);
  expect(bodies).toEqual(['{"messages":["a"]}', '{"messages":["a"]}', '{"messages":["a","b"]}']);
});

test('data is made JSON once, and each attempt sends it with its content type', async () => {
  vi.useRealTimers();
  let writings = 0;
  const body = { toJSON: () => ({ written: (writings += 1) }) };
  const sent: unknown[] = [];
  const fetch: FetchLike = async (_, init) => {
    sent.push([init.body, new Headers(init.headers).get('content-type')]);
    return new Response(null, { status: sent.length < 3 ? 503 : 204 });
  };
  const run = createRun({ url: 'http://test/', retry: { limit: 2, delay: 0 }, fetch });
  expect((await run.start({ body })).status).toBe('done');
  expect(sent).toEqual(Array(3).fill(['{"written":1}', 'application/json']));
});

test('an attempt after a change of options is at the request of its start, with the latest headers', async () => {
  const wire = createWire();
  const options: RunOptions = {
    url: 'http://test/old',
    method: 'PUT',
    body: 'old',
    headers: { token: 'old' },
    format: untilEnd,
  };
  Object.assign(options, { transport: wire.transport, retry: { delay: 200, jitter: false } });
  const { createRun: bound } = await import('../../src/run/run');
  const run = bound(options, { transport: wire.transport, format: untilEnd });
  const finished = run.start();
  const first = await wire.attempt(1);
  run.setOptions({
    ...options,
    url: 'http://test/new',
    method: 'POST',
    body: 'new',
    headers: { token: 'new' },
    format: () => 'other format',
  });
  first.sink.fail(new SseError('network', 'cut'));
  await vi.advanceTimersByTimeAsync(200);
  const { request, sink } = await wire.attempt(2);
  expect([request.url, request.init.method, request.init.body, request.init.headers]).toEqual([
    'http://test/old',
    'PUT',
    'old',
    { token: 'new' },
  ]);
  sink.message(message('text'), false);
  sink.end();
  expect((await finished).text).toBe('text');
});

test('what is no options object is ignored by start()', async () => {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport });
  const start = run.start as (argument: unknown) => Promise<RunSnapshot>;
  const all = ['x', 7, ['x'], true, Symbol('x'), () => 'x', new Map(), new Date()];
  for (const [index, argument] of all.entries()) {
    void start(argument);
    expect((await wire.attempt(index + 1)).request.url).toBe('http://test/');
  }
  run.stop();
});

test('a transport that returns nothing can be stopped', async () => {
  const transport = (() => undefined) as unknown as Transport;
  const run = createRun({ url: 'http://test/', transport });
  const finished = run.start();
  await vi.advanceTimersByTimeAsync(0);
  run.stop();
  expect((await finished).status).toBe('stopped');
});

describe('a transport written without types', () => {
  const setUp = async (made: unknown) => {
    const run = createRun({ url: 'http://test/', transport: (() => made) as unknown as Transport });
    const finished = run.start();
    await vi.advanceTimersByTimeAsync(0);
    return { run, finished };
  };

  test('may be async: what it resolves with closes the attempt', async () => {
    const close = vi.fn<() => void>();
    const { run, finished } = await setUp(Promise.resolve(close));
    expect(close).not.toHaveBeenCalled();
    run.stop();
    expect((await finished).status).toBe('stopped');
    expect(close).toHaveBeenCalledOnce();
  });

  test('fails the run with what its promise rejects with', async () => {
    const { finished } = await setUp(Promise.reject(new Error('no socket')));
    expect(await finished).toMatchObject({ status: 'failed', error: { message: 'no socket' } });
  });

  test('loses no end where what closes the attempt throws: that is reported', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const error = new Error('in close');
    const { run, finished } = await setUp(() => {
      throw error;
    });
    run.stop();
    vi.unstubAllGlobals();
    expect((await finished).status).toBe('stopped');
    expect(reported.mock.calls).toEqual([[error]]);
  });

  test.each([
    ['that returns an object', { close() {} }],
    ['that is a factory, passed without being called,', fetchEventSource()],
  ])('%s fails the run with what to do', async (_, made) => {
    const { finished } = await setUp(made);
    const message =
      'A transport returns the function that closes its attempt. Call a factory: fetchEventSource().';
    expect(await finished).toMatchObject({ status: 'failed', error: { message, isRetryable: false } });
  });
});

test('a Map as body, or inside of it, is refused with a word of help and not sent as {}', async () => {
  for (const body of [new Map([['a', 1]]), { tags: new Set(['a']) }]) {
    const { status, error } = await createRun({ url: 'http://test/', body }).start();
    expect(status).toBe('failed');
    expect(error?.message).toContain('Map or Set');
  }
});

test('a signal whose time is over fails the run with an error of kind timeout', async () => {
  const controller = new AbortController();
  const { finished, told } = await started({ signal: controller.signal });
  const timeout = new DOMException('signal timed out', 'TimeoutError');
  controller.abort(timeout);
  expect(await finished).toMatchObject({
    status: 'failed',
    error: { kind: 'timeout', message: 'signal timed out', cause: timeout },
  });
  expect(told).toEqual(['timeout', 'finish failed']);
});

describe('whenBusy', () => {
  test("'ignore' returns the promise of the run under way", async () => {
    const { run, finished, sink, wire } = await started({ whenBusy: 'ignore' });
    expect(run.start()).toBe(finished);
    sink.end();
    await finished;
    expect(wire.attempts).toHaveLength(1);
  });

  test("'queue' runs starts in order, each with its own request and promise", async () => {
    const { run, finished, sink, wire, told } = await started({ whenBusy: 'queue', format: untilEnd });
    const second = run.start({ url: 'http://test/2' });
    const third = run.start({ url: 'http://test/3' });
    expect(run.getSnapshot()).toMatchObject({ status: 'streaming', queued: 2 });
    sink.message(message('one'), false);
    sink.message(message('end'), false);
    expect((await finished).text).toBe('one');
    const next = await wire.attempt(2);
    expect([next.request.url, run.getSnapshot().queued, run.getSnapshot().text]).toEqual([
      'http://test/2',
      1,
      '',
    ]);
    next.sink.message(message('two'), false);
    next.sink.end();
    expect((await second).text).toBe('two');
    (await wire.attempt(3)).sink.end();
    expect((await third).status).toBe('done');
    expect(told.filter((each) => each.startsWith('finish'))).toHaveLength(3);
  });

  test('ten starts while one is under way run in order, each with a result of its own, and stop() holds those left', async () => {
    const { run, finished, sink, wire } = await started({ whenBusy: 'queue' });
    const results = Array.from({ length: 10 }, (_, i) => run.start({ url: `http://test/${i + 1}` }));
    expect(run.getSnapshot().queued).toBe(10);
    sink.end();
    await finished;
    for (const [i, result] of results.slice(0, 6).entries()) {
      const { request, sink } = await wire.attempt(i + 2);
      expect([request.url, run.getSnapshot().queued]).toEqual([`http://test/${i + 1}`, 9 - i]);
      sink.message(message(`answer ${i + 1}`), false);
      sink.end();
      expect(await result).toMatchObject({ status: 'done', text: `answer ${i + 1}` });
    }
    (await wire.attempt(8)).sink.message(message('half'), false);
    run.stop();
    expect(await results[6]).toMatchObject({ status: 'stopped', text: 'half' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect([wire.attempts.length, run.getSnapshot().queued]).toEqual([8, 3]);
    // The next start goes to the end of the queue, and lets it go on.
    const last = run.start({ url: 'http://test/last' });
    for (const [i, result] of [...results.slice(7), last].entries()) {
      const { request, sink } = await wire.attempt(i + 9);
      expect(request.url).toBe(`http://test/${i < 3 ? i + 8 : 'last'}`);
      sink.message(message(`answer ${i}`), false);
      sink.end();
      expect((await result).text).toBe(`answer ${i}`);
    }
    expect([wire.attempts.length, run.getSnapshot().queued]).toEqual([12, 0]);
  });

  test('a stopped run holds the queue until the next start, and reset() empties it', async () => {
    const { run, finished, wire } = await started({ whenBusy: 'queue' });
    const second = run.start({ url: 'http://test/2' });
    run.stop();
    expect((await finished).status).toBe('stopped');
    expect([wire.attempts.length, run.getSnapshot().queued]).toEqual([1, 1]);
    const third = run.start({ url: 'http://test/3' });
    (await wire.attempt(2)).sink.open();
    expect(wire.attempts[1]?.request.url).toBe('http://test/2');
    run.reset();
    expect([(await second).status, (await third).status]).toEqual(['stopped', 'stopped']);
    expect(run.getSnapshot()).toMatchObject({ status: 'idle', queued: 0 });
  });
});

test('stop() in onFinish of a run that is done holds the queue, as it does a moment before', async () => {
  const onFinish = vi.fn<() => void>(() => run.stop());
  const { run, finished, sink, wire } = await started({ whenBusy: 'queue', onFinish });
  const second = run.start({ url: 'http://test/2' });
  sink.end();
  expect((await finished).status).toBe('done');
  await vi.advanceTimersByTimeAsync(1000);
  expect([wire.attempts.length, run.getSnapshot().status, run.getSnapshot().queued]).toEqual([1, 'done', 1]);
  run.reset();
  expect((await second).status).toBe('stopped');
});

test('start() in onFinish of a start that reset() takes out of the queue is reset, too', async () => {
  const results: Promise<RunSnapshot>[] = [];
  const { run, finished, wire } = await started({
    whenBusy: 'queue',
    onFinish: () => void (results.length === 1 && results.push(run.start())),
  });
  const second = run.start();
  run.stop();
  await finished;
  results.push(second);
  run.reset();
  expect(await Promise.all(results)).toMatchObject([{ status: 'stopped' }, { status: 'stopped' }]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([wire.attempts.length, run.getSnapshot().status]).toEqual([1, 'idle']);
});

test('timing says when it started, opened, had text and ended, and its longest gap', async () => {
  const at = Date.now();
  const { run, finished, send, sink } = await started();
  expect(run.getSnapshot()).toMatchObject({
    isRunning: true,
    timing: { startedAt: at, openedAt: at, endedAt: null },
  });
  await vi.advanceTimersByTimeAsync(100);
  send('a');
  await vi.advanceTimersByTimeAsync(700);
  send('b');
  await vi.advanceTimersByTimeAsync(50);
  sink.end();
  const { timing, isRunning } = await finished;
  expect(isRunning).toBe(false);
  expect(timing).toEqual({
    startedAt: at,
    openedAt: at,
    firstTextAt: at + 100,
    endedAt: at + 850,
    longestGap: 700,
  });
});
