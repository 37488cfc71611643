import { describe, expect, it } from 'vitest';
import { cohere } from '../../src/formats/cohere';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'cohere',
  format: cohere(),
  answer: 'cohere/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['cohere/error.sse', 'the model failed'],
  unknown: sse({ type: 'citation-start', index: 0 }, { type: 'some-thing-new' }),
  foreign: foreign.anthropic,
});

describe('cohere', () => {
  it('leaves the plan that comes before calls out', () => {
    const { answer } = play(cohere(), recording('cohere/answer.sse'));
    expect(answer.text + answer.reasoning).not.toContain('I will look');
    expect(answer.parts.at(-1)).toMatchObject({ type: 'toolCall', done: true });
  });
});
