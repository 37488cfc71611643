import { fc } from '../support/property.ts';
import { describe, expect, test, vi } from 'vitest';
import { createConnection, type SseMessage } from 'react-event-source/core';
import { fakeClockWithoutJitter } from '../support/fakeClock.ts';
import { createWire, message } from '../support/wire.ts';

fakeClockWithoutJitter();

/** What a feed delivers of these attempts; each message has an id of its own unless that is empty. */
async function deliver(attempts: readonly (readonly SseMessage[])[], native = false): Promise<string[]> {
  const wire = createWire();
  const received: string[] = [];
  const feed = createConnection({
    url: 'http://test/',
    transport: wire.transport,
    onMessage: ({ data }) => void received.push(data),
  });
  feed.open();
  let { sink } = await wire.attempt(1);
  for (const [index, messages] of attempts.entries()) {
    if (index > 0 && native) sink.reconnecting();
    else if (index > 0) {
      sink.end();
      await vi.advanceTimersByTimeAsync(30_000);
      ({ sink } = await wire.attempt(index + 1));
    }
    sink.open();
    for (const each of messages) {
      if (each.lastEventId) sink.id(each.lastEventId);
      sink.message(each, each.lastEventId !== '');
    }
  }
  feed.close();
  return received;
}
const stream = (...words: string[]): SseMessage[] =>
  words.map((word) => {
    const [id = '', data = ''] = word.split(' ');
    return message(data, id);
  });

describe.each([
  ['over fetch', false],
  ['after the browser has reconnected', true],
])('%s', (_, native) => {
  const cases: [string, string[][], string][] = [
    [
      'drops what the server repeats',
      [
        ['1 a', '2 b'],
        ['1 a', '2 b', '3 c'],
      ],
      'abc',
    ],
    [
      'drops it again after a second cut',
      [
        ['1 a', '2 b'],
        ['2 b', '3 c'],
        ['1 a', '2 b', '3 c', '4 d'],
      ],
      'abcd',
    ],
    [
      'keeps new messages of a server that counts from 1 again',
      [
        ['1 a', '2 b'],
        ['1 c', '2 d'],
      ],
      'abcd',
    ],
    [
      'keeps messages under one constant id',
      [['t online', 't offline'], ['t online']],
      'onlineofflineonline',
    ],
    [
      'keeps messages that share a time stamp',
      [
        ['10 a', '11 b'],
        ['11 c', '12 d'],
      ],
      'abcd',
    ],
    [
      'keeps what equals an older message behind a new one',
      [
        ['1 a', '2 b'],
        ['3 c', '1 a'],
      ],
      'abca',
    ],
    ['keeps what comes twice within the resumed attempt', [['1 a'], ['1 a', '1 a']], 'aa'],
  ];
  test.each(cases)('%s', async (_, attempts, expected) => {
    expect(
      (
        await deliver(
          attempts.map((words) => stream(...words)),
          native,
        )
      ).join(''),
    ).toBe(expected);
  });
});

/** A server that numbers its messages in one of three ways, and repeats some of the last after a cut. */
const servers = fc.record({
  ids: fc.constantFrom('unique', 'restarted', 'constant'),
  lengths: fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 5 }),
  repeated: fc.integer({ min: 0, max: 8 }),
});

test('nothing is lost but true repeats, whether ids are unique, restarted or constant', async () => {
  await fc.assert(
    fc.asyncProperty(servers, async ({ ids, lengths, repeated }) => {
      let count = 0;
      const all: SseMessage[] = [];
      const attempts = lengths.map((length) => {
        // Only a server with unique ids can repeat: it is told where to go on.
        const again = ids === 'unique' && repeated ? all.slice(-repeated) : [];
        const fresh = Array.from({ length }, (_, index) => {
          count += 1;
          const id = { unique: `${count}`, restarted: `${index + 1}`, constant: 'topic' }[ids]!;
          return message(`data ${count}`, id);
        });
        all.push(...fresh);
        return [...again, ...fresh];
      });
      expect(await deliver(attempts)).toEqual(all.map(({ data }) => data));
    }),
    { numRuns: 60 },
  );
});
