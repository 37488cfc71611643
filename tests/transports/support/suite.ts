import type { SseMessage, SseRequest, Transport } from 'react-event-source/core';
import { describe, expect, test } from 'vitest';
import type { PlaygroundServer, Script } from '../../../stories/server/index.ts';
import { attemptOver } from '../../support/attempt.ts';
import { send } from '../../support/messages.ts';
import { fc } from '../../support/property.ts';
import { randomStream } from '../../support/randomStream.ts';
import { type ReferenceMessage, referenceParse } from '../../support/referenceParser.ts';
import { bytesOf, retryVectors, streamVectors, type Vector } from '../../support/vectors/index.ts';

/** A transport whose server answers with this body. */
type Over = (body: ReadableStream<Uint8Array>) => Transport;

/** An event stream as `fetch` gives it. */
export const streamed = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { 'content-type': 'text/event-stream' } });

/** What a transport makes of these chunks, without a network in between: every cut is a read of its own. */
export const parse = (chunks: readonly Uint8Array[], over: Over) =>
  new Promise<{ messages: SseMessage[]; lastEventId: string; reconnectionTime: number | undefined }>(
    (resolve, reject) => {
      const messages: SseMessage[] = [];
      let lastEventId = '';
      let reconnectionTime: number | undefined;
      const pieces = [...chunks];
      const transport = over(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            const next = pieces.shift();
            if (next) controller.enqueue(next);
            else controller.close();
          },
        }),
      );
      transport(
        { url: 'http://test/', init: {}, events: undefined, lastEventId: '' },
        {
          open() {},
          activity() {},
          reconnecting() {},
          message(message) {
            messages.push(message);
            ({ lastEventId } = message);
          },
          id: (id) => void (lastEventId = id),
          retry: (delay) => void (reconnectionTime = delay),
          end: () => resolve({ messages, lastEventId, reconnectionTime }),
          fail: reject,
        },
      );
    },
  );

export const expectedOf = ({ messages }: Vector): ReferenceMessage[] =>
  messages.map(([data, type = 'message', lastEventId = '']) => ({ type, data, lastEventId }));
const byteByByte = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, (byte) => Uint8Array.of(byte));
const cutsOf = fc.array(fc.nat(200), { maxLength: 12 });
function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.filter((cut) => cut < bytes.length))].toSorted((a, b) => a - b);
  return [...places, bytes.length].map((end, index) => bytes.slice(places[index - 1] ?? 0, end));
}

/** What every transport that parses bytes gives: the messages of the specification, however the bytes are cut. */
export function describeConformance(over: Over, numRuns = 3000): void {
  describe('the same bytes give the same messages', () => {
    test.each(streamVectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
      const bytes = bytesOf(vector.stream);
      expect((await parse([bytes], over)).messages).toEqual(expectedOf(vector));
      expect((await parse(byteByByte(bytes), over)).messages).toEqual(expectedOf(vector));
    });

    test.each(retryVectors)('%j sets the delay %s', async (line, delay) => {
      const bytes = bytesOf(`${line}\n\n`);
      expect((await parse([bytes], over)).reconnectionTime).toBe(delay);
      expect((await parse(byteByByte(bytes), over)).reconnectionTime).toBe(delay);
    });

    test('random streams and cuts give what the reference parser gives', async () => {
      await fc.assert(
        fc.asyncProperty(randomStream, cutsOf, async (bytes, cuts) => {
          expect(await parse(cutAt(bytes, cuts), over)).toEqual(referenceParse(bytes));
        }),
        { numRuns },
      );
    });
  });
}

/** What every transport that makes HTTP requests reports of an attempt. */
export function describeAttemptReports(server: () => PlaygroundServer, transport: () => Transport): void {
  const over = async (steps: Script, request: Partial<SseRequest> = {}): Promise<string[]> => {
    const key = crypto.randomUUID();
    const reports = await attemptOver(transport(), { url: server().script(key, steps), ...request });
    await server().waitFor(key, { open: 0 });
    return reports.filter((each) => each !== 'activity');
  };

  describe('what an attempt reports', () => {
    test('open, messages, ids, delays and the end', async () => {
      expect(
        await over([{ text: 'id: 1\nevent: e\ndata: a\n\nretry: 5\n\nid: 2\n\ndata\n\n' }, { end: true }]),
      ).toEqual(['open 200', 'message e "a" 1 own', 'retry 5', 'id 2', 'message message "" 2', 'end']);
    });
    test('the end without content after a 204', async () => {
      expect(await over([{ status: 204 }, { end: true }])).toEqual(['end, no content']);
    });
    test('one failure, and nothing after it', async () => {
      expect(await over([send('a'), { destroy: true }])).toEqual([
        'open 200',
        'message message "a" ',
        'fail network',
      ]);
      expect(await over([{ status: 500 }, { end: true }])).toEqual(['fail http']);
    });
    test('the id that it resumes after, until the server sends another', async () => {
      expect(
        await over([{ text: 'data: a\n\nid: 9\ndata: b\n\n' }, { end: true }], { lastEventId: '8' }),
      ).toEqual(['open 200', 'message message "a" 8', 'message message "b" 9 own', 'end']);
    });
    test('every line as a message where the body is lines', async () => {
      const steps = [
        { status: 200, headers: { 'content-type': 'application/x-ndjson' } },
        { text: '{"a":1}\n\n{"a":2}\r\n{"a"' },
        { text: ':3}' },
        { end: true },
      ] as const;
      expect(await over(steps, { framing: 'lines' })).toEqual([
        'open 200',
        'message message "{\\"a\\":1}" ',
        'message message "{\\"a\\":2}" ',
        'message message "{\\"a\\":3}" ',
        'end',
      ]);
    });
    test('a last line that has no end as a message, too, where the body is lines', async () => {
      const steps = [
        { status: 200, headers: { 'content-type': 'application/x-ndjson' } },
        { text: '{"a":1}\n\n{"a"' },
        { end: true },
      ];
      expect(await over(steps, { framing: 'lines' })).toEqual([
        'open 200',
        'message message "{\\"a\\":1}" ',
        'message message "{\\"a\\"" ',
        'end',
      ]);
    });
  });
}
