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
    expect(play(format, recording('plain-text/json-string-deltas.sse'))).toMatchObject({
      status: 'done',
      answer: { text: 'Hello\n' },
    });
  });

  it('gives the function the message and the answer', () => {
    const format = jsonText((value, { type }, { text }) =>
      type === 'end' ? { type: 'done' } : text + String(value),
    );
    expect(play(format, named(['a', '1'], ['a', '2'], ['end', '0'], ['a', '3'])).answer.text).toBe('112');
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
