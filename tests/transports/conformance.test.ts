import { fc } from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fetchEventSource, type SseMessage, type Transport } from 'react-event-source/core';
import { type ReferenceMessage, referenceParse } from '../support/referenceParser.ts';
import { randomStream } from '../support/randomStream.ts';
import { workerForFile } from '../support/worker.ts';
import { bytesOf, retryVectors, streamVectors, type Vector } from '../support/vectors/index.ts';

const responses = new Map<string, Response>();
beforeAll(() => {
  vi.stubGlobal('fetch', async (url: string) => {
    const response = responses.get(url);
    responses.delete(url);
    return response;
  });
});
afterAll(() => void vi.unstubAllGlobals());

const inWorker = workerForFile();
const transports = { 'over fetch': () => fetchEventSource(), 'over fetch in a Worker': inWorker };

/** What a transport makes of these chunks, without a network in between: every cut is a read of its own. */
const parse = (chunks: readonly Uint8Array[], transport: Transport) =>
  new Promise<{ messages: SseMessage[]; lastEventId: string; reconnectionTime: number | undefined }>(
    (resolve, reject) => {
      const messages: SseMessage[] = [];
      let lastEventId = '';
      let reconnectionTime: number | undefined;
      const pieces = [...chunks];
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const next = pieces.shift();
          if (next) controller.enqueue(next);
          else controller.close();
        },
      });
      const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      const url = `http://test/${crypto.randomUUID()}`;
      responses.set(url, response);
      transport(
        { url, init: {}, events: undefined, lastEventId: '' },
        {
          open() {},
          activity() {},
          reconnecting() {},
          message: (message) => void messages.push(message),
          id: (id) => void (lastEventId = id),
          retry: (delay) => void (reconnectionTime = delay),
          end: () => resolve({ messages, lastEventId, reconnectionTime }),
          fail: reject,
        },
      );
    },
  );

const expectedOf = ({ messages }: Vector): ReferenceMessage[] =>
  messages.map(([data, type = 'message', lastEventId = '']) => ({ type, data, lastEventId }));
const byteByByte = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, (byte) => Uint8Array.of(byte));

test('there are more than 200 streams, each with a name of its own', () => {
  expect(streamVectors.length).toBeGreaterThan(200);
  expect(new Set(streamVectors.map(({ name }) => name)).size).toBe(streamVectors.length);
});

describe.each(streamVectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
  const bytes = bytesOf(vector.stream);
  test('the reference parser agrees with what was worked out by hand', () => {
    expect(referenceParse(bytes).messages).toEqual(expectedOf(vector));
  });
  test.each(Object.entries(transports))(
    '%s it gives these messages, whole and byte by byte',
    async (_, create) => {
      expect((await parse([bytes], create())).messages).toEqual(expectedOf(vector));
      expect((await parse(byteByByte(bytes), create())).messages).toEqual(expectedOf(vector));
    },
  );
  test('it gives these messages for every cut in two', async () => {
    for (let cut = 1; cut < Math.min(bytes.length, 100); cut += 1) {
      const { messages } = await parse([bytes.slice(0, cut), bytes.slice(cut)], fetchEventSource());
      expect(messages).toEqual(expectedOf(vector));
    }
  });
});

describe.each(Object.entries(transports))('%s', (name, create) => {
  test.each(retryVectors)('%j sets the delay %s', async (line, delay) => {
    const bytes = bytesOf(`${line}\n\n`);
    expect(referenceParse(bytes).reconnectionTime).toBe(delay);
    expect((await parse([bytes], create())).reconnectionTime).toBe(delay);
    expect((await parse(byteByByte(bytes), create())).reconnectionTime).toBe(delay);
  });

  test('random streams and cuts give what the reference parser gives', async () => {
    await fc.assert(
      fc.asyncProperty(randomStream, cutsOf, async (bytes, cuts) => {
        const expected = referenceParse(bytes);
        expect(await parse(cutAt(bytes, cuts), create())).toEqual(expected);
      }),
      // The parser is the same.
      { numRuns: name.includes('Worker') ? 300 : 3000 },
    );
  });
});

const cutsOf = fc.array(fc.nat(200), { maxLength: 12 });
function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.filter((cut) => cut < bytes.length))].toSorted((a, b) => a - b);
  return [...places, bytes.length].map((end, index) => bytes.slice(places[index - 1] ?? 0, end));
}
