import { describe, expect, it } from 'vitest';
import { coze } from '../../src/formats/coze';
import { named, play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'coze',
  format: coze(),
  answer: 'coze/chat.sse',
  has: ['text', 'reasoning'],
  error: ['coze/chat-failed.sse', 'the bot failed'],
  unknown: named(['conversation.audio.delta', { content: 'AAAA' }], ['PING', {}]),
  foreign: foreign.anthropic,
  type: 'conversation.message.delta',
});

describe('coze', () => {
  it('hands over the calls that the application has to make', () => {
    const { answer, status } = play(coze(), recording('coze/chat-requires-action.sse'));
    expect(answer).toMatchObject({
      text: 'Hal',
      finishReason: 'requires_action',
      toolCalls: [{ id: 'c1', name: 'weather', arguments: '{"city":"北京"}' }],
    });
    expect(status).toBe('done');
  });

  it('takes the deltas of the answer only, and its repetition not at all', () => {
    const delta = (type: string) => ['conversation.message.delta', { type, content: type }] as const;
    const wire = named(
      delta('verbose'),
      delta('answer'),
      ['conversation.message.completed', { type: 'answer', content: 'answer' }],
      delta('follow_up'),
    );
    expect(play(coze(), wire).answer.text).toBe('answer');
  });

  it.each([
    ['coze/workflow.sse', { text: '你好', finishReason: 'Done', done: true }],
    ['coze/workflow-error.sse', { text: '你', error: { message: 'bad parameter', code: 4000 } }],
  ])('reads workflows: %s', (file, answer) =>
    expect(play(coze(), recording(file)).answer).toMatchObject(answer),
  );

  it('is done when a workflow is interrupted by a question', () => {
    expect(play(coze(), named(['Message', { content: 'A' }], ['Interrupt', {}]))).toMatchObject({
      status: 'done',
      answer: { finishReason: 'Interrupt' },
    });
  });

  it('reads an error event, also an empty one', () => {
    expect(play(coze(), named(['error', { code: 1, msg: 'no' }])).answer.error).toEqual({
      message: 'no',
      code: 1,
    });
    expect(play(coze(), named(['error', {}])).status).toBe('failed');
  });
});
