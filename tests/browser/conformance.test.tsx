import { fc } from '../support/property.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { fetchEventSource, type SseMessage } from 'react-event-source';
import { playgroundClient } from '../../stories/server/client.ts';
import { inRealWorker } from '../support/realWorker.ts';
import { randomStream } from '../support/randomStream.ts';
import { referenceParse } from '../support/referenceParser.ts';
import { throughFeed, throughRun } from '../support/hookProbe.tsx';
import { base64, bytesOf, streamVectors, type Vector } from '../support/vectors/index.ts';

const client = playgroundClient();
const worker = inRealWorker();

const expectedOf = (messages: Vector['messages']): SseMessage[] =>
  messages.map(([data, type = 'message', lastEventId = '']) => ({ type, data, lastEventId }));

/** The types that a native source must be told of: those of the vector, and those that it might give by mistake. */
const eventsOf = ({ messages }: Vector): string[] => [
  ...new Set(['message', 'e', 'f', ...messages.map(([, type = 'message']) => type)]),
];

/** Pieces are sent a millisecond apart, so that they arrive as reads of their own. A long stream has larger ones. */
const pieces = (bytes: Uint8Array) => ({ size: Math.ceil(bytes.length / 200), every: 1 });

const addresses = new Map<string, string>();
const ways = { whole: () => ({}), 'byte by byte': pieces };

beforeAll(async () => {
  for (const [way, sizeOf] of Object.entries(ways)) {
    const registered = streamVectors.map(async ({ name, stream }) => {
      const bytes = bytesOf(stream);
      const steps = [{ write: base64(bytes), ...sizeOf(bytes) }, { end: true }] as const;
      addresses.set(`${way} ${name}`, await client.script(crypto.randomUUID(), steps));
    });
    await Promise.all(registered);
  }
});

describe.concurrent.each(Object.keys(ways))('%s', (way) => {
  test.each(streamVectors.map((vector) => [vector.name, vector] as const))('%s', async (name, vector) => {
    const url = addresses.get(`${way} ${name}`)!;
    const expected = expectedOf(vector.messages);
    const events = eventsOf(vector);
    const [native, fetched, worked, run, ranInWorker] = await Promise.all([
      throughFeed(url, { events }),
      throughFeed(url, { events, transport: fetchEventSource(), retry: { jitter: false } }),
      throughFeed(url, { events, transport: worker, retry: { jitter: false } }),
      throughRun(url),
      throughRun(url, worker),
    ]);
    expect(native.messages, 'useEventSource over EventSource').toEqual(
      vector.native ? expectedOf(vector.native) : expected,
    );
    expect(fetched.messages, 'useEventSource over fetch').toEqual(expected);
    expect(worked.messages, 'useEventSource over a Worker').toEqual(expected);
    expect(run.messages, 'useSseStream').toEqual(expected);
    expect(ranInWorker.messages, 'useSseStream over a Worker').toEqual(expected);
    expect(ranInWorker.state).toMatchObject({ status: run.state.status, text: run.state.text });
    expect(run.state).toMatchObject({ status: 'done', text: expected.map(({ data }) => data).join('') });
  });
});

const isMarked = ([a, b, c]: Uint8Array): boolean => a === 0xef && b === 0xbb && c === 0xbf;
const samples = fc.sample(randomStream, { seed: 4, numRuns: 80 }).filter((bytes) => !isMarked(bytes));

test.concurrent.each(samples.map((bytes, index) => [index, bytes] as const))(
  'random stream %i gives the same messages through EventSource, fetch, a Worker and the reference parser',
  async (_, bytes) => {
    const { messages } = referenceParse(bytes);
    const events = [...new Set(['message', 'e', ...messages.map(({ type }) => type)])];
    const steps = [{ write: base64(bytes), size: 7, every: 1 }, { end: true }] as const;
    const url = await client.script(crypto.randomUUID(), steps);
    const [native, fetched, worked] = await Promise.all([
      throughFeed(url, { events }),
      throughFeed(url, { events, transport: fetchEventSource(), retry: { jitter: false } }),
      throughFeed(url, { events, transport: worker, retry: { jitter: false } }),
    ]);
    expect(native.messages).toEqual(messages);
    expect(fetched.messages).toEqual(messages);
    expect(worked.messages).toEqual(messages);
  },
);
