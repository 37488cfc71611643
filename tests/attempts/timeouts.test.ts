import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, createRun, type Retry, type TimeoutOptions } from 'react-event-source/core';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function run(timeout: TimeoutOptions, retry?: Retry) {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport, timeout, retry });
  const finished = run.start();
  const { sink } = await wire.attempt(1);
  return { wire, run, finished, sink };
}
const outcome = ({ status, error }: { status: string; error: { kind: string; message: string } | null }) =>
  `${status}: ${error?.kind} ${error?.message ?? ''}`;

describe('the connect timeout', () => {
  test('ends an attempt that gets no response', async () => {
    const { wire, run: asked, finished } = await run({ connect: 500 }, false);
    vi.advanceTimersByTime(499);
    expect(asked.getSnapshot().status).toBe('connecting');
    vi.advanceTimersByTime(1);
    expect(outcome(await finished)).toBe('failed: timeout The connect timeout of 500 ms ran out');
    expect(wire.attempts[0]?.isClosed).toBe(true);
  });
  test('is over once the stream is open', async () => {
    const { run: asked, sink } = await run({ connect: 500 });
    sink.open();
    vi.advanceTimersByTime(60_000);
    expect(asked.getSnapshot().status).toBe('streaming');
  });
  test('counts for each attempt, and a GET is retried', async () => {
    const { wire, run: asked } = await run({ connect: 500 }, { jitter: false });
    vi.advanceTimersByTime(500);
    expect(asked.getSnapshot()).toMatchObject({
      status: 'reconnecting',
      attempt: 1,
      error: { kind: 'timeout' },
    });
    expect(asked.getSnapshot().nextRetryAt).toBeGreaterThan(Date.now() - 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.attempts).toHaveLength(2);
    expect(asked.getSnapshot()).toMatchObject({ status: 'reconnecting', nextRetryAt: null });
    vi.advanceTimersByTime(500);
    expect(asked.getSnapshot().attempt).toBe(2);
    asked.stop();
  });
});

describe('the idle timeout', () => {
  test('counts from the moment when a mocked clock that was ahead is taken away', async () => {
    const now = performance.now.bind(performance);
    const mock = vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_600_000);
    const { run: asked, sink } = await run({ idle: 500 }, false);
    sink.open();
    mock.mockRestore();
    vi.advanceTimersByTime(999);
    expect(asked.getSnapshot().status).toBe('streaming');
    vi.advanceTimersByTime(1);
    expect(asked.getSnapshot()).toMatchObject({ status: 'failed', error: { kind: 'timeout' } });
  });
  test('ends a stream that sends no byte', async () => {
    const { finished, sink, wire } = await run({ idle: 500 });
    sink.open();
    sink.message(message('kept'), false);
    vi.advanceTimersByTime(500);
    const result = await finished;
    expect(outcome(result)).toBe('failed: timeout The idle timeout of 500 ms ran out');
    expect([result.text, wire.attempts.length, wire.attempts[0]?.isClosed]).toEqual(['kept', 1, true]);
  });
  test.each(['activity', 'message'] as const)('starts afresh with each %s', async (sign) => {
    const { run: asked, sink } = await run({ idle: 500 });
    sink.open();
    for (let i = 0; i < 10; i += 1) {
      vi.advanceTimersByTime(400);
      if (sign === 'activity') sink.activity();
      else sink.message(message('x'), false);
    }
    vi.advanceTimersByTime(499);
    expect(asked.getSnapshot().status).toBe('streaming');
    vi.advanceTimersByTime(1);
    expect(asked.getSnapshot().status).toBe('failed');
  });
  test('does not count before the stream is open', async () => {
    const { run: asked } = await run({ idle: 500 });
    vi.advanceTimersByTime(60_000);
    expect(asked.getSnapshot().status).toBe('connecting');
    asked.stop();
  });
  test('sets no timer for each byte', async () => {
    const { run: asked, sink } = await run({ idle: 500 });
    sink.open();
    const timers = vi.getTimerCount();
    for (let i = 0; i < 1000; i += 1) sink.activity();
    expect(vi.getTimerCount()).toBe(timers);
    asked.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
  test('may be longer than a timer can hold', async () => {
    const { run: asked, sink } = await run({ idle: 3e9, connect: 3e9 }, false);
    sink.open();
    vi.advanceTimersByTime(2.9e9);
    expect(asked.getSnapshot().status).toBe('streaming');
    vi.advanceTimersByTime(1e8);
    expect(asked.getSnapshot().status).toBe('failed');
  });
});

describe('the progress timeout', () => {
  test('counts messages only: comments do not hold a stream open that says nothing', async () => {
    const { run: asked, sink } = await run({ progress: 500 });
    sink.open();
    for (let i = 0; i < 4; i += 1) {
      vi.advanceTimersByTime(100);
      sink.activity();
    }
    expect(asked.getSnapshot().status).toBe('streaming');
    vi.advanceTimersByTime(100);
    expect(outcome(asked.getSnapshot())).toBe('failed: timeout The progress timeout of 500 ms ran out');
  });
  test('starts afresh with each message', async () => {
    const { run: asked, sink } = await run({ progress: 500 });
    sink.open();
    for (let i = 0; i < 4; i += 1) {
      vi.advanceTimersByTime(400);
      sink.message(message('x'), false);
    }
    expect(asked.getSnapshot().status).toBe('streaming');
    asked.stop();
  });
});

test('a feed that falls silent reconnects', async () => {
  const wire = createWire();
  const feed = createConnection({ url: 'http://test/', transport: wire.transport, timeout: { idle: 500 } });
  feed.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  vi.advanceTimersByTime(500);
  expect(feed.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'timeout' } });
  await vi.advanceTimersByTimeAsync(1000);
  expect(wire.attempts).toHaveLength(2);
  feed.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('while the browser itself reconnects no timeout of an open stream counts', async () => {
  const wire = createWire();
  const timeout = { idle: 500, progress: 500 };
  const feed = createConnection({ url: 'http://test/', transport: wire.transport, timeout });
  feed.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  sink.reconnecting();
  vi.advanceTimersByTime(60_000);
  expect(feed.getSnapshot()).toMatchObject({
    status: 'reconnecting',
    error: { kind: 'network' },
    nextRetryAt: null,
    attempt: 1,
  });
  sink.open();
  expect(feed.getSnapshot()).toMatchObject({ status: 'open', attempt: 1 });
  vi.advanceTimersByTime(500);
  expect(feed.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'timeout' } });
  feed.close();
});
