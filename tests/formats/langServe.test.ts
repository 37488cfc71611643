import { describe, expect, it } from 'vitest';
import { langServe } from '../../src/formats/langServe';
import { named, play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'langServe',
  format: langServe(),
  answer: 'langserve/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['langserve/stream-error.sse', 'Internal Server Error'],
  unknown: named(['data', { type: 'SomethingNew' }], ['something', { new: true }]),
  foreign: foreign.chat,
  type: 'data',
  endsOnClose: true,
});

const read = (...chunks: unknown[]) =>
  play(langServe(), named(...chunks.map((chunk) => ['data', chunk] as const))).answer;

describe('langServe', () => {
  it('reads strings, also those that look like an end', () => {
    expect(play(langServe(), named(['data', '"Hi "'], ['data', '"[DONE]"'])).answer.text).toBe('Hi [DONE]');
  });

  it('has the finish reason, the model and the usage of the message', () => {
    expect(play(langServe(), recording('langserve/answer.sse')).answer).toMatchObject({
      model: 'm',
      finishReason: 'tool_calls',
      usage: { total_tokens: 9 },
    });
  });

  it('reads what a chain puts around its answer, and the documents that it found', () => {
    const { text, sources } = read(
      { context: [{ page_content: 'Q', metadata: { source: 'a.pdf', title: 'A' } }] },
      { answer: 'Hi ' },
      { output: { content: 'you', type: 'AIMessageChunk' } },
    );
    expect(text).toBe('Hi you');
    expect(sources).toMatchObject([{ document: 'a.pdf', title: 'A', quote: 'Q' }]);
  });
});
