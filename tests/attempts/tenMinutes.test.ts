import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, eventSource, fetchEventSource, type SseSink } from 'react-event-source/core';
import { createTestServer } from 'react-event-source/testing';
import { createRandom } from '../../bench/simulation/simulate.mjs';
import { tabs } from '../support/sharedTabs.ts';
import { createWire, message } from '../support/wire.ts';

const TEN_MINUTES = 600_000;

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 0 }),
);
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

type Random = () => number;
const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** Servers by the intervals between what they send, in ms. The mean is another for each connection. */
const servers: Record<string, (random: Random, mean: number) => () => number> = {
  'as visitors come': (random, mean) => () => exponential(random, mean),
  'anywhere up to a limit': (random, mean) => () => random() * 2 * mean,
  'never at once, and never late': (random, mean) => () => mean * (0.5 + random()),
  'with few but long pauses': (random, mean) => () => Math.min(mean / 4 / (1 - random()), TEN_MINUTES),
  'in bursts': (random, mean) => {
    let left = 0;
    return () => {
      if (left-- > 0) return 5;
      left = random() * 20;
      return exponential(random, mean * 5);
    };
  },
};

const say = (sink: SseSink, isComment: boolean): void => {
  sink.activity();
  if (isComment) sink.comment?.('');
  else sink.message(message('x'), false);
};

/** Ten minutes with a server that sends at these intervals: how many connections it took. */
async function connectionsIn10Minutes(next: () => number, isComment: () => boolean): Promise<number> {
  const wire = createWire();
  const connection = createConnection({ url: 'http://test/', transport: wire.transport });
  connection.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  for (let time = 0; time < TEN_MINUTES;) {
    const interval = Math.min(Math.max(1, Math.round(next())), TEN_MINUTES - time);
    time += interval;
    vi.advanceTimersByTime(interval);
    say(sink, isComment());
  }
  expect(connection.getSnapshot().status).toBe('open');
  connection.close();
  return wire.attempts.length;
}

describe('within ten minutes no connection is suspected', () => {
  describe.each(Object.keys(servers))('of a server that sends %s', (name) => {
    test.each([
      ['comments', () => () => true],
      ['messages', () => () => false],
      ['both', (random: Random) => () => random() < 0.5],
    ])('%s', async (_, kind) => {
      for (let seed = 1; seed <= 5; seed++) {
        const random = createRandom(seed);
        const mean = 10 ** (3.5 + random() * 1.3);
        expect(await connectionsIn10Minutes(servers[name]!(random, mean), kind(random))).toBe(1);
      }
    });
  });

  test('of a server that comments only after silence', async () => {
    // Fifteen seconds after the last message a comment: no silence is longer.
    for (let seed = 1; seed <= 5; seed++) {
      const random = createRandom(seed);
      let isComment = false;
      const next = (): number => {
        const interval = exponential(random, 10_000);
        isComment = interval > 15_000;
        return Math.min(interval, 15_000);
      };
      expect(await connectionsIn10Minutes(next, () => isComment)).toBe(1);
    }
  });

  test.each([300, 1000, 15_000])(
    'of a server that keeps a beat of %d ms, however late it is at times',
    async (beat) => {
      for (let seed = 1; seed <= 3; seed++) {
        const random = createRandom(seed);
        const next = (): number => beat * (random() < 0.02 ? 1 + random() * 1.5 : 0.99 + random() * 0.02);
        expect(await connectionsIn10Minutes(next, () => true)).toBe(1);
      }
    },
  );

  test('of a server that pads its first bytes with comments and is silent then', async () => {
    let sent = 0;
    const next = (): number => (sent++ < 8 ? 2 : TEN_MINUTES);
    expect(await connectionsIn10Minutes(next, () => true)).toBe(1);
  });
});

const transports = {
  native: (server: ReturnType<typeof createTestServer>) => eventSource({ EventSource: server.EventSource }),
  fetch: (server: ReturnType<typeof createTestServer>) => fetchEventSource({ fetch: server.fetch }),
};

describe.each(['native', 'fetch'] as const)('over %s', (name) => {
  const open = async (options: { timeout?: { idle: number }; share?: 'page' } = {}) => {
    const server = createTestServer();
    const url = `http://test/${crypto.randomUUID()}`;
    const transport = transports[name](server);
    const connection = createConnection({ url, transport, ...options });
    connection.open();
    await vi.advanceTimersByTimeAsync(0);
    const stream = await server.nextStream();
    stream.write('');
    await expect.poll(() => connection.getSnapshot().status).toBe('open');
    return { server, stream, connection };
  };

  test.each([{}, { share: 'page' as const }])(
    'ten minutes of nothing are not suspected (%o)',
    async (options) => {
      const { server, connection } = await open(options);
      await vi.advanceTimersByTimeAsync(TEN_MINUTES);
      expect([connection.getSnapshot().status, server.streams.length]).toEqual(['open', 1]);
      connection.close();
    },
  );

  test.each([{}, { share: 'page' as const }])(
    '`timeout: { idle }` notices a half-open socket (%o)',
    async (options) => {
      const { connection, stream } = await open({ ...options, timeout: { idle: 3000 } });
      for (let beats = 0; beats < 5; beats++) {
        stream.send('x');
        await vi.advanceTimersByTimeAsync(2000);
      }
      expect(connection.getSnapshot().status).toBe('open');
      await vi.advanceTimersByTimeAsync(1000);
      expect(connection.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'timeout' } });
      connection.close();
    },
  );
});

describe.each([{}, { share: 'page' as const }])('a half-open socket over fetch (%o)', (options) => {
  test.each([
    [300, 6000],
    [3000, 9000],
    [15_000, 45_000],
    [30_000, 90_000],
  ])(
    'with a beat of %d ms is noticed after %d ms, and the feed goes on where it was',
    async (beat, limit) => {
      for (let seed = 1; seed <= 3; seed++) {
        const random = createRandom(seed);
        const server = createTestServer();
        const connection = createConnection({
          url: `http://test/${crypto.randomUUID()}`,
          transport: fetchEventSource({ fetch: server.fetch }),
          ...options,
        });
        connection.open();
        await vi.advanceTimersByTimeAsync(0);
        const stream = await server.nextStream();
        stream.send({ data: 'x', lastEventId: '7' });
        const beats = 3 + Math.floor(random() * 20);
        for (let count = 0; count < beats; count++) {
          await vi.advanceTimersByTimeAsync(Math.round(beat * (0.99 + random() * 0.02)));
          stream.write(':\n\n');
        }
        // What a network that lost the connection does: nothing. A beat is known to a hundredth here.
        await vi.advanceTimersByTimeAsync(limit * 0.97);
        expect(connection.getSnapshot().status).toBe('open');
        await vi.advanceTimersByTimeAsync(limit * 0.06);
        expect(connection.getSnapshot()).toMatchObject({
          status: 'reconnecting',
          error: { kind: 'network' },
        });
        await vi.advanceTimersByTimeAsync(30_000);
        expect((await server.nextStream()).lastEventId).toBe('7');
        connection.close();
      }
    },
  );
});

test('a half-open socket that tabs share is noticed within three beats, and all tabs are told', async () => {
  const { browser, line, wire, statuses } = await tabs(3);
  for (let count = 0; count < 4; count++) {
    await vi.advanceTimersByTimeAsync(5000);
    say(line.sink, true);
    await browser.settled();
  }
  await vi.advanceTimersByTimeAsync(14_000);
  expect(statuses()).toEqual(['open', 'open', 'open']);
  await vi.advanceTimersByTimeAsync(1000);
  await browser.settled();
  expect(statuses()).toEqual(['reconnecting', 'reconnecting', 'reconnecting']);
  await vi.advanceTimersByTimeAsync(30_000);
  expect((await wire.line(2)).isClosed).toBe(false);
});
