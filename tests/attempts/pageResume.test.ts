import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  type ConnectionOptions,
  type RunOptions,
  SseError,
} from 'react-event-source/core';
import { createWire, message } from '../support/wire.ts';

let page: EventTarget;
let listeners: number;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  page = new EventTarget();
  listeners = 0;
  vi.stubGlobal('addEventListener', (...args: Parameters<EventTarget['addEventListener']>) => {
    listeners += 1;
    page.addEventListener(...args);
  });
  vi.stubGlobal('removeEventListener', (...args: Parameters<EventTarget['removeEventListener']>) => {
    listeners -= 1;
    page.removeEventListener(...args);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const tell = (type: string, details: object = {}): void =>
  void page.dispatchEvent(Object.assign(new Event(type), details));
/** Time passes, and no timer fires. */
const sleep = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
const goOffline = (isOffline: boolean): void => void vi.stubGlobal('navigator', { onLine: !isOffline });
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function feed(options: ConnectionOptions = {}) {
  const wire = createWire();
  const connection = createConnection({ url: 'http://test/', transport: wire.transport, ...options });
  connection.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  sink.message(message('a', '1'), true);
  return { wire, connection, sink };
}
async function run(options: RunOptions) {
  const wire = createWire();
  const asked = createRun({
    url: 'http://test/',
    transport: wire.transport,
    throttle: 'message',
    ...options,
  });
  void asked.start();
  const { sink } = await wire.attempt(1);
  sink.open();
  return { wire, asked, sink };
}

const events: [string, object][] = [
  ['visibilitychange', {}],
  ['pageshow', { persisted: false }],
  ['online', {}],
];

describe.each(events)('%s', (type, details) => {
  test('leaves a stream alone that is well', async () => {
    const { wire, connection } = await feed({ timeout: { idle: 1000, progress: 1000 } });
    sleep(500);
    tell(type, details);
    await settled();
    expect([connection.getSnapshot().status, wire.attempts.length]).toEqual(['open', 1]);
    connection.close();
  });
  test('leaves a stream alone of which nothing is known', async () => {
    const { wire, connection } = await feed();
    sleep(86_400_000);
    tell(type, details);
    await settled();
    expect([connection.getSnapshot().status, wire.attempts.length]).toEqual(['open', 1]);
    connection.close();
  });
  test.each(['idle', 'progress'])(
    'finds out that a stream died in the sleep: the %s timeout',
    async (name) => {
      const { wire, connection } = await feed({ timeout: { [name]: 1000 } });
      sleep(60_000);
      tell(type, details);
      expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'timeout' } });
      expect(wire.attempts[0]?.isClosed).toBe(true);
      connection.close();
    },
  );
  test('makes a retry at once that is overdue', async () => {
    const { wire, connection, sink } = await feed();
    sink.end();
    sleep(60_000);
    tell(type, details);
    await settled();
    expect(wire.attempts).toHaveLength(2);
    expect(wire.attempts[1]?.request.lastEventId).toBe('1');
    connection.close();
  });
});

test('back online, a retry is made 100 ms after the last attempt failed; by a visible page, when it is due', async () => {
  const { wire, connection, sink } = await feed();
  sink.end();
  tell('visibilitychange');
  await settled();
  tell('pageshow', { persisted: true });
  await settled();
  expect(wire.attempts).toHaveLength(1);
  tell('online');
  await settled();
  expect(wire.attempts).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(wire.attempts).toHaveLength(2);
  connection.close();
});

describe('a page that comes out of the back/forward cache, its connections cut,', () => {
  test('resumes a feed', async () => {
    const { wire, connection } = await feed();
    tell('pageshow', { persisted: true });
    expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'network' } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.attempts).toHaveLength(2);
    connection.close();
  });
  const cases: [string, RunOptions, string, string][] = [
    ['resumes a GET that had ids', { method: 'GET' }, '1', 'reconnecting'],
    ['ends a GET without ids', { method: 'GET' }, '', 'failed'],
    ['never repeats a POST', { method: 'POST' }, '1', 'failed'],
    ['resumes a POST with ids where the caller asked', { method: 'POST', retry: true }, '1', 'reconnecting'],
    ['ends a POST without ids even so', { method: 'POST', retry: true }, '', 'failed'],
  ];
  test.each(cases)('%s', async (_, options, id, status) => {
    const { asked, sink, wire } = await run(options);
    sink.message(message('text', id), id !== '');
    tell('pageshow', { persisted: true });
    expect(asked.getSnapshot()).toMatchObject({ status, text: 'text' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wire.attempts).toHaveLength(status === 'failed' ? 1 : 2);
    asked.stop();
  });
});

test('a tab that is hidden and shown sends nothing again', async () => {
  const { asked, sink, wire } = await run({ method: 'POST', body: 'x', timeout: { idle: 1000 } });
  for (let i = 0; i < 10; i += 1) {
    tell('visibilitychange');
    vi.advanceTimersByTime(500);
    sink.message(message('x'), false);
  }
  await settled();
  expect(wire.attempts).toHaveLength(1);
  expect(asked.getSnapshot()).toMatchObject({ status: 'streaming', text: 'x'.repeat(10) });
  asked.stop();
});

test('while the device is offline, failures do not use up the retries', async () => {
  goOffline(true);
  const { wire, connection } = await feed({ retry: { limit: 2, delay: 100, factor: 1 } });
  for (let number = 1; number < 8; number += 1) {
    wire.attempts[number - 1]?.sink.end();
    await vi.advanceTimersByTimeAsync(100);
    expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', attempt: 1 });
  }
  goOffline(false);
  wire.attempts[7]?.sink.end();
  expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', attempt: 2 });
  await vi.advanceTimersByTimeAsync(100);
  wire.attempts[8]?.sink.end();
  expect(connection.getSnapshot().status).toBe('closed');
});

test('offline or not, retry: false is never', async () => {
  goOffline(true);
  const { wire, connection, sink } = await feed({ retry: false });
  sink.end();
  await settled();
  expect([connection.getSnapshot().status, wire.attempts.length]).toEqual(['closed', 1]);
});

test('an ended stream listens for nothing', async () => {
  const { connection, sink } = await feed();
  expect(listeners).toBe(5);
  sink.end(true);
  expect(listeners).toBe(0);
  connection.open();
  expect(listeners).toBe(5);
  connection.close();
  expect(listeners).toBe(0);
  tell('online');
  expect(connection.getSnapshot().status).toBe('closed');
});

test('a feed comes back in proportion to the time that it was up', async () => {
  const { connection, sink } = await feed();
  vi.advanceTimersByTime(100_000);
  const now = Date.now();
  sink.end();
  expect(connection.getSnapshot().nextRetryAt).toBe(now + 10_000);
  connection.close();
});

test('an answer does not: it is retried after a second', async () => {
  const { asked, sink } = await run({ method: 'GET' });
  sink.message(message('a', '1'), true);
  vi.advanceTimersByTime(100_000);
  const now = Date.now();
  sink.fail(Object.assign(new Error(), { kind: 'network', isRetryable: true }) as never);
  expect(asked.getSnapshot().nextRetryAt).toBe(now + 1000);
  asked.stop();
});

describe('with two timeouts, of which a sleep made one or both run out,', () => {
  const onError = vi.fn<() => void>();
  beforeEach(() => void onError.mockClear());

  test('a stream fails once', async () => {
    const { connection } = await feed({ timeout: { idle: 1000, progress: 1500 }, retry: 1, onError });
    sleep(60_000);
    tell('visibilitychange');
    expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', attempt: 1 });
    expect(onError).toHaveBeenCalledTimes(1);
    connection.close();
  });
  test('the next attempt is not ended by what was left of the one before', async () => {
    const { wire, connection } = await feed({ timeout: { idle: 10_000, progress: 60_000 }, onError });
    sleep(45_000);
    tell('visibilitychange');
    await vi.advanceTimersByTimeAsync(10_000);
    const { sink } = await wire.attempt(2);
    sink.open();
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(5000);
      sink.message(message('b'), false);
    }
    expect(connection.getSnapshot().status).toBe('open');
    expect(onError).toHaveBeenCalledTimes(1);
    connection.close();
  });
});

test('back online, a server that asked for a wait gets it', async () => {
  const { wire, connection, sink } = await feed();
  sink.fail(new SseError('http', 'busy', { status: 503, retryAfter: 60_000 }));
  sleep(59_999);
  tell('online');
  await settled();
  expect(wire.attempts).toHaveLength(1);
  sleep(1);
  tell('online');
  await settled();
  expect(wire.attempts).toHaveLength(2);
  connection.close();
});

test('a pause is no time that a feed was up', async () => {
  const { wire, connection } = await feed();
  connection.close();
  sleep(600_000);
  connection.open();
  const { sink } = await wire.attempt(2);
  const now = Date.now();
  sink.fail(new SseError('network', 'refused'));
  expect(connection.getSnapshot().nextRetryAt).toBe(now + 1000);
  connection.close();
});
