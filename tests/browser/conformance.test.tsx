import { beforeAll, describe, expect, test } from 'vitest';
import { fetchEventSource, type SseMessage } from 'react-event-source';
import { playgroundClient } from '../../stories/server/client.ts';
import { throughFeed, throughRun } from '../support/hookProbe.tsx';
import { base64, bytesOf, streamVectors, type Vector } from '../support/vectors/index.ts';

const client = playgroundClient();

const expectedOf = ({ messages }: Vector): SseMessage[] =>
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
      // A native source that reconnects finds a stream that says nothing.
      const script = { perRequest: [...Array.from({ length: 3 }, () => steps), [{ hold: true }]] } as const;
      addresses.set(`${way} ${name}`, await client.script(crypto.randomUUID(), script));
    });
    await Promise.all(registered);
  }
});

describe.concurrent.each(Object.keys(ways))('%s', (way) => {
  test.each(streamVectors.map((vector) => [vector.name, vector] as const))('%s', async (name, vector) => {
    const url = addresses.get(`${way} ${name}`)!;
    const expected = expectedOf(vector);
    const events = eventsOf(vector);

    const native = await throughFeed(url, { events });
    expect(native.messages, 'useEventSource over EventSource').toEqual(expected);

    const fetched = await throughFeed(url, { events, transport: fetchEventSource() });
    expect(fetched.messages, 'useEventSource over fetch').toEqual(expected);

    const { messages, state } = await throughRun(url);
    expect(messages, 'useSseStream').toEqual(expected);
    expect(state).toMatchObject({ status: 'done', text: expected.map(({ data }) => data).join('') });
  });
});
