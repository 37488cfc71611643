import { describe, expect, it } from 'vitest';
import { openaiChat } from '../../src/formats/openaiChat';
import { named, play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'openaiChat',
  format: openaiChat(),
  answer: 'openai-chat/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['vllm/error-object-then-done.sse', 'EngineCore encountered an issue'],
  unknown: sse({ object: 'chat.completion.moderation', verdict: 'fine' }),
  foreign: foreign.anthropic,
});

const chunk = (delta: object, more: object = {}) => ({
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});
const call = (index: number | undefined, id: string | undefined, name: string, args: unknown) =>
  chunk({ tool_calls: [{ index, id, function: { name, arguments: args } }] });

describe('openaiChat', () => {
  it('takes the first of several choices that say no index', () => {
    const wire = sse({ choices: [{ delta: { content: 'A' } }, { delta: { content: 'B' } }] }, '[DONE]');
    expect(play(openaiChat(), wire).answer.text).toBe('A');
  });

  it.each([
    ['null', [null, null]],
    ['a string', ['0', '0']],
    ['a number that counts tokens', [0, 1, 2, 3]],
  ])('takes the only choice whose index is %s', (_, indices) => {
    const chunks = indices.map((index, i) => ({
      id: 'c',
      choices: [{ index, delta: i || indices.length < 3 ? { content: 'A' } : { role: 'assistant' } }],
    }));
    const { answer } = play(openaiChat(), sse(...chunks, '[DONE]'));
    expect(answer.text).toBe('A'.repeat(indices.length < 3 ? 2 : 3));
  });

  it.each([
    [0, false],
    [1, false],
    [0, true],
  ])('puts tokens together that `index` counts from %i, with a role each: %s', (from, hasRole) => {
    const role = hasRole ? { role: 'assistant' } : {};
    const chunks = ['A', 'B', 'C'].map((content, i) => ({
      choices: [{ index: i + from, delta: { ...role, content } }],
    }));
    expect(play(openaiChat(), sse(...chunks, '[DONE]')).answer.text).toBe('ABC');
  });

  it.each<[string, [index: number, delta: object, finish?: string][]]>([
    [
      'that begins first',
      [
        [0, { role: 'assistant', content: '' }],
        [1, { role: 'assistant', content: '' }],
        [1, { content: 'x' }],
        [0, { content: 'A' }],
        [1, { content: 'y' }],
        [0, { content: 'B' }],
      ],
    ],
    [
      'in between',
      [
        [0, { content: 'A' }],
        [1, { content: 'x' }],
        [2, { content: 'u' }],
        [0, { content: 'B' }],
        [1, { content: 'y' }],
      ],
    ],
    [
      'that comes after',
      [
        [0, { content: 'A' }],
        [0, { content: 'B' }, 'stop'],
        [1, { content: 'x' }],
      ],
    ],
  ])('leaves out another choice, %s', (_, pieces) => {
    const chunks = pieces.map(([index, delta, finish_reason]) => ({
      id: 'c',
      choices: [{ index, delta, finish_reason }],
    }));
    expect(play(openaiChat(), sse(...chunks, '[DONE]')).answer.text).toBe('AB');
  });

  it('takes `message` in place of `delta`, and a whole completion in one event', () => {
    const message = (content: string, more: object = {}) => ({
      choices: [{ index: 0, message: { role: 'assistant', content }, ...more }],
    });
    expect(play(openaiChat(), sse(message('A'), message('B'), '[DONE]')).answer.text).toBe('AB');
    const whole = sse({ object: 'chat.completion', ...message('All', { finish_reason: 'stop' }) });
    expect(play(openaiChat(), whole)).toMatchObject({ status: 'done', answer: { text: 'All' } });
    const repeated = sse(chunk({ content: 'Hi' }), message('Hi', { finish_reason: 'stop' }));
    expect(play(openaiChat(), repeated).answer.text).toBe('Hi');
  });

  it('takes a `message` that grows, with all that came before in it', () => {
    const message = (content: string | null, more: object = {}) => ({
      choices: [{ index: 0, message: { role: 'assistant', content, ...more } }],
    });
    const grown = sse(message(''), message('A'), message('A b'), message('A b'), message('A b c'), '[DONE]');
    expect(play(openaiChat(), grown).answer.text).toBe('A b c');
    const thought = (reasoning_content: string, content = '') => message(content, { reasoning_content });
    const thinking = sse(thought('T'), thought('T u'), thought('T u', 'A'), thought('T u', 'A b'), '[DONE]');
    expect(play(openaiChat(), thinking).answer).toMatchObject({ reasoning: 'T u', text: 'A b' });
    const calling = (args: string) => {
      const called = { index: 0, id: 'c', type: 'function', function: { name: 'f', arguments: args } };
      return message(null, { tool_calls: [called] });
    };
    const called = sse(calling('{"a"'), calling('{"a":1}'), calling('{"a":1}'), '[DONE]');
    expect(play(openaiChat(), called).answer.toolCalls).toEqual([
      { id: 'c', name: 'f', arguments: '{"a":1}' },
    ]);
  });

  it('takes the choice with the index, not the one at the place', () => {
    const wire = sse(
      { choices: [{ index: 1, delta: { content: 'B' } }] },
      { choices: [{ index: 0, delta: { content: 'A' } }] },
      {
        choices: [
          { index: 1, delta: { content: 'B' } },
          { index: 0, delta: { content: 'A' } },
        ],
      },
      '[DONE]',
    );
    expect(play(openaiChat(), wire).answer.text).toBe('AA');
    expect(play(openaiChat({ choice: 1 }), wire).answer.text).toBe('BB');
    expect(play(openaiChat({ choice: 2 }), wire).answer.text).toBe('');
  });

  it('lets no null and no empty string overwrite', () => {
    const wire = sse(
      call(0, 'call_1', 'weather', '{"a":'),
      call(0, '', '', '1}'),
      chunk(
        { content: null, reasoning_content: null, refusal: null, tool_calls: null },
        { finish_reason: 'tool_calls' },
      ),
      { choices: [], usage: { total_tokens: 3 } },
      { choices: [], usage: null },
      chunk({}, { finish_reason: '' }),
      '[DONE]',
    );
    expect(play(openaiChat(), wire).answer).toMatchObject({
      text: '',
      toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"a":1}' }],
      finishReason: 'tool_calls',
      usage: { total_tokens: 3 },
    });
  });

  it('takes usage that comes after the finish reason, and even after the end', () => {
    const wire = sse(
      chunk({ content: 'A' }, { finish_reason: 'stop' }),
      { choices: [], usage: { total_tokens: 1 } },
      '[DONE]',
      {
        choices: [{ index: 0, delta: { content: 'too late' } }],
        usage: { total_tokens: 2 },
      },
    );
    expect(play(openaiChat(), wire).answer).toMatchObject({
      text: 'A',
      finishReason: 'stop',
      usage: { total_tokens: 2 },
      done: true,
    });
  });

  it('is done after a finish reason, also without [DONE]; and after [DONE] without one', () => {
    expect(play(openaiChat(), sse(chunk({ content: 'A' }, { finish_reason: 'stop' }))).status).toBe('done');
    expect(play(openaiChat(), sse(chunk({ content: 'A' }), '[DONE]')).status).toBe('done');
    expect(play(openaiChat(), recording('openai-chat/cut-no-finish-no-done.sse')).status).toBe('incomplete');
  });

  it('compares the sentinel with the whole data only', () => {
    const wire = sse(chunk({ content: 'data: [DONE]' }), chunk({ content: '[DONE]' }), '[DONE]');
    expect(play(openaiChat(), wire).answer.text).toBe('data: [DONE][DONE]');
  });

  it('does not take the whole message that stands beside a delta', () => {
    const wire = sse(
      { choices: [{ index: 0, delta: { content: 'A' }, message: { content: 'A' } }] },
      '[DONE]',
    );
    expect(play(openaiChat(), wire).answer.text).toBe('A');
  });

  it('takes the text of a chunk once, where it stands beside the delta', () => {
    const wire = sse({ choices: [{ index: 0, text: 'A', delta: { content: 'A' } }] }, '[DONE]');
    expect(play(openaiChat(), wire).answer.text).toBe('A');
  });

  it.each([
    ['reasoning_content', { reasoning_content: 'R' }],
    ['reasoning', { reasoning: 'R' }],
    ['both, once', { reasoning_content: 'R', reasoning: 'R' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'R' }] }],
    ['a summary in reasoning_details', { reasoning_details: [{ type: 'reasoning.summary', summary: 'R' }] }],
    ['reasoning beside its details, once', { reasoning: 'R', reasoning_details: [{ text: 'R' }] }],
    ['thinking in a list', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'R' }] }] }],
  ])('reads %s', (_, delta) => {
    expect(play(openaiChat(), sse(chunk(delta))).answer).toMatchObject({ reasoning: 'R', text: '' });
  });

  it('reads a refusal', () => {
    expect(
      play(openaiChat(), sse(chunk({ refusal: 'I ' }), chunk({ refusal: "can't." }))).answer.refusal,
    ).toBe("I can't.");
  });

  it.each([
    ['the same index', 0],
    ['no index', undefined],
  ])('tells whole calls with %s apart', (_, index) => {
    const wire = sse(call(index, 'a', 'one', '{}'), call(index, 'b', 'one', '{"x":1}'), '[DONE]');
    expect(play(openaiChat(), wire).answer.toolCalls).toEqual([
      { id: 'a', name: 'one', arguments: '{}' },
      { id: 'b', name: 'one', arguments: '{"x":1}' },
    ]);
  });

  it('reads arguments that are an object, and the old function_call', () => {
    const wire = sse(call(0, 'a', 'one', { x: 1 }));
    expect(play(openaiChat(), wire).answer.toolCalls).toEqual([
      { id: 'a', name: 'one', arguments: '{"x":1}' },
    ]);
    const old = sse(
      chunk({ function_call: { name: 'two', arguments: '{' } }),
      chunk({ function_call: { arguments: '}' } }),
    );
    expect(play(openaiChat(), old).answer.toolCalls).toEqual([{ id: '', name: 'two', arguments: '{}' }]);
  });

  it('knows that calls are whole, unless the answer was cut off', () => {
    const calls = (reason: string) =>
      play(openaiChat(), sse(call(0, 'a', 'one', '{'), chunk({}, { finish_reason: reason }))).answer;
    expect(calls('tool_calls').parts[0]).toMatchObject({ done: true });
    expect(calls('length').parts[0]).toMatchObject({ done: false });
  });

  it.each([
    ['an object', sse({ error: { message: 'no', code: 500 } }), { message: 'no', code: 500 }],
    [
      'an object without a code',
      sse({ error: { message: 'no', type: 'server_error', code: null } }),
      { message: 'no', code: 'server_error' },
    ],
    ['a string', sse({ error: 'no' }), { message: 'no' }],
    [
      'flat',
      recording('vllm/error-flat-object.sse'),
      { message: 'max_tokens must be at least 1', code: 400 },
    ],
    ['a named event', named(['error', { message: 'no', code: 'c' }]), { message: 'no', code: 'c' }],
    [
      'a named event with an object',
      named(['error', { error: { message: 'no', code: 'c' } }]),
      { message: 'no', code: 'c' },
    ],
  ])('reads an error that is %s', (_, wire, error) => {
    expect(play(openaiChat(), wire).answer.error).toEqual(error);
  });

  it('takes text, finish reason and usage that come with an error', () => {
    const wire = sse(
      {
        ...chunk({ content: 'A' }, { finish_reason: 'error' }),
        usage: { cost: 1 },
        error: { message: 'no', code: 502 },
      },
      '[DONE]',
    );
    expect(play(openaiChat(), wire).answer).toMatchObject({
      text: 'A',
      finishReason: 'error',
      usage: { cost: 1 },
      error: { code: 502 },
      done: false,
    });
  });

  it("reads Groq's usage, Azure's first chunk and legacy completions", () => {
    const wire = sse(
      { choices: [], prompt_filter_results: [] },
      { ...chunk({ content: 'A' }), x_groq: { usage: { total_tokens: 1 } } },
    );
    expect(play(openaiChat(), wire).answer).toMatchObject({ text: 'A', usage: { total_tokens: 1 } });
    expect(play(openaiChat(), recording('openai-completions/text.sse')).answer.text).toBe('Grüße 👋');
  });
});
