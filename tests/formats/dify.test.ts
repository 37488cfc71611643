import { describe, expect, it } from 'vitest';
import { dify } from '../../src/formats/dify';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'dify',
  format: dify(),
  answer: 'dify/chatflow.sse',
  has: ['text', 'reasoning'],
  error: ['dify/error-event.sse', '[openai] Rate limit'],
  unknown: sse({ event: 'tts_message', audio: 'AAAA' }, { event: 'node_started', data: {} }),
  foreign: foreign.chat,
});

describe('dify', () => {
  it('replaces the text by that of the moderation', () => {
    expect(play(dify(), recording('dify/chinese-ping-replace.sse')).answer.text).toBe(
      '您好，内容已被审核替换。',
    );
  });

  it("takes an agent's closing message for the whole answer, not for a delta", () => {
    const { answer } = play(dify(), recording('dify/new-agent-closing-message.sse'));
    expect(answer.text).toBe('Hello');
    expect(answer.parts.map(({ type }) => type)).toEqual(['text', 'toolCall', 'text']);
  });

  it('appends a delta that repeats the text so far', () => {
    const message = { event: 'message', answer: 'ha' };
    expect(play(dify(), sse(message, message)).answer.text).toBe('haha');
  });

  it.each([
    ['succeeded', 'done'],
    ['stopped', 'done'],
    ['failed', 'failed'],
  ])('reads a workflow that %s', (status, result) => {
    const wire = sse(
      { event: 'text_chunk', data: { text: 'A' } },
      { event: 'workflow_finished', data: { status, error: 'why' } },
    );
    expect(play(dify(), wire)).toMatchObject({ status: result, answer: { text: 'A', finishReason: status } });
  });

  it('is done with the reason "paused" when a workflow waits for a human', () => {
    const wire = sse({ event: 'workflow_paused', message_id: 'm', data: { status: 'paused' } });
    expect(play(dify(), wire)).toMatchObject({ status: 'done', answer: { finishReason: 'paused' } });
  });

  it('does not end a chat at the end of its workflow', () => {
    const wire = sse(
      { event: 'workflow_finished', message_id: 'm', data: { status: 'succeeded' } },
      { event: 'message_replace', message_id: 'm', answer: 'B' },
    );
    expect(play(dify(), wire).answer.text).toBe('B');
  });
});
