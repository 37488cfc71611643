import { describe, expect, it } from 'vitest';
import { watsonx } from '../../src/formats/watsonx';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'watsonx',
  format: watsonx(),
  answer: 'watsonx/answer.sse',
  has: ['text'],
  error: ['watsonx/error.sse', 'the model failed'],
  unknown: sse({ results: [{ generated_text: null, something: 'new' }] }),
  foreign: foreign.chat,
});

describe('watsonx', () => {
  it('counts the input once, and what is generated to the end', () => {
    expect(play(watsonx(), recording('watsonx/answer.sse')).answer).toMatchObject({
      model: 'ibm/granite',
      finishReason: 'eos_token',
      usage: { input_token_count: 8, generated_token_count: 3 },
    });
  });

  it('is failed when the model stopped because of an error', () => {
    const wire = sse({ results: [{ generated_text: 'Hal', stop_reason: 'error' }] });
    expect(play(watsonx(), wire)).toMatchObject({ status: 'failed', answer: { text: 'Hal' } });
  });

  it('reads errors without a name', () => {
    const wire = sse({ errors: [{ code: 'x', message: 'no such model' }], trace: 't' });
    expect(play(watsonx(), wire).answer.error?.message).toBe('no such model');
  });
});
