// One test for each way in which loops over a provider's stream go wrong, across the formats.
import { describe, expect, it } from 'vitest';
import {
  anthropic,
  dashscope,
  gemini,
  langGraph,
  openaiChat,
  openaiResponses,
  uiMessageStream,
} from '../../src/entries/common';
import { play, recording, sse } from './support/play';

describe('pitfalls', () => {
  it.each([
    ['openaiChat', openaiChat(), sse({ choices: [{ delta: { content: 'A' } }] })],
    ['openaiResponses', openaiResponses(), sse({ type: 'response.output_text.delta', delta: 'A' })],
    [
      'anthropic',
      anthropic(),
      sse(
        { type: 'content_block_delta', index: 0, delta: { text: 'A' } },
        { type: 'content_block_stop', index: 0 },
      ),
    ],
    ['gemini', gemini(), sse({ candidates: [{ content: { parts: [{ text: 'A' }] } }] })],
    [
      'uiMessageStream',
      uiMessageStream(),
      sse({ type: 'text-delta', id: '0', delta: 'A' }, { type: 'finish-step' }),
    ],
  ])('a clean close is not success: %s', (_, format, wire) => {
    expect(play(format, wire)).toMatchObject({ status: 'incomplete', answer: { text: 'A', done: false } });
  });

  it('a finish reason is not the end: usage, errors and [DONE] follow', () => {
    const finished = { choices: [{ delta: {}, finish_reason: 'stop' }] };
    expect(
      play(openaiChat(), sse(finished, { choices: [], usage: { n: 1 } }, '[DONE]')).answer,
    ).toMatchObject({ done: true, usage: { n: 1 } });
    expect(play(openaiChat(), sse(finished, { error: { message: 'no' } }, '[DONE]'))).toMatchObject({
      status: 'failed',
    });
  });

  it('null and "" never overwrite', () => {
    const meta = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } };
    const wire = sse(meta, { type: 'message_delta', delta: { stop_reason: null }, usage: null });
    expect(play(anthropic(), wire).answer).toMatchObject({
      finishReason: 'end_turn',
      usage: { output_tokens: 3 },
    });
  });

  it('several choices are told apart by their index', () => {
    const wire = sse(
      { choices: [{ index: 1, delta: { content: 'B' } }] },
      { choices: [{ index: 0, delta: { content: 'A' } }] },
    );
    expect(play(openaiChat(), wire).answer.text).toBe('A');
  });

  it('a snapshot replaces what was there', () => {
    expect(play(dashscope(), recording('qwen-dashscope/native-cumulative.sse')).answer.text).toBe(
      '今天晴🌞。',
    );
    expect(play(langGraph(), recording('langgraph/messages.sse')).answer.text).toBe('Grüße aus 北京 👩‍👩‍👧!');
  });

  it('reset-step takes the draft of the step away', () => {
    expect(play(uiMessageStream(), recording('ui-message-stream/reset-step.sse')).answer.text).toBe(
      'right answer',
    );
  });

  it('usage comes after the finish reason', () => {
    expect(play(openaiChat(), recording('openai-chat/answer.sse')).answer.usage).toEqual({
      prompt_tokens: 9,
      completion_tokens: 21,
      total_tokens: 30,
    });
  });

  it('an error is not always last', () => {
    expect(
      play(uiMessageStream(), recording('ui-message-stream/error-then-finish.sse')).answer,
    ).toMatchObject({ error: { message: 'upstream failed' }, done: false });
    expect(play(openaiChat(), recording('vllm/error-object-then-done.sse'))).toMatchObject({
      status: 'failed',
      answer: { done: false },
    });
  });

  it('graphemes are split over deltas, and characters over reads', () => {
    const wire = recording('openai-chat/zh-cjk-emoji-split.sse');
    expect(play(openaiChat(), wire, 1).answer.text).toContain('👨‍👩‍👧 𠮷🇨🇳');
  });

  it('a sentinel within the text is text', () => {
    expect(
      play(uiMessageStream(), recording('ui-message-stream/cjk-zwj-data-parts.sse')).answer.text,
    ).toContain('data: [DONE]');
  });

  it('keep-alive comments are no messages', () => {
    expect(play(openaiChat(), recording('deepseek/keep-alive-comments-crlf.sse'))).toMatchObject({
      status: 'done',
      answer: { text: 'Hi!' },
    });
  });
});
