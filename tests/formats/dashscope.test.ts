import { describe, expect, it } from 'vitest';
import { dashscope } from '../../src/formats/dashscope';
import { named, play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'dashscope',
  format: dashscope(),
  answer: 'qwen-dashscope/native-cumulative-tool.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['qwen-dashscope/native-error.sse', 'Output data may contain inappropriate content.'],
  unknown: named(['result', { output: {}, request_id: 'r' }]),
  foreign: foreign.chat,
});

describe('dashscope', () => {
  it('replaces the text by each snapshot, or appends what is new', () => {
    const cumulative = play(dashscope(), recording('qwen-dashscope/native-cumulative.sse'));
    expect(cumulative.answer.text).toBe('今天晴🌞。');
    const incremental = play(
      dashscope({ incremental: true }),
      recording('qwen-dashscope/native-incremental.sse'),
    );
    expect(incremental.answer).toMatchObject({ text: '今天晴🌞。', reasoning: '好的，用户问天气' });
    expect(incremental.answer.parts).toHaveLength(2);
  });

  it('does not take the reason "null" for one', () => {
    const wire = (finish_reason: string) => named(['result', { output: { text: 'A', finish_reason } }]);
    expect(play(dashscope(), wire('null'))).toMatchObject({
      status: 'incomplete',
      answer: { text: 'A', finishReason: null },
    });
    expect(play(dashscope(), wire('stop')).status).toBe('done');
  });

  it('appends the pieces of arguments where the output is incremental', () => {
    const call = (id: string, args: string) =>
      named([
        'result',
        {
          output: {
            choices: [
              {
                message: {
                  content: '',
                  tool_calls: [{ index: 0, id, function: { arguments: args, name: id && 'f' } }],
                },
              },
            ],
          },
        },
      ]);
    expect(
      play(dashscope({ incremental: true }), call('c', '{"a"') + call('', ':1}')).answer.toolCalls,
    ).toEqual([{ id: 'c', name: 'f', arguments: '{"a":1}' }]);
  });
});
