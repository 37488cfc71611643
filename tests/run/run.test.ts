import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRun, type EventLike, type Format, SseError } from 'react-event-source/core';
import { started } from '../support/startedRun.ts';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Text as it comes, until a message says `end`. */
const untilEnd: Format = ({ data }) => (data === 'end' ? { type: 'done' } : data);

test('a run that was never started is idle and empty', () => {
  expect(createRun().getSnapshot()).toEqual({
    status: 'idle',
    readyState: 2,
    isRunning: false,
    queued: 0,
    error: null,
    text: '',
    reasoning: '',
    refusal: '',
    parts: [],
    toolCalls: [],
    approvals: [],
    sources: [],
    files: [],
    id: null,
    model: null,
    detail: null,
    finishReason: null,
    usage: null,
    lastMessage: null,
    lastEventId: '',
    attempt: 0,
    nextRetryAt: null,
    timing: { startedAt: null, openedAt: null, firstTextAt: null, endedAt: null, longestGap: 0 },
  });
});

describe('events', () => {
  test('leaves out what is of another type: it is no message of this run', async () => {
    const { run, sink, told, wire } = await started({ events: ['token'] });
    expect(wire.attempts[0]?.request.events).toEqual(['token']);
    sink.message(message('a', '1', 'token'), true);
    sink.id('2');
    sink.message(message('b', '2', 'ping'), true);
    expect(run.getSnapshot()).toMatchObject({ text: 'a', lastMessage: { data: 'a' }, lastEventId: '2' });
    expect(told).toEqual(['a']);
    run.stop();
  });
});

describe('start()', () => {
  test('stops what is under way, and begins with an empty answer and without an id', async () => {
    const { run, finished, sink, told, wire, attempt } = await started();
    sink.message(message('old', '7'), true);
    const second = run.start();
    expect(attempt.isClosed).toBe(true);
    expect(await finished).toMatchObject({ status: 'stopped', text: 'old', lastEventId: '7' });
    expect(told).toEqual(['old', 'finish stopped']);
    const next = await wire.attempt(2);
    expect(next.request.lastEventId).toBe('');
    expect(run.getSnapshot()).toMatchObject({
      status: 'connecting',
      text: '',
      lastMessage: null,
      lastEventId: '',
    });
    next.sink.open();
    next.sink.message(message('new'), false);
    next.sink.end();
    expect(await second).toMatchObject({ status: 'done', text: 'new' });
    expect(told).toEqual(['old', 'finish stopped', 'new', 'finish done']);
  });

  test('takes overrides for its own run only, and merges headers by name', async () => {
    const wire = createWire();
    const run = createRun({
      url: 'http://test/a',
      transport: wire.transport,
      headers: { 'x-a': 'option', 'x-b': 'option' },
      method: 'PUT',
    });
    void run.start({ url: 'http://test/b', retry: undefined, headers: () => ({ 'X-B': 'start' }) });
    const first = (await wire.attempt(1)).request;
    expect([first.url, first.init]).toEqual([
      'http://test/b',
      { method: 'PUT', headers: { 'x-a': 'option', 'x-b': 'start' } },
    ]);
    void run.start({ headers: { 'x-c': 'start' } });
    const second = (await wire.attempt(2)).request;
    expect([second.url, second.init.headers]).toEqual([
      'http://test/a',
      { 'x-a': 'option', 'x-b': 'option', 'x-c': 'start' },
    ]);
    void run.start();
    expect((await wire.attempt(3)).request.init.headers).toEqual({ 'x-a': 'option', 'x-b': 'option' });
    run.stop();
  });

  test('headers of one start need none in the options', async () => {
    const wire = createWire();
    const run = createRun({ url: 'http://test/', transport: wire.transport });
    void run.start({ headers: { 'x-a': 'start' } });
    expect((await wire.attempt(1)).request.init.headers).toEqual({ 'x-a': 'start' });
    run.stop();
  });

  test('as a click handler takes the event for no options', async () => {
    const wire = createWire();
    const run = createRun({ url: 'http://test/', transport: wire.transport });
    const click: EventLike & { url: string } = { preventDefault() {}, url: 'http://other/' };
    void run.start(click);
    expect((await wire.attempt(1)).request.url).toBe('http://test/');
    run.stop();
  });

  test('hands the transport the request, the framing of the format and the fetch, and nothing else', async () => {
    const fetch = async (): Promise<Response> => new Response();
    const format = Object.assign<Format, Partial<Format>>(() => null, { framing: 'lines' });
    const { wire, run } = await started({ format, fetch, body: { a: 1 }, retry: 1, credentials: 'include' });
    expect(wire.attempts[0]?.request).toEqual({
      url: 'http://test/',
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"a":1}',
        credentials: 'include',
        duplex: 'half',
      },
      events: undefined,
      lastEventId: '',
      framing: 'lines',
      fetch,
    });
    run.stop();
  });

  test('without a url fails with a word of help', async () => {
    expect(await createRun().start()).toMatchObject({
      status: 'failed',
      error: { kind: 'network', message: 'The url is empty. Pass one, or `null` to stay disconnected.' },
    });
  });

  test('from onError of the run that failed is another run, which its end does not touch', async () => {
    let again: Promise<{ status: string; text: string }> | undefined;
    const onError = (): void => void (again ??= run.start());
    const { run, finished, sink, wire } = await started({ retry: false, onError: () => onError() });
    sink.fail(new SseError('http', 'busy', { status: 500 }));
    expect((await finished).status).toBe('failed');
    const next = await wire.attempt(2);
    expect(next.isClosed).toBe(false);
    next.sink.open();
    next.sink.message(message('second time'), false);
    next.sink.end();
    expect(await again).toMatchObject({ status: 'done', text: 'second time' });
  });

  test('from onError after a message that the format cannot read is another run', async () => {
    let again: Promise<{ status: string; text: string }> | undefined;
    const onError = (): void => void (again ??= run.start());
    const { run, finished, send, wire } = await started({
      format: ({ data }) => JSON.parse(data) as string,
      onError: () => onError(),
    });
    send('no JSON');
    expect((await finished).status).toBe('failed');
    const next = await wire.attempt(2);
    expect(next.isClosed).toBe(false);
    next.sink.message(message('"second time"'), false);
    next.sink.end();
    expect(await again).toMatchObject({ status: 'done', text: 'second time' });
  });

  test('from onMessage is another run, which the message does not end', async () => {
    const { run, finished, send, wire } = await started({
      format: untilEnd,
      onMessage: ({ data }) => void (data === 'end' && wire.attempts.length < 2 && run.start()),
    });
    send('a', 'end');
    expect(await finished).toMatchObject({ status: 'stopped', text: 'a' });
    const next = await wire.attempt(2);
    next.sink.open();
    expect(run.getSnapshot()).toMatchObject({ status: 'streaming', text: '' });
    run.stop();
  });
});

describe('stop() and reset()', () => {
  test('of a run that is not under way tell nobody anything', async () => {
    const { run, finished, sink, told } = await started();
    sink.end();
    await finished;
    const before = run.getSnapshot();
    run.stop();
    expect(run.getSnapshot()).toBe(before);
    expect(told).toEqual(['finish done']);
    const idle = createRun({ onFinish: () => void told.push('never') });
    idle.stop();
    expect([idle.getSnapshot().status, told]).toEqual(['idle', ['finish done']]);
  });

  test('a reset run has nothing of its answer left, and can be started', async () => {
    const { run, finished, sink, told, wire } = await started();
    sink.message(message('old', '7'), true);
    run.reset();
    expect((await finished).status).toBe('stopped');
    expect(told).toEqual(['old', 'finish stopped']);
    expect(run.getSnapshot()).toEqual(createRun().getSnapshot());
    void run.start();
    expect((await wire.attempt(2)).request.lastEventId).toBe('');
    run.stop();
  });
});

describe('a signal', () => {
  test('that is aborted stops the run', async () => {
    const controller = new AbortController();
    const { finished, send, told, attempt } = await started({ signal: controller.signal });
    send('a');
    controller.abort();
    expect(attempt.isClosed).toBe(true);
    expect(await finished).toMatchObject({ status: 'stopped', text: 'a', error: null });
    expect(told).toEqual(['a', 'finish stopped']);
  });

  test('of one start is that start’s', async () => {
    const controller = new AbortController();
    const { run, wire } = await started();
    const second = run.start({ signal: controller.signal });
    await wire.attempt(2);
    controller.abort();
    expect((await second).status).toBe('stopped');
    const third = run.start();
    (await wire.attempt(3)).sink.end();
    expect((await third).status).toBe('done');
  });

  test('that was aborted before the start sends nothing, and the run has stopped', async () => {
    const wire = createWire();
    const run = createRun({ url: 'http://test/', transport: wire.transport });
    expect(await run.start({ signal: AbortSignal.abort() })).toMatchObject({ status: 'stopped' });
    await vi.advanceTimersByTimeAsync(0);
    expect(wire.attempts).toEqual([]);
  });

  test('keeps no listener of a run that has ended', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const { finished, sink } = await started({ signal });
    expect(added).toHaveBeenCalledOnce();
    sink.end();
    await finished;
    expect(removed.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });
});

describe('a retry', () => {
  test('shows what is waited for and why, and keeps the text', async () => {
    const { run, sink, told, wire } = await started({ retry: { delay: 100, jitter: false } });
    sink.message(message('a', '1'), true);
    const now = Date.now();
    const error = new SseError('network', 'broken');
    sink.fail(error);
    expect(run.getSnapshot()).toMatchObject({
      status: 'reconnecting',
      readyState: 0,
      attempt: 1,
      nextRetryAt: now + 100,
      text: 'a',
    });
    expect(run.getSnapshot().error).toBe(error);
    await vi.advanceTimersByTimeAsync(100);
    const next = await wire.attempt(2);
    expect(run.getSnapshot()).toMatchObject({ status: 'reconnecting', nextRetryAt: null, error });
    expect(next.request.lastEventId).toBe('1');
    next.sink.open();
    expect(run.getSnapshot()).toMatchObject({ status: 'streaming', error: null, attempt: 1 });
    next.sink.message(message('b', '2'), true);
    expect(run.getSnapshot()).toMatchObject({ text: 'ab', attempt: 0 });
    next.sink.end();
    expect(told).toEqual(['a', 'network, retry', 'b', 'finish done']);
  });

  test('that the platform makes by itself is told as a network error', async () => {
    const { run, sink, told } = await started();
    sink.reconnecting();
    expect(run.getSnapshot()).toMatchObject({
      status: 'reconnecting',
      error: { kind: 'network' },
      nextRetryAt: null,
    });
    expect(told).toHaveLength(1);
    run.stop();
  });
});

test('an id that comes without a message is shown', async () => {
  const { run, sink } = await started();
  sink.id('7');
  expect(run.getSnapshot()).toMatchObject({ lastEventId: '7', lastMessage: null });
  run.stop();
});

test('the id of a message whose type is not among `events` is shown', async () => {
  const { run, sink, told } = await started({ events: ['token'] });
  sink.message({ type: 'ping', data: 'x', lastEventId: '7' }, true);
  expect(run.getSnapshot()).toMatchObject({ lastEventId: '7', lastMessage: null, text: '' });
  expect(told).toEqual([]);
  run.stop();
});
