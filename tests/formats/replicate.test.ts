import { describe, expect, it } from 'vitest';
import { replicate } from '../../src/formats/replicate';
import { named, play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'replicate',
  format: replicate(),
  answer: 'replicate/text.sse',
  has: ['text'],
  error: ['replicate/error.sse', 'the prediction failed'],
  unknown: named(['logs', 'loading']),
  foreign: foreign.chat,
  plain: true,
});

describe('replicate', () => {
  it('keeps spaces at the beginning and line breaks within', () => {
    expect(play(replicate(), recording('replicate/text.sse')).answer.text).toBe(
      'Grüße aus 北京 👩‍👩‍👧!\n\nZeile 2',
    );
  });

  it.each([
    ['{}', 'done'],
    ['{"reason":"canceled"}', 'canceled'],
  ])('ends with the reason in %s', (data, finishReason) => {
    expect(play(replicate(), named(['done', data]))).toMatchObject({
      status: 'done',
      answer: { finishReason },
    });
  });

  it('takes an error as it is written', () => {
    expect(play(replicate(), named(['output', 'A'], ['error', 'no GPU'])).answer).toMatchObject({
      text: 'A',
      error: { message: 'no GPU' },
    });
  });
});
