import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  eventSource,
  type EventSourceConstructor,
  type RetryOptions,
  SseError,
} from 'react-event-source/core';
import { createWire, message } from '../support/wire.ts';

let page: EventTarget;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const tell = (type: string, details: object = {}): void =>
  void page.dispatchEvent(Object.assign(new Event(type), details));
const broken = (): SseError => new SseError('network', 'broken');

async function feed(options: object = {}, wire = createWire()) {
  const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
  const connection = createConnection({
    url: 'http://test/',
    transport: wire.transport,
    onError,
    ...options,
  });
  connection.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  return { wire, connection, sink, onError };
}

describe('the documented recipe for an expired token', () => {
  const retry: RetryOptions = {
    shouldRetry: (error, attempt) => error.isRetryable || (error.status === 401 && attempt === 1),
  };
  test('asks once more when the 401 follows a break, and ends with a second 401', async () => {
    const { wire, connection, sink } = await feed({ retry });
    sink.fail(broken());
    await vi.advanceTimersByTimeAsync(100);
    (await wire.attempt(2)).sink.fail(new SseError('http', 'expired', { status: 401 }));
    await vi.advanceTimersByTimeAsync(100);
    (await wire.attempt(3)).sink.fail(new SseError('http', 'expired', { status: 401 }));
    expect(connection.getSnapshot().status).toBe('failed');
  });
});

test('what a function for the url throws ends the run at once, unchanged', async () => {
  const thrown = new Error('log in again');
  const url = vi.fn<() => string>(() => {
    throw thrown;
  });
  const { status, error } = await createRun({ url }).start();
  expect({ status, message: error?.message, cause: error?.cause }).toEqual({
    status: 'failed',
    message: 'log in again',
    cause: thrown,
  });
  expect(url).toHaveBeenCalledTimes(1);
});

test('a quiet feed that is cut each minute neither drifts nor closes', async () => {
  const { wire, connection } = await feed({ retry: { limit: 2, delay: 1000, jitter: false } });
  for (let minute = 1; minute <= 20; minute++) {
    const { sink } = await wire.attempt(minute);
    sink.open();
    await vi.advanceTimersByTimeAsync(60_000);
    sink.end();
    expect(connection.getSnapshot().nextRetryAt).toBe(Date.now() + 1000);
    await vi.advanceTimersByTimeAsync(1000);
  }
  connection.close();
});

test('while the device is offline the delay grows', async () => {
  vi.stubGlobal('navigator', { onLine: false });
  const { wire, connection } = await feed({ retry: { delay: 500, jitter: false } });
  const delays: number[] = [];
  for (let number = 1; number <= 4; number++) {
    (await wire.attempt(number)).sink.fail(broken());
    const delay = Number(connection.getSnapshot().nextRetryAt) - Date.now();
    delays.push(delay);
    await vi.advanceTimersByTimeAsync(delay);
  }
  expect(delays).toEqual([500, 1000, 2000, 4000]);
  connection.close();
});

test('the idle timeout runs out on time although the clock was set back', async () => {
  const { connection, sink } = await feed({ timeout: { idle: 1000 } });
  sink.activity();
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(1000);
  expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'timeout' } });
  connection.close();
});

test.each([0, null, false])('`idle: %s` means no timeout', async (idle) => {
  const { connection } = await feed({ timeout: { idle, connect: idle, progress: idle } });
  vi.advanceTimersByTime(3_600_000);
  expect(connection.getSnapshot().status).toBe('open');
  connection.close();
});

test('an answer with ids that closes before its end is resumed, and only the last retry leaves it incomplete', async () => {
  const wire = createWire();
  const format = Object.assign(({ data }: { data: string }) => data, { endsOnClose: false });
  const run = createRun({ url: 'http://test/', transport: wire.transport, format, retry: 1 });
  const finished = run.start();
  for (const number of [1, 2]) {
    const { sink } = await wire.attempt(number);
    sink.open();
    if (number === 1) sink.message(message('Once', '1'), true);
    sink.end();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(await finished).toMatchObject({ status: 'incomplete', text: 'Once' });
  expect(wire.attempts.map(({ request }) => request.lastEventId)).toEqual(['', '1']);
});

describe('a page that comes back', () => {
  test('notices a source that the system closed without an event', async () => {
    const wire = createWire();
    let isAlive = true;
    const transport = Object.assign(
      (...args: Parameters<typeof wire.transport>) =>
        Object.assign(wire.transport(...args), { isAlive: () => isAlive }),
      { platform: 'EventSource' as const },
    );
    const { connection } = await feed({ transport }, wire);
    tell('visibilitychange');
    expect(connection.getSnapshot().status).toBe('open');
    isAlive = false;
    tell('visibilitychange');
    expect(connection.getSnapshot().status).toBe('reconnecting');
    connection.close();
  });
  test('from the back/forward cache leaves the native source to the browser', async () => {
    const wire = createWire();
    Object.assign(wire.transport, { platform: 'EventSource' });
    const { connection } = await feed({}, wire);
    tell('pageshow', { persisted: true });
    expect([connection.getSnapshot().status, wire.attempts[0]?.isClosed]).toEqual(['open', false]);
    connection.close();
  });
  test('leaves no native source behind, although WebKit revives one that is closed within its events', async () => {
    const sources: EventTarget[] = [];
    class Revived extends EventTarget {
      readyState = 0;
      isComingBack = false;
      constructor() {
        super();
        sources.push(this);
      }
      close(): void {
        this.readyState = 2;
        if (this.isComingBack) void Promise.resolve().then(() => (this.readyState = 0));
      }
    }
    const EventSource = Revived as unknown as EventSourceConstructor;
    const connection = createConnection({
      url: 'http://test/',
      transport: eventSource({ EventSource }),
      timeout: { idle: 1000 },
      retry: false,
    });
    connection.open();
    await vi.advanceTimersByTimeAsync(0);
    const [source] = sources as [Revived];
    source.readyState = 1;
    source.dispatchEvent(new Event('open'));
    vi.setSystemTime(Date.now() + 60_000);
    source.isComingBack = true;
    tell('visibilitychange');
    tell('pageshow', { persisted: true });
    source.isComingBack = false;
    expect(source.readyState).toBe(2);
    await vi.advanceTimersByTimeAsync(0);
    expect([sources.length, source.readyState, connection.getSnapshot().status]).toEqual([1, 2, 'failed']);
  });
  test('from the back/forward cache keeps the overdue retry that it has just begun', async () => {
    const { wire, connection, sink, onError } = await feed();
    sink.fail(broken());
    vi.setSystemTime(Date.now() + 60_000);
    tell('visibilitychange');
    tell('pageshow', { persisted: true });
    await wire.attempt(2);
    expect([wire.attempts[1]?.isClosed, onError.mock.calls.length]).toEqual([false, 1]);
    connection.close();
  });
});

describe.each(['beforeunload', 'pagehide'])('a network error after %s', (type) => {
  test('is held back, and told where the page stays', async () => {
    const { connection, sink, onError } = await feed();
    tell(type);
    sink.fail(broken());
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['open', 0]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    connection.close();
  });
  test('is told at once where the page comes back', async () => {
    const { connection, sink, onError } = await feed();
    tell(type);
    sink.fail(broken());
    tell('pageshow', { persisted: true });
    expect(onError).toHaveBeenCalledTimes(1);
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
  });
  test('is told at once where the feed has been opened anew since', async () => {
    const { connection, wire, onError } = await feed();
    tell(type);
    connection.close();
    connection.open();
    const { sink } = await wire.attempt(2);
    sink.open();
    sink.fail(broken());
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    connection.close();
  });
  test('of a native source, which the browser reconnects, is held back, and told where the page stays', async () => {
    const { connection, sink, onError } = await feed();
    tell(type);
    sink.reconnecting();
    await vi.advanceTimersByTimeAsync(999);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['open', 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    sink.open();
    sink.reconnecting();
    expect(onError).toHaveBeenCalledTimes(2);
    connection.close();
  });
  test('of a native source that is back before it is told is none', async () => {
    const { connection, sink, onError } = await feed();
    tell(type);
    sink.reconnecting();
    sink.open();
    await vi.advanceTimersByTimeAsync(1000);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['open', 0]);
    connection.close();
  });
  test('ends no answer until it is told, and then with this failure', async () => {
    const onError = vi.fn<() => void>();
    const onFinish = vi.fn<() => void>();
    const wire = createWire();
    const run = createRun({ url: 'http://test/', body: {}, transport: wire.transport, onError, onFinish });
    const answer = run.start();
    const { sink } = await wire.attempt(1);
    sink.open();
    sink.message(message('half'), false);
    tell(type);
    sink.fail(broken());
    await vi.advanceTimersByTimeAsync(999);
    expect([run.getSnapshot().status, onError.mock.calls, onFinish.mock.calls]).toEqual([
      'streaming',
      [],
      [],
    ]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject({ status: 'failed', text: 'half', error: { kind: 'network' } });
    expect([onError.mock.calls.length, onFinish.mock.calls.length]).toEqual([1, 1]);
  });
});

test('a GET with one retry goes on after its page came back, however long that was away', async () => {
  const wire = createWire();
  const onError = vi.fn<() => void>();
  const run = createRun({
    url: 'http://test/',
    method: 'GET',
    transport: wire.transport,
    retry: 1,
    throttle: 'message',
    onError,
  });
  void run.start();
  const { sink } = await wire.attempt(1);
  sink.open();
  sink.message(message('one', '1'), true);
  // The browser ends the request just before `pagehide`, and the page sleeps with a retry that is due meanwhile.
  sink.fail(broken());
  tell('pagehide');
  vi.setSystemTime(Date.now() + 4000);
  tell('visibilitychange');
  tell('pageshow', { persisted: true });
  const { sink: second, request } = await wire.attempt(2);
  second.open();
  second.message(message(' two', '2'), true);
  expect(run.getSnapshot()).toMatchObject({ status: 'streaming', text: 'one two' });
  expect([request.lastEventId, onError.mock.calls.length]).toEqual(['1', 1]);
  run.stop();
});
