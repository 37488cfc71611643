import { createRun, SseError } from 'react-event-source/core';
import { describe, expect, test, vi } from 'vitest';
import { broken, openFeed, stubPage } from '../support/page.ts';
import { createWire, message } from '../support/wire.ts';

const tell = stubPage();

describe.each(['beforeunload', 'pagehide'])('an error after %s', (type) => {
  test('is held back, and told where the page stays', async () => {
    const { connection, sink, onError } = await openFeed();
    tell(type);
    sink.fail(broken());
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['open', 0]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    connection.close();
  });
  test('is held back whatever its kind', async () => {
    const { connection, sink, onError } = await openFeed();
    tell(type);
    sink.fail(new SseError('http', 'busy', { status: 503 }));
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['open', 0]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    connection.close();
  });
  test('is told at once where the page comes back', async () => {
    const { connection, sink, onError } = await openFeed();
    tell(type);
    sink.fail(broken());
    tell('pageshow', { persisted: true });
    expect(onError).toHaveBeenCalledTimes(1);
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
  });
  test('is followed by the next attempt as soon as the page comes back', async () => {
    const { connection, wire, sink } = await openFeed({ retry: { delay: 60_000, jitter: false } });
    tell(type);
    sink.fail(broken());
    vi.setSystemTime(Date.now() + 4000);
    tell('visibilitychange');
    tell('pageshow', { persisted: true });
    await vi.advanceTimersByTimeAsync(100);
    expect(wire.attempts).toHaveLength(2);
    connection.close();
  });
  test('of a native source, which the browser reconnects, is told at once where the page comes back', async () => {
    const wire = createWire();
    Object.assign(wire.transport, { platform: 'EventSource' });
    const { connection, sink, onError } = await openFeed({}, wire);
    tell(type);
    sink.reconnecting();
    tell('pageshow', { persisted: true });
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    connection.close();
  });
  test('that only a look at the native source shows is held back, too', async () => {
    const wire = createWire();
    const source = { isAlive: () => true };
    const transport = (...args: Parameters<typeof wire.transport>) =>
      Object.assign(wire.transport(...args), { isAlive: () => source.isAlive() });
    const { connection, onError } = await openFeed({ transport }, wire);
    tell(type);
    source.isAlive = () => false;
    tell('visibilitychange');
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['open', 0]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([connection.getSnapshot().status, onError.mock.calls.length]).toEqual(['reconnecting', 1]);
    connection.close();
  });
  test('is told at once where the feed has been opened anew since', async () => {
    const { connection, wire, onError } = await openFeed();
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
    const { connection, sink, onError } = await openFeed();
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
    const { connection, sink, onError } = await openFeed();
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
