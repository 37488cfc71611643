import { describe, expect, it } from 'vitest';
import { anthropic, gemini, openaiChat, openaiResponses } from 'react-event-source/core';
import { named, play, sse } from './support/play';

const chunk = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const typed = (...events: ({ type: string } & Record<string, unknown>)[]): string =>
  named(...events.map((event) => [event.type, event] as const));

describe('the answer as the next request has it', () => {
  it('of Chat Completions: text, calls, and the reasoning under the name under which it came', () => {
    const call = { index: 0, id: 'c', function: { name: 'f', arguments: '{"a":1}' } };
    for (const field of ['reasoning_content', 'reasoning', 'reasoning_text']) {
      const wire = sse(
        chunk({ [field]: 'Hm' }),
        chunk({ [field]: 'm.' }),
        chunk({ content: 'A' }),
        chunk({ tool_calls: [call] }, 'tool_calls'),
      );
      expect(openaiChat.toInput(play(openaiChat(), wire).answer)).toEqual({
        role: 'assistant',
        content: 'A',
        [field]: 'Hmm.',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
      });
    }
  });

  it('of OpenRouter and Copilot: details that are signed, and opaque reasoning', () => {
    const signed = { type: 'reasoning.text', text: '', signature: 's', index: 0 };
    const encrypted = { type: 'reasoning.encrypted', data: 'xyz', index: 1 };
    const wire = sse(
      chunk({ reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm', index: 0 }] }),
      chunk({ reasoning_details: [signed] }),
      chunk({ reasoning_details: [encrypted] }),
      chunk({ reasoning_opaque: 'o' }),
      chunk({ content: 'A' }, 'stop'),
    );
    expect(openaiChat.toInput(play(openaiChat(), wire).answer)).toEqual({
      role: 'assistant',
      content: 'A',
      reasoning: 'Hm',
      reasoning_details: [{ type: 'reasoning.text', text: 'Hm', index: 0, signature: 's' }, encrypted],
      reasoning_opaque: 'o',
    });
  });

  it('of a server whose signature comes without the text that it signs', () => {
    const signed = { type: 'reasoning.text', text: '', signature: 's' };
    const wire = sse(
      chunk({ reasoning: 'Hm' }),
      chunk({ reasoning: 'm.', reasoning_details: [signed] }),
      chunk({ content: 'A' }, 'stop'),
    );
    expect(openaiChat.toInput(play(openaiChat(), wire).answer)).toMatchObject({
      reasoning: 'Hmm.',
      reasoning_details: [{ ...signed, text: 'Hmm.' }],
    });
  });

  it('of LiteLLM: blocks of thoughts that are signed, however they come', () => {
    const piece = (thinking: string, signature: string | null = null) => ({
      reasoning_content: thinking,
      thinking_blocks: [{ type: 'thinking', thinking, signature }],
    });
    const redacted = { type: 'redacted_thinking', data: 'r' };
    const blocks = [
      { type: 'thinking', thinking: 'Hmm.', signature: 's' },
      redacted,
      { type: 'thinking', thinking: 'Oh', signature: 't' },
    ];
    const pieces = sse(
      chunk(piece('Hm')),
      chunk(piece('m.')),
      chunk(piece('', 's')),
      chunk({ thinking_blocks: [redacted] }),
      chunk({ content: 'A' }),
      chunk(piece('Oh')),
      chunk(piece('', 't')),
      chunk({ content: 'B' }, 'stop'),
    );
    const whole = sse({
      choices: [
        {
          index: 0,
          message: { content: 'AB', reasoning_content: 'Hmm.Oh', thinking_blocks: blocks },
          finish_reason: 'stop',
        },
      ],
    });
    for (const wire of [pieces, whole])
      expect(openaiChat.toInput(play(openaiChat(), wire).answer)).toEqual({
        role: 'assistant',
        content: 'AB',
        reasoning_content: 'Hmm.Oh',
        thinking_blocks: blocks,
      });
  });

  it('of Gemini behind OpenRouter: a signature that comes after the text, with the call', () => {
    const encrypted = { type: 'reasoning.encrypted', data: 'xyz', id: 'c', index: 0 };
    const call = { index: 0, id: 'c', function: { name: 'f', arguments: '{}' } };
    const wire = sse(
      chunk({ reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm', index: 0 }] }),
      chunk({ content: 'A' }),
      chunk({ reasoning_details: [encrypted], tool_calls: [call] }),
      chunk({ reasoning_details: [{ ...encrypted, index: 1 }] }, 'tool_calls'),
    );
    expect(openaiChat.toInput(play(openaiChat(), wire).answer)).toEqual({
      role: 'assistant',
      content: 'A',
      reasoning: 'Hm',
      reasoning_details: [
        { type: 'reasoning.text', text: 'Hm', index: 0 },
        encrypted,
        { ...encrypted, index: 1 },
      ],
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
    });
  });

  it('of custom tools: what they were given, as it is', () => {
    const custom = { name: 'sql', input: 'SELECT 1' };
    const wire = sse(
      chunk({ tool_calls: [{ index: 0, id: 'c', type: 'custom', custom: { ...custom, input: 'SELECT ' } }] }),
      chunk({ tool_calls: [{ index: 0, custom: { input: '1' } }] }, 'tool_calls'),
    );
    expect(openaiChat.toInput(play(openaiChat(), wire).answer)).toEqual({
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'custom', custom }],
    });
  });

  it('of Responses: the items as they came, with encrypted reasoning', () => {
    const items = [
      {
        type: 'reasoning',
        id: 'rs',
        summary: [{ type: 'summary_text', text: 'Hm' }],
        encrypted_content: 'e',
      },
      { type: 'function_call', id: 'fc', call_id: 'c', name: 'f', arguments: '{}' },
      {
        type: 'message',
        id: 'msg',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'A', annotations: [] }],
      },
      { type: 'mcp_list_tools', id: 'l', tools: [] },
    ];
    const events = items.map((item, output_index) => ({
      type: 'response.output_item.done',
      output_index,
      item,
    }));
    expect(openaiResponses.toInput(play(openaiResponses(), typed(...events)).answer)).toEqual(items);
  });

  it('of Responses without whole items: the text and the calls', () => {
    const wire = typed(
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'A' },
      {
        type: 'response.output_item.added',
        output_index: 1,
        item: { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
      },
    );
    expect(openaiResponses.toInput(play(openaiResponses(), wire).answer)).toEqual([
      { type: 'message', role: 'assistant', content: 'A' },
      { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
    ]);
  });

  it('of Anthropic: blocks in their order, with signatures, citations and results', () => {
    const citation = {
      type: 'web_search_result_location',
      url: 'u',
      title: 't',
      cited_text: 'q',
      encrypted_index: 'e',
    };
    const result = {
      type: 'web_search_tool_result',
      tool_use_id: 's',
      content: [{ type: 'web_search_result', encrypted_content: 'x' }],
    };
    const start = (index: number, content_block: object) => ({
      type: 'content_block_start',
      index,
      content_block,
    });
    const delta = (index: number, given: object) => ({ type: 'content_block_delta', index, delta: given });
    const wire = typed(
      start(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      start(1, { type: 'redacted_thinking', data: 'r' }),
      start(2, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      delta(2, { type: 'input_json_delta', partial_json: '{"q":"a"}' }),
      start(3, result),
      start(4, { type: 'text', text: '', citations: [] }),
      delta(4, { type: 'citations_delta', citation }),
      delta(4, { type: 'text_delta', text: 'A' }),
      start(5, { type: 'tool_use', id: 't', name: 'f', input: {} }),
      { type: 'content_block_stop', index: 5 },
    );
    expect(anthropic.toInput(play(anthropic(), wire).answer)).toEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm', signature: 'sig' },
        { type: 'redacted_thinking', data: 'r' },
        { type: 'server_tool_use', id: 's', name: 'web_search', input: { q: 'a' } },
        result,
        { type: 'text', text: 'A', citations: [citation] },
        { type: 'tool_use', id: 't', name: 'f', input: {} },
      ],
    });
  });

  it('of a call that was cut off: what came of its arguments, under Anthropic’s name for that', () => {
    const wire = typed(
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'f', input: {} },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
      { type: 'message_delta', delta: { stop_reason: 'max_tokens' } },
    );
    const { answer } = play(anthropic(), wire);
    const input = { INVALID_JSON: '{"a":' };
    expect(anthropic.toInput(answer).content).toEqual([{ type: 'tool_use', id: 't', name: 'f', input }]);
    expect(gemini.toInput(answer).parts).toEqual([{ functionCall: { id: 't', name: 'f', args: input } }]);
  });

  it('of Gemini: parts in their order, with their signatures', () => {
    const response = (...parts: object[]) => ({ candidates: [{ content: { role: 'model', parts } }] });
    const code = { executableCode: { language: 'PYTHON', code: '1', id: 'x' }, thoughtSignature: 'cs' };
    const wire = sse(
      response({ text: 'Hm', thought: true }),
      response({ text: 'A' }),
      response({ text: 'B' }),
      response({ text: '', thoughtSignature: 'ts' }),
      response(code, { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } }),
      response({ text: 'C' }),
      response({ functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'fs' }),
    );
    expect(gemini.toInput(play(gemini(), wire).answer)).toEqual({
      role: 'model',
      parts: [
        { text: 'Hm', thought: true },
        { text: 'AB' },
        { text: '', thoughtSignature: 'ts' },
        code,
        { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
        { text: 'C' },
        { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'fs' },
      ],
    });
  });
});
