// The connection is cut at every position of recorded answers: each ends as if it had never been cut.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { byLocation, createRun, encodeMessage, type Format, type RunSnapshot } from 'react-event-source/core';
import * as library from 'react-event-source/core';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { findRecordings } from '../../scripts/recordings/find.mjs';
import { recordedMessages, withIds } from '../support/recordedMessages.ts';
import { startAnswers } from './support/answers.ts';

/** All of a result but what depends on the clock and the connection. */
function outcome({ timing, lastMessage, lastEventId, attempt, ...result }: RunSnapshot): unknown {
  return JSON.parse(JSON.stringify(result));
}

async function ask(messages: readonly string[], format: Format, cuts: readonly number[]) {
  const server = await startAnswers({ messages, cuts });
  const seen: string[] = [];
  const result = await createRun({
    url: `${server.url}/chat`,
    method: 'POST',
    body: {},
    format,
    retry: { limit: 3, delay: 1, jitter: false },
    resume: byLocation(),
    onMessage: ({ lastEventId }) => void seen.push(lastEventId),
  }).start();
  return { outcome: outcome(result), seen, log: server.log() };
}

/** A function for each of many things, so many at a time. */
async function inBatches<T>(all: readonly T[], size: number, act: (each: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += size) await Promise.all(all.slice(at, at + size).map(act));
}

const folder = fileURLToPath(new URL('../fixtures/recordings', import.meta.url));
const families = new Map<string, { file: string; messages: string[]; format: Format }>();
for (const { file, family, name, bytes, lines } of findRecordings(folder)) {
  const format = formatFor(library, family, name);
  if (!format || lines) continue;
  const messages = withIds(recordedMessages(bytes.toString()));
  const known = families.get(family);
  // The shortest of each family that has something to lose.
  if (messages.length > 4 && !(known && known.messages.length <= messages.length))
    families.set(family, { file, messages, format });
}

describe('an answer whose connection is cut', () => {
  test('is tested with the recordings of at least ten wires', () =>
    expect(families.size).toBeGreaterThanOrEqual(10));

  test.each([...families.values()])(
    'before, in and behind each message of $file ends as if it had not been',
    async ({ messages, format }) => {
      const whole = await ask(messages, format, []);
      const places = new Set<number>([0]);
      let end = 0;
      // In the middle of a message and at its end; of long answers some of the messages.
      const every = Math.ceil(messages.length / 25);
      messages.forEach((text, index) => {
        const size = Buffer.byteLength(text);
        if (index % every === 0) places.add(end + (size >> 1)).add(end + size);
        end += size;
      });
      await inBatches([...places], 20, async (place) => {
        const cut = await ask(messages, format, [place]);
        expect([place, cut.outcome]).toEqual([place, whole.outcome]);
        // Behind the end of an answer nothing is asked for: an end marker may be missing.
        expect(cut.seen).toEqual(whole.seen.slice(0, cut.seen.length));
        expect(cut.log.filter((each) => each.startsWith('POST'))).toEqual(['POST /chat']);
      });
    },
  );

  test('at any byte of a short answer with CJK and an emoji ends as if it had not been cut', async () => {
    const format: Format = ({ data }) => (data === '[end]' ? { type: 'done' } : data);
    const messages = ['こんにちは', ' 👋🏽', 'ok', '[end]'].map((data, index) =>
      encodeMessage({ id: `${index + 1}`, data }),
    );
    const size = Buffer.byteLength(messages.join(''));
    await inBatches(
      Array.from({ length: size }, (_, place) => place),
      20,
      async (place) => {
        // The connection that resumes is cut, too.
        const { outcome: result, log } = await ask(messages, format, [place, 7]);
        expect([place, result]).toEqual([
          place,
          expect.objectContaining({ status: 'done', text: 'こんにちは 👋🏽ok' }),
        ]);
        expect(log.filter((each) => each.startsWith('POST'))).toHaveLength(1);
      },
    );
  });
});
