import { describe, expect, test } from 'vitest';
import { type Decoder, json, type SseError, type StandardSchema } from 'react-event-source/core';
import { open } from '../support/connect.ts';
import { schema } from '../support/schema.ts';
import { message } from '../support/wire.ts';

/** What a decoder makes of the data of one `price`: what is shown, and the error. */
async function decodeWith(decoder: Decoder, data: string) {
  const errors: SseError[] = [];
  const { feed, sink } = await open({
    events: { price: decoder },
    onError: (error) => void errors.push(error),
  });
  sink.message(message(data, '7', 'price'), true);
  const { lastMessage } = feed.getSnapshot();
  feed.close();
  return { lastMessage, error: errors[0] };
}

const refusing = (
  issues: readonly { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] }[],
) => schema<never>(() => ({ issues }));

describe('a decoder', () => {
  test.each<[string, Decoder, string, unknown]>([
    ['json() parses', json(), '{"a":[1]}', { a: [1] }],
    ['a function gets the text', (data) => data.split(','), '1,2', ['1', '2']],
    ['a schema gets what was parsed', schema((value) => ({ value: [value] })), '{"a":1}', [{ a: 1 }]],
  ])('%s', async (_, decoder, data, expected) => {
    const { lastMessage, error } = await decodeWith(decoder, data);
    expect(lastMessage).toEqual({ type: 'price', data: expected, lastEventId: '7' });
    expect(error).toBeUndefined();
  });

  test('may be a schema that is a function, as those of arktype are', async () => {
    const { '~standard': standard } = schema<number>((value) => ({ value: Number(value) * 2 }));
    const callable = Object.assign((): never => expect.fail('called as a function'), {
      '~standard': standard,
    }) satisfies StandardSchema;
    expect((await decodeWith(callable, '21')).lastMessage).toMatchObject({ data: 42 });
  });

  test('that throws is named with what it threw, its cause and the text', async () => {
    const cause = new TypeError('no price');
    const throwing = (): never => {
      throw cause;
    };
    const { lastMessage, error } = await decodeWith(throwing, 'x');
    expect(lastMessage).toBeNull();
    expect(error).toMatchObject({ kind: 'decode', body: 'x', isRetryable: false });
    expect(error?.cause).toBe(cause);
    expect(error?.message).toBe(
      'The decoder of event "price" threw: no price. Make it accept what the server sends, or use `true` ' +
        'as the decoder to get its text.',
    );
  });

  test('may throw what is no error', async () => {
    const throwing = (): never => {
      throw 'no price';
    };
    expect((await decodeWith(throwing, 'x')).error?.message).toContain('threw: no price. Make it');
  });
});

describe('a decoder is refused, with what it must be, and the feed goes on, where it is', () => {
  test.each<[string, unknown]>([
    ['asynchronous, and rejects', async (data: string) => JSON.parse(data) as unknown],
    ['asynchronous', async () => 1],
    ['a factory that was not called', json],
    ['no function at all', 'json'],
    ['a factory of schemas that was not called', () => schema(() => ({ value: 1 }))],
  ])('%s', async (_, decoder) => {
    const { lastMessage, error } = await decodeWith(decoder as Decoder, 'no JSON');
    expect(lastMessage).toBeNull();
    expect(error).toMatchObject({ kind: 'decode', body: 'no JSON' });
    expect(error?.message).toBe(
      'The decoder of event "price" must be a synchronous function or schema, as in `json()`. ' +
        'Do what takes time in onMessage.',
    );
  });
});

describe('a schema', () => {
  test.each([
    ['a place in the data', [{ message: 'no number', path: ['a', { key: 0 }, 'b'] }], '"a.0.b": no number.'],
    ['no place', [{ message: 'no number' }], 'its data: no number.'],
    ['an empty path', [{ message: 'no number', path: [] }], 'its data: no number.'],
    ['no reason', [], 'its data: invalid.'],
  ])('that refuses with %s says so', async (_, issues, says) => {
    const { lastMessage, error } = await decodeWith(refusing(issues), '"1"');
    expect(lastMessage).toBeNull();
    expect(error).toMatchObject({ kind: 'decode', body: '"1"', cause: issues });
    expect(error?.message).toBe(
      `The schema of event "price" refused ${says} Change the schema or what the server sends.`,
    );
  });

  test('that validates asynchronously is refused: messages could overtake each other', async () => {
    const { lastMessage, error } = await decodeWith(
      schema(async () => ({ value: 1 })),
      '0',
    );
    expect(lastMessage).toBeNull();
    expect(error).toMatchObject({ kind: 'decode', body: '0' });
    expect(error?.message).toBe(
      'The decoder of event "price" must be a synchronous function or schema, as in `json()`. ' +
        'Do what takes time in onMessage.',
    );
  });
});
