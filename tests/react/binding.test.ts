// What a binding such as the hooks relies on: options that change with each render, and a component that goes away.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunOptions } from 'react-event-source/core';
import { createConnection as createBoundConnection } from '../../src/feed/connection';
import { createRun as createBoundRun } from '../../src/run/run';
import { plainText } from '../../src/formats/plainText';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a run', () => {
  function bind(options: RunOptions = {}) {
    const wire = createWire();
    const told: string[] = [];
    const all: RunOptions = {
      url: 'http://test/',
      throttle: 'message',
      onFinish: ({ status }) => void told.push(`finish ${status}`),
      ...options,
    };
    const run = createBoundRun(all, { transport: wire.transport, format: plainText() });
    return { wire, told, run, change: (next: RunOptions): void => run.setOptions({ ...all, ...next }) };
  }

  test('whose component unmounts is stopped without a callback, and its promise settles', async () => {
    const { wire, told, run } = bind();
    const detach = run.attach();
    const finished = run.start();
    const attempt = await wire.attempt(1);
    attempt.sink.message(message('so far'), false);
    detach();
    attempt.sink.message(message(' and what comes in the same moment'), false);
    expect(await finished).toMatchObject({ status: 'stopped' });
    expect(attempt.isClosed).toBe(true);
    expect(told).toEqual([]);
  });

  test('of an unmounted component is not sent, and ends without a callback', async () => {
    const { wire, told, run } = bind();
    run.attach()();
    expect((await run.start()).status).toBe('stopped');
    await vi.advanceTimersByTimeAsync(0);
    expect([wire.attempts, told]).toEqual([[], []]);
  });

  test('of a component that is mounted again at once, as under StrictMode, goes on', async () => {
    const { wire, told, run } = bind();
    run.attach()();
    const finished = run.start();
    run.attach();
    (await wire.attempt(1)).sink.end();
    expect((await finished).status).toBe('done');
    expect(told).toEqual(['finish done']);
  });

  test('whose component unmounts forgets the starts that wait behind a stopped one', async () => {
    const { wire, run } = bind({ whenBusy: 'queue' });
    const detach = run.attach();
    void run.start();
    await wire.attempt(1);
    const waiting = run.start();
    run.stop();
    expect(run.getSnapshot().queued).toBe(1);
    detach();
    expect((await waiting).status).toBe('stopped');
    expect(run.getSnapshot().queued).toBe(0);
  });

  test('calls the newest closures, and asks for the newest address', async () => {
    const { wire, told, run, change } = bind();
    const finished = run.start();
    (await wire.attempt(1)).sink.open();
    change({ url: 'http://test/next', onFinish: () => void told.push('newest') });
    wire.attempts[0]!.sink.end();
    await finished;
    void run.start();
    expect((await wire.attempt(2)).request.url).toBe('http://test/next');
    run.stop();
    expect(told).toEqual(['newest', 'newest']);
  });

  test('keeps its overrides through a change of options', async () => {
    const { wire, run, change } = bind({ retry: { delay: 0 } });
    void run.start({ url: 'http://test/override' });
    change({ url: 'http://test/next', retry: { delay: 0 } });
    expect((await wire.attempt(1)).request.url).toBe('http://test/override');
    run.stop();
  });
});

describe('a connection', () => {
  function bind() {
    const wire = createWire();
    const told: string[] = [];
    const connection = createBoundConnection(
      { url: 'http://test/', throttle: 'message', onClose: () => void told.push('close') },
      wire.transport,
    );
    return { wire, told, connection };
  }

  test('whose component unmounts is closed without a callback', async () => {
    const { wire, told, connection } = bind();
    const detach = connection.attach();
    connection.open();
    const attempt = await wire.attempt(1);
    attempt.sink.open();
    detach();
    expect([attempt.isClosed, connection.getSnapshot().status, told]).toEqual([true, 'closed', []]);
  });

  test('of an unmounted component does not open until it is mounted again', async () => {
    const { wire, connection } = bind();
    connection.attach()();
    connection.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(wire.attempts).toEqual([]);
    connection.attach();
    connection.open();
    await wire.attempt(1);
    expect(connection.getSnapshot().status).toBe('connecting');
    connection.close();
  });

  test('that the server has ended with 204 stays closed when its component is hidden and shown, until open()', async () => {
    const { wire, told, connection } = bind();
    const detach = connection.attach();
    connection.open();
    (await wire.attempt(1)).sink.end(true);
    connection.pause();
    detach();
    connection.attach();
    connection.connect();
    await vi.advanceTimersByTimeAsync(0);
    expect([wire.attempts.length, connection.getSnapshot().status, told]).toEqual([1, 'closed', ['close']]);
    connection.open();
    await wire.attempt(2);
    connection.close();
  });
});
