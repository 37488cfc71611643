import { describe, expect, it } from 'vitest';
import { tgi } from '../../src/formats/tgi';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'tgi',
  format: tgi(),
  answer: 'huggingface/tgi-generate-stream.sse',
  has: ['text'],
  error: ['huggingface/tgi-error.sse', 'Request failed during generation: CUDA out of memory'],
  unknown: sse({ index: 0, token: null, top_tokens: [] }),
  foreign: foreign.chat,
});

describe('tgi', () => {
  it('does not show special tokens', () => {
    expect(play(tgi(), recording('huggingface/tgi-generate-stream.sse')).answer).toMatchObject({
      text: 'Deep learning 深度',
      finishReason: 'eos_token',
      usage: { generated_tokens: 4 },
    });
  });

  it('ends with the whole text also without details', () => {
    expect(play(tgi(), sse({ token: { text: 'A' }, generated_text: 'A', details: null }))).toMatchObject({
      status: 'done',
      answer: { text: 'A' },
    });
  });
});
