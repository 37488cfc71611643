import { describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  eventSource,
  type EventSourceConstructor,
  type RetryOptions,
  SseError,
} from 'react-event-source/core';
import { broken, openFeed, stubPage } from '../support/page.ts';
import { createWire, message } from '../support/wire.ts';

const tell = stubPage();

describe('the documented recipe for an expired token', () => {
  const retry: RetryOptions = {
    shouldRetry: (error, attempt) => error.isRetryable || (error.status === 401 && attempt === 1),
  };
  test('asks once more when the 401 follows a break, and ends with a second 401', async () => {
    const { wire, connection, sink } = await openFeed({ retry });
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
  const { wire, connection } = await openFeed({ retry: { limit: 2, delay: 1000, jitter: false } });
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
  const { wire, connection } = await openFeed({ retry: { delay: 500, jitter: false } });
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
  const { connection, sink } = await openFeed({ timeout: { idle: 1000 } });
  sink.activity();
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(1000);
  expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'timeout' } });
  connection.close();
});

test.each([0, null, false])('`idle: %s` means no timeout', async (idle) => {
  const { connection } = await openFeed({ timeout: { idle, connect: idle, progress: idle } });
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
    const { connection } = await openFeed({ transport }, wire);
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
    const { connection } = await openFeed({}, wire);
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
    const { wire, connection, sink, onError } = await openFeed();
    sink.fail(broken());
    vi.setSystemTime(Date.now() + 60_000);
    tell('visibilitychange');
    tell('pageshow', { persisted: true });
    await wire.attempt(2);
    expect([wire.attempts[1]?.isClosed, onError.mock.calls.length]).toEqual([false, 1]);
    connection.close();
  });
});
