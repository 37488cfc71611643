import { fc } from '../support/property.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ConnectionOptions, createConnection, type SseSink } from 'react-event-source/core';
import { createWire, message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function feed(options: ConnectionOptions = {}, platform?: 'EventSource') {
  const wire = createWire();
  const transport = Object.assign(wire.transport, { platform });
  const connection = createConnection({ url: 'http://test/', transport, ...options });
  connection.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  return { wire, connection, sink };
}
const sounds = {
  comment(sink: SseSink) {
    sink.activity();
    sink.comment?.('');
  },
  message(sink: SseSink) {
    sink.activity();
    sink.message(message('x'), false);
  },
};
const beat = (sink: SseSink, kind: keyof typeof sounds, ms: number, times: number): void => {
  for (let time = 0; time < times; time++) {
    vi.advanceTimersByTime(ms);
    sounds[kind](sink);
  }
};

describe.each(['comment', 'message'] as const)('a feed that has heard a %s at a regular beat', (kind) => {
  test.each([
    [300, 6000],
    [2000, 6000],
    [15_000, 45_000],
  ])('of %d ms takes silence of %d ms for a broken connection', async (ms, silence) => {
    const { connection, sink } = await feed();
    beat(sink, kind, ms, 3);
    vi.advanceTimersByTime(silence - 1);
    expect(connection.getSnapshot().status).toBe('open');
    vi.advanceTimersByTime(1);
    expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'network' } });
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
  });
  test('does not with `idle: false`, over the native source, or after two sounds only', async () => {
    const feeds = [await feed({ timeout: { idle: false } }), await feed({}, 'EventSource')];
    for (const { sink } of feeds) beat(sink, kind, 1000, 5);
    const short = await feed();
    beat(short.sink, kind, 1000, 2);
    vi.advanceTimersByTime(3_600_000);
    for (const { connection } of [...feeds, short]) {
      expect(connection.getSnapshot().status).toBe('open');
      connection.close();
    }
  });
});

test('a beat that begins with the headers is learned like another', async () => {
  const { connection, sink } = await feed();
  sounds.comment(sink);
  beat(sink, 'comment', 300, 3);
  vi.advanceTimersByTime(6000);
  expect(connection.getSnapshot().status).toBe('reconnecting');
  connection.close();
});

test('a burst of messages is no beat', async () => {
  const { connection, sink } = await feed();
  beat(sink, 'message', 20, 200);
  vi.advanceTimersByTime(3_600_000);
  expect(connection.getSnapshot().status).toBe('open');
  connection.close();
});

test('a page that comes back checks the beat at once', async () => {
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  const { connection, sink } = await feed();
  beat(sink, 'comment', 1000, 4);
  vi.setSystemTime(Date.now() + 60_000);
  page.dispatchEvent(new Event('visibilitychange'));
  expect(connection.getSnapshot().status).toBe('reconnecting');
  connection.close();
});

test('a server that sends at random intervals is not suspected', async () => {
  const interval = fc.integer({ min: 1, max: 12_000 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('comment' as const, 'message' as const),
      fc
        .array(interval, { minLength: 50, maxLength: 100, size: 'max' })
        .map((all) => all.map((ms, index) => ms + (index % 7) * 333)),
      async (kind, intervals) => {
        const { connection, sink, wire } = await feed();
        for (const ms of intervals) beat(sink, kind, ms, 1);
        expect(wire.attempts).toHaveLength(1);
        connection.close();
      },
    ),
    { numRuns: 40 },
  );
});
