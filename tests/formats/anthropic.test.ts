import { describe, expect, it } from 'vitest';
import { anthropic } from '../../src/formats/anthropic';
import { named, play, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

const events = (...list: { type: string }[]) => named(...list.map((event) => [event.type, event] as const));

describeFormat({
  name: 'anthropic',
  format: anthropic(),
  answer: 'anthropic/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['anthropic/error.sse', 'Overloaded'],
  unknown: events({ type: 'content_block_annotation' }),
  foreign: foreign.cohere,
});

const start = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, inner: object) => ({ type: 'content_block_delta', index, delta: inner });

describe('anthropic', () => {
  it('merges usage, whose counters are cumulative, by name', () => {
    const wire = events(
      {
        type: 'message_start',
        message: { usage: { input_tokens: 9, output_tokens: 1, cache_read_input_tokens: 5 } },
      } as never,
      { type: 'message_delta', delta: {}, usage: { output_tokens: 4 } } as never,
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: 7, input_tokens: null },
      } as never,
    );
    const { answer, status } = play(anthropic(), wire);
    expect(answer.usage).toEqual({ input_tokens: 9, output_tokens: 7, cache_read_input_tokens: 5 });
    expect(status).toBe('done');
  });

  it('keeps tools that the provider runs itself out of toolCalls', () => {
    const wire = events(
      start(0, { type: 'mcp_tool_use', id: 'm', name: 'ask', input: {} }),
      delta(0, { type: 'input_json_delta', partial_json: '{"q":1}' }),
    );
    const { answer } = play(anthropic(), wire);
    expect(answer.toolCalls).toEqual([]);
    expect(answer.parts).toMatchObject([
      { type: 'toolCall', name: 'ask', arguments: '{"q":1}', server: true },
    ]);
  });

  it('leaves the arguments of a call without any empty', () => {
    const wire = events(
      start(1, { type: 'tool_use', id: 't', name: 'list', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '' }),
    );
    expect(play(anthropic(), wire).answer.toolCalls).toEqual([{ id: 't', name: 'list', arguments: '' }]);
  });

  it('takes the input and the text of a block that starts whole', () => {
    const wire = events(
      start(0, { type: 'text', text: 'A' }),
      start(1, { type: 'tool_use', id: 't', name: 'list', input: { a: 1 } }),
    );
    expect(play(anthropic(), wire).answer).toMatchObject({
      text: 'A',
      toolCalls: [{ arguments: '{"a":1}' }],
    });
  });

  it('knows when the arguments are whole, and that those cut in the middle are not', () => {
    const wire = events(
      start(0, { type: 'tool_use', id: 't', name: 'list' }),
      delta(0, { partial_json: '{"a' }),
    );
    expect(play(anthropic(), wire).answer.parts[0]).toMatchObject({ done: false });
    const whole = play(anthropic(), wire + events({ type: 'content_block_stop', index: 0 } as never));
    expect(whole.answer.parts[0]).toMatchObject({ done: true });
  });

  it('keeps blocks without text, such as redacted thinking and summaries of the context', () => {
    const wire = events(
      start(0, { type: 'redacted_thinking', data: 'abc' }),
      start(1, { type: 'compaction', content: null }),
      delta(1, { type: 'compaction_delta', content: 'abc' }),
    );
    const { answer } = play(anthropic(), wire);
    expect(answer).toMatchObject({ text: '', reasoning: '' });
    expect(anthropic.toInput(answer).content).toEqual([
      { type: 'redacted_thinking', data: 'abc' },
      { type: 'compaction', content: 'abc' },
    ]);
  });

  it('needs no event names', () => {
    const wire = sse(delta(0, { type: 'text_delta', text: 'A' }), { type: 'message_stop' });
    expect(play(anthropic(), wire)).toMatchObject({ status: 'done', answer: { text: 'A' } });
  });

  it('takes the input of a call once, where it is in the start of the block and in its deltas', () => {
    const block = { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } };
    const events = [
      { type: 'message_start', message: {} },
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a"' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: ':1}' } },
      { type: 'content_block_stop', index: 0 },
    ];
    expect(play(anthropic(), sse(...events)).answer.toolCalls).toEqual([
      { id: 't', name: 'f', arguments: '{"a":1}' },
    ]);
  });
});
