import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/answer/answer';
import type { Format } from '../../../src/answer/format';
import { named, play, recording, sse } from './play';

/** What every format has to show; its own test file adds what is special about it. */
export interface FormatCase {
  readonly name: string;
  readonly format: Format;
  /** A recording with text (some of it not ASCII), and with reasoning and calls where the wire has them. */
  readonly answer: string;
  readonly has: readonly ('text' | 'reasoning' | 'toolCalls')[];
  /** A recording that breaks off with an error of the provider, and its message. */
  readonly error?: readonly [file: string, message: string];
  /** What the wire may say that is not known yet. */
  readonly unknown: string;
  /** The beginning of a stream of another provider. */
  readonly foreign: string;
  /** The name of the events, where the wire has them: an unnamed one is foreign otherwise. */
  readonly type?: string;
  /** Whether the data is no JSON, so that none can be bad. */
  readonly plain?: boolean;
  /** Whether the wire has no end that can be seen, so that a clean close is one. */
  readonly endsOnClose?: boolean;
}

/** What the suite needs of a recorded answer; `recordings.test.ts` compares the whole of it. */
const said = {
  // Some character of several bytes, since the bytes are cut within it.
  text: expect.stringMatching(/[^ -~\s]/) as string,
  reasoning: expect.stringMatching(/\w/) as string,
  toolCalls: expect.arrayContaining([
    expect.objectContaining({
      name: expect.stringMatching(/\w/) as string,
      arguments: expect.stringMatching(/^\{.*\}$/) as string,
    }),
  ]) as Answer['toolCalls'],
};

const badData = [
  ['JSON that was cut off', '{"type":"text-del'],
  ['what is no JSON', 'upstream connect error'],
  ['null', 'null'],
  ['a number', '7'],
] as const;

const crlf = (wire: string): string => wire.replaceAll(/\r?\n/g, '\r\n');
const framed = (format: Format, wire: string): string =>
  format.framing === 'lines' ? wire.replaceAll(/^data: |^event: .*\n|\n(?=\n)/gm, '') : wire;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Everything before the end, and so with the text in it. */
function cutShort(wire: string): string {
  const at = wire.indexOf('北京 ') < 0 ? wire.length / 2 : wire.indexOf('北京 ');
  return wire.slice(0, wire.indexOf('\n', at) + 1) + '\n';
}

/** The parts and calls that are equal to those of the snapshot before, and yet others. */
const renewed = (snapshots: readonly Answer[]): unknown[] =>
  snapshots.slice(1).flatMap((after, i) => {
    const before = snapshots[i]!;
    return (['parts', 'toolCalls'] as const).flatMap((name) =>
      after[name].filter((item, at) => item !== before[name][at] && same(item, before[name][at])),
    );
  });

export function describeFormat(given: FormatCase): void {
  const {
    name,
    format,
    answer,
    has,
    error,
    unknown,
    foreign: other,
    type = 'message',
    plain,
    endsOnClose,
  } = given;
  const wire = recording(answer);
  const whole = play(format, wire);

  describe(`the format ${name}`, () => {
    it('names itself', () => expect(format.formatName).toBe(name));

    it.each(has)('reads %s', (channel) => expect(whole.answer).toMatchObject({ [channel]: said[channel] }));

    it('ends', () => {
      expect(whole.status).toBe('done');
      expect(whole.error).toBeUndefined();
    });

    it('is the same however the bytes are cut, also within a character', () => {
      for (const size of [1, 2, 3, 13]) expect(play(format, wire, size).answer).toEqual(whole.answer);
    });

    it('is the same with CRLF', () => expect(play(format, crlf(wire), 1).answer).toEqual(whole.answer));

    it(`is ${endsOnClose ? 'done' : 'incomplete'} when the stream closes cleanly before its end`, () => {
      const short = play(format, cutShort(wire));
      expect(short.status).toBe(endsOnClose ? 'done' : 'incomplete');
      expect(short.answer.text).not.toBe('');
      expect(whole.answer.text.startsWith(short.answer.text)).toBe(true);
    });

    it.each(error ? [error] : [])('keeps the text before an error of the provider: %s', (file, message) => {
      const failed = play(format, recording(file));
      expect(failed.status).toBe('failed');
      expect(failed.error).toBeUndefined();
      expect(failed.answer.error?.message).toBe(message);
      expect(failed.answer.text).not.toBe('');
    });

    it('ignores what it does not know', () => {
      const knowing = play(format, unknown + wire);
      expect(knowing.error).toBeUndefined();
      expect(knowing.answer).toEqual(whole.answer);
    });

    it.each(plain ? [] : badData)('says that it met %s, and keeps the text so far', (_, data) => {
      const start = cutShort(wire);
      const { answer: after, error: broken } = play(format, start + framed(format, named([type, data])));
      expect(broken).toMatchObject({ kind: 'format', isRetryable: false });
      expect(broken?.message).toContain(`${name} could not read the message ${JSON.stringify(data)}`);
      expect(after.text).toBe(play(format, start).answer.text);
    });

    it('says so when the stream is of another provider', () => {
      const { answer: none, error: broken, status } = play(format, framed(format, other));
      expect(status).toBe('failed');
      expect(broken?.kind).toBe('format');
      expect(broken?.message).toContain(name);
      expect(none.text).toBe('');
    });

    it('leaves the identity of parts that are finished', () => expect(renewed(whole.snapshots)).toEqual([]));

    it('serves any number of runs at once', () => {
      expect(play(format, wire).answer).toEqual(whole.answer);
    });
  });
}

/** Beginnings of streams, to be given to the format of another provider. */
export const foreign = {
  chat: sse({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'Hi' } }] }),
  anthropic: recording('anthropic/answer.sse'),
  cohere: recording('cohere/answer.sse'),
};
