import { describe, expect, it } from 'vitest';
import { openaiAssistants } from '../../src/formats/openaiAssistants';
import { named, play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'openaiAssistants',
  format: openaiAssistants(),
  answer: 'openai-assistants/answer.sse',
  has: ['text', 'toolCalls'],
  error: ['openai-assistants/error.sse', 'the model failed'],
  unknown: named(
    ['thread.created', { id: 'thread_1', object: 'thread' }],
    ['thread.something.new', { object: 'thread.something' }],
  ),
  foreign: foreign.chat,
});

const delta = (...content: object[]) =>
  named(['thread.message.delta', { id: 'm', object: 'thread.message.delta', delta: { content } }]);
const run = (given: object) => named(['thread.run', { id: 'r', object: 'thread.run', ...given }]);

describe('openaiAssistants', () => {
  it('says what has to be known to send the results of calls', () => {
    const { answer } = play(openaiAssistants(), recording('openai-assistants/answer.sse'));
    expect(answer).toMatchObject({ id: 'run_1', model: 'gpt-4o', finishReason: 'requires_action' });
    expect(answer.parts.at(-1)?.metadata).toEqual({ thread_id: 'thread_1' });
  });

  it('has the code interpreter with its output in the parts only, and citations as sources', () => {
    const { answer } = play(openaiAssistants(), recording('openai-assistants/answer.sse'));
    expect(answer.parts.slice(0, 2)).toMatchObject([
      { type: 'toolCall', name: 'code_interpreter', arguments: 'print(1)', server: true },
      { type: 'toolResult', id: 'c1', value: [{ index: 0, type: 'logs', logs: '1' }] },
    ]);
    expect(answer.sources).toMatchObject([{ document: 'f1', quote: 'Q', start: 0, end: 5 }]);
  });

  it('reads images, refusals and why a run is incomplete', () => {
    const wire =
      delta(
        { index: 0, type: 'image_file', image_file: { file_id: 'f1' } },
        { index: 1, type: 'image_url', image_url: { url: 'https://a.test/a.png' } },
        { index: 2, type: 'refusal', refusal: 'No.' },
      ) + run({ status: 'incomplete', incomplete_details: { reason: 'max_completion_tokens' } });
    const { answer, status } = play(openaiAssistants(), wire);
    expect(status).toBe('done');
    expect(answer.files).toMatchObject([
      { mediaType: 'image/*', metadata: { file_id: 'f1' } },
      { url: 'https://a.test/a.png' },
    ]);
    expect(answer).toMatchObject({
      refusal: 'No.',
      finishReason: 'incomplete',
      detail: { reason: 'max_completion_tokens' },
    });
  });
});
