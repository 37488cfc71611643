import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/formats/jsonText';
import { named, play, recording, sse } from './support/play';

describe('jsonText', () => {
  it.each([
    ['token', { token: 'A' }],
    ['choices.0.text', { choices: [{ text: 'A' }] }],
    ['', 'A'],
  ])('takes the text at "%s"', (path, data) => {
    expect(play(jsonText(path), sse(JSON.stringify(data), '[DONE]', '"late"')).answer).toMatchObject({
      text: 'A',
      done: true,
    });
  });

  it('takes what a function makes of the value', () => {
    const format = jsonText((value) => (typeof value === 'string' ? value : null));
    const wire = recording('plain-text/json-string-deltas.sse');
    expect(play(format, wire, Infinity, ['delta', 'end'])).toMatchObject({
      status: 'done',
      answer: { text: 'Hello\n' },
    });
  });

  it('gives the function the message and the answer', () => {
    const format = jsonText((value, { type }, { text }) =>
      type === 'end' ? { type: 'done' } : text + String(value),
    );
    const wire = named(['a', '1'], ['a', '2'], ['end', '0'], ['a', '3']);
    expect(play(format, wire, Infinity, ['a', 'end']).answer.text).toBe('112');
  });

  it.each([
    ['a path', 'token'] as const,
    ['a function', (value: unknown) => (value as { token: string }).token] as const,
  ])('reads messages without a name only, also with %s, unless the run names others', (_, pick) => {
    const wire = named(
      ['metadata', { token: 'x' }],
      ['message', { token: 'A' }],
      ['delta', { token: 'B' }],
      ['end', 'no JSON'],
    );
    expect(play(jsonText(pick), wire)).toMatchObject({ status: 'done', answer: { text: 'A' } });
    expect(play(jsonText(pick), wire, Infinity, ['delta']).answer.text).toBe('B');
  });

  it('with a function, too, takes an error event for an error with its words', () => {
    const format = jsonText(() => 'A');
    expect(play(format, named(['error', { message: 'Boom' }])).answer).toMatchObject({
      text: '',
      error: { message: 'Boom' },
    });
  });

  it('passes over messages without a value there', () => {
    expect(
      play(jsonText('a.b'), sse({ a: 1 }, { a: null }, {}, 'null', { a: { b: null } }, { a: { b: 'A' } }))
        .answer.text,
    ).toBe('A');
  });

  it.each([
    ['no JSON', 'A', '"A"'],
    ['JSON that was cut off', '{"token":"A', JSON.stringify('{"token":"A')],
    ['another type', '{"token":7}', 'expected a string at \\"token\\"'],
  ])('says that it met %s', (_, data, said) => {
    const { error, answer } = play(jsonText('token'), sse({ token: 'so far' }, data));
    expect(error?.kind).toBe('format');
    expect(error?.message).toContain('jsonText could not read the message');
    expect(error?.message).toContain(said.replaceAll('\\"', _ === 'another type' ? '"' : '\\"'));
    expect(answer.text).toBe('so far');
  });
});
