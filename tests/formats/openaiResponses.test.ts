import { describe, expect, it } from 'vitest';
import { openaiResponses } from '../../src/formats/openaiResponses';
import { named, play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'openaiResponses',
  format: openaiResponses(),
  answer: 'openai-responses/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  unknown: sse(
    { type: 'response.reasoning_part.added', output_index: 9 },
    { type: 'response.audio.delta', delta: 'AAAA' },
    { type: 'keepalive' },
  ),
  foreign: foreign.anthropic,
});

const delta = (name: string, text: string, more: object = {}) => ({
  type: `response.${name}.delta`,
  output_index: 0,
  content_index: 0,
  delta: text,
  ...more,
});

describe('openaiResponses', () => {
  it.each([
    ['incomplete', 'done', { text: 'Once upon', finishReason: 'incomplete', error: null }],
    [
      'failed',
      'failed',
      {
        finishReason: 'failed',
        error: { code: 'server_error', message: 'The model failed to generate a response.' },
      },
    ],
    ['refusal', 'done', { refusal: 'I’m sorry, I can’t.', finishReason: 'completed' }],
  ])('reads a response that is %s', (name, status, answer) => {
    const file = name === 'incomplete' ? 'incomplete-max-tokens' : name;
    expect(play(openaiResponses(), recording(`openai-responses/${file}.sse`))).toMatchObject({
      status,
      answer,
    });
  });

  it.each([
    ['flat', named(['error', { type: 'error', code: 'c', message: 'no' }])],
    ['nested', sse({ type: 'error', error: { code: 'c', message: 'no' } })],
  ])('keeps the text before an error that is %s', (_, wire) => {
    const { answer } = play(openaiResponses(), sse(delta('output_text', 'Hal')) + wire);
    expect(answer).toMatchObject({ text: 'Hal', error: { code: 'c', message: 'no' } });
  });

  it('reads reasoning, raw or as a summary, in a part for each', () => {
    const wire = sse(
      delta('reasoning_summary_text', 'A', { summary_index: 0, content_index: undefined }),
      delta('reasoning_summary_text', 'B', { summary_index: 1, content_index: undefined }),
      delta('reasoning_text', 'C', { output_index: 1 }),
    );
    const { answer } = play(openaiResponses(), wire);
    expect(answer.reasoning).toBe('ABC');
    expect(answer.parts.map((part) => part.type === 'reasoning' && part.text)).toEqual(['A', 'B', 'C']);
  });

  it('reads a custom tool, whose input is no JSON', () => {
    const item = { type: 'custom_tool_call', call_id: 'c', name: 'sql', input: '' };
    const wire = sse(
      { type: 'response.output_item.added', output_index: 0, item },
      delta('custom_tool_call_input', 'SELECT 1'),
    );
    expect(play(openaiResponses(), wire).answer.toolCalls).toEqual([
      { id: 'c', name: 'sql', arguments: 'SELECT 1' },
    ]);
  });

  it('takes a whole item for its last word', () => {
    const item = { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"a":1}' };
    const wire = sse(delta('function_call_arguments', '{"a"'), {
      type: 'response.output_item.done',
      output_index: 0,
      item,
    });
    expect(play(openaiResponses(), wire).answer.parts).toMatchObject([
      { id: 'c', name: 'f', arguments: '{"a":1}', done: true },
    ]);
  });

  it('ends without [DONE], and with it', () => {
    const wire = sse({
      type: 'response.completed',
      response: { status: 'completed', usage: { total_tokens: 1 } },
    });
    for (const end of ['', sse('[DONE]')])
      expect(play(openaiResponses(), wire + end)).toMatchObject({
        status: 'done',
        answer: { usage: { total_tokens: 1 } },
      });
  });

  it('reads the tail of a background run that is resumed', () => {
    const wire = sse(delta('output_text', 'and '), delta('output_text', 'after.'), {
      type: 'response.completed',
      response: { status: 'completed' },
    });
    expect(play(openaiResponses(), wire)).toMatchObject({ status: 'done', answer: { text: 'and after.' } });
  });
});
