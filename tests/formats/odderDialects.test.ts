// More of what servers say that claim to speak a wire: other models behind it, gateways before it, and newer versions.
import { describe, expect, it } from 'vitest';
import {
  agUi,
  anthropic,
  cohere,
  coze,
  dashscope,
  dify,
  type Format,
  gemini,
  ollama,
  openaiChat,
  openaiResponses,
  uiMessageStream,
} from 'react-event-source/core';
import { named, play, sse } from './support/play';

const chunk = (delta: object | null, more: object = {}) => ({ choices: [{ index: 0, delta, ...more }] });
const stop = (reason = 'stop') => chunk({}, { finish_reason: reason });
const typed = (...events: ({ type: string } & Record<string, unknown>)[]): string =>
  named(...events.map((event) => [event.type, event] as const));
const call = (index: number | null | undefined, id: string | null, name: string | null, args: unknown) =>
  chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: args } }] });
const block = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, given: object) => ({ type: 'content_block_delta', index, delta: given });
const candidate = (parts: object[], more: object = {}) => ({ candidates: [{ content: { parts }, ...more }] });

type Row = readonly [dialect: string, wire: string, answer: object, status?: string];
type Case = readonly [name: string, format: Format, wire: string, answer: object, status: string];

const chat: readonly Row[] = [
  [
    'role only, then usage only',
    sse(chunk({ role: 'assistant' }), stop(), { choices: [], usage: { total_tokens: 1 } }),
    { text: '', usage: { total_tokens: 1 }, parts: [] },
  ],
  [
    'null deltas',
    sse(
      chunk(null),
      chunk({ content: null }),
      chunk({ content: 'A' }),
      chunk(null, { finish_reason: 'stop' }),
    ),
    { text: 'A' },
  ],
  [
    'escaped and split surrogates',
    'data: {"choices":[{"index":0,"delta":{"content":"\\ud83d\\ude42 \\u00e9\\n"}}]}\n\ndata: {"choices":[{"index":0,"delta":{"content":"\\ud83d"}}]}\n\ndata: {"choices":[{"index":0,"delta":{"content":"\\ude42"},"finish_reason":"stop"}]}\n\n',
    { text: '🙂 é\n🙂' },
  ],
  [
    'JSON over several data lines',
    'data: {"choices":\ndata: [{"index":0,"delta":{"content":"A"},\ndata: "finish_reason":"stop"}]}\n\n',
    { text: 'A' },
  ],
  [
    'calls in one chunk',
    sse(
      chunk({
        tool_calls: [0, 1].map((index) => ({
          index,
          id: `c${index}`,
          function: { name: 'f', arguments: `{"n":${index}}` },
        })),
      }),
      stop('tool_calls'),
    ),
    {
      toolCalls: [
        { id: 'c0', arguments: '{"n":0}' },
        { id: 'c1', arguments: '{"n":1}' },
      ],
    },
  ],
  [
    'calls whose pieces alternate',
    sse(
      call(0, 'a', 'f', ''),
      call(1, 'b', 'g', ''),
      call(0, null, null, '{"a"'),
      call(1, null, null, '{"b"'),
      call(0, null, null, ':1}'),
      call(1, null, null, ':2}'),
      stop('tool_calls'),
    ),
    {
      toolCalls: [
        { id: 'a', arguments: '{"a":1}' },
        { id: 'b', arguments: '{"b":2}' },
      ],
    },
  ],
  [
    'calls without an index',
    sse(call(undefined, 'a', 'f', '{}'), call(undefined, 'b', 'f', '{}'), stop('tool_calls')),
    { toolCalls: [{ id: 'a' }, { id: 'b' }] },
  ],
  [
    'calls with the index null',
    sse(
      call(null, 'a', 'f', '{'),
      call(null, null, null, '}'),
      call(null, 'b', 'g', '{}'),
      stop('tool_calls'),
    ),
    {
      toolCalls: [
        { id: 'a', arguments: '{}' },
        { id: 'b', arguments: '{}' },
      ],
    },
  ],
  [
    'calls that all have the index 0',
    sse(call(0, 'a', 'f', '{}'), call(0, 'b', 'g', '{}'), stop('tool_calls')),
    {
      toolCalls: [
        { id: 'a', name: 'f' },
        { id: 'b', name: 'g' },
      ],
    },
  ],
  [
    'a call whose id comes late',
    sse(call(0, '', 'f', '{'), call(0, 'late', '', '}'), stop('tool_calls')),
    { toolCalls: [{ id: 'late', name: 'f', arguments: '{}' }] },
  ],
  [
    'a call that repeats its id and name',
    sse(call(0, 'a', 'f', '{'), call(0, 'a', 'f', '}'), stop('tool_calls')),
    { toolCalls: [{ id: 'a', name: 'f', arguments: '{}' }] },
  ],
  [
    'arguments as an object',
    sse(call(0, 'a', 'f', { n: 1 }), stop('tool_calls')),
    { toolCalls: [{ arguments: '{"n":1}' }] },
  ],
  [
    'a custom tool',
    sse(
      chunk({ tool_calls: [{ index: 0, id: 'a', type: 'custom', custom: { name: 'sql', input: '' } }] }),
      chunk({ tool_calls: [{ index: 0, custom: { input: 'SELECT ' } }] }),
      chunk({ tool_calls: [{ index: 0, custom: { input: '1' } }] }),
      stop('tool_calls'),
    ),
    { toolCalls: [{ id: 'a', name: 'sql', arguments: 'SELECT 1' }] },
  ],
  [
    'another choice first',
    sse(
      {
        choices: [
          { index: 1, delta: { content: 'B' } },
          { index: 0, delta: { content: 'A' } },
        ],
      },
      stop(),
    ),
    { text: 'A' },
  ],
  [
    'text and its end in one chunk, without [DONE]',
    sse(chunk({ content: 'A' }, { finish_reason: 'stop' })),
    { text: 'A', finishReason: 'stop' },
  ],
  [
    'keep-alives of all kinds',
    ': ping\n\ndata: \n\nevent: ping\ndata: {}\n\n' +
      sse(chunk({ content: 'A' })) +
      'event: heartbeat\ndata: 12:00\n\n: ping - 1\n\n' +
      sse(stop()) +
      'data: [DONE]\n\n',
    { text: 'A' },
  ],
  [
    'a refusal',
    sse(chunk({ refusal: 'I ' }), chunk({ refusal: 'cannot.' }), stop()),
    { refusal: 'I cannot.', text: '' },
  ],
  [
    'a whole completion after its pieces',
    sse(chunk({ content: 'AB' }), {
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'AB' }, finish_reason: 'stop' }],
    }),
    { text: 'AB' },
  ],
  [
    'an error of type error',
    sse(chunk({ content: 'A' }), { type: 'error', message: 'Too busy', code: 529 }),
    { text: 'A', error: { message: 'Too busy', code: 529 } },
    'failed',
  ],
  [
    'an error as a string',
    sse(chunk({ content: 'A' }), { error: 'Out of memory' }),
    { error: { message: 'Out of memory' } },
    'failed',
  ],
  [
    'Azure’s own data',
    sse(
      chunk({
        role: 'assistant',
        context: { citations: [{ title: 'T', url: 'https://a.test', content: 'Q' }], intent: '[]' },
      }),
      chunk({ content: 'A [doc1]' }),
      stop(),
    ),
    { sources: [{ title: 'T', url: 'https://a.test', quote: 'Q' }] },
  ],
  [
    'GLM’s web search',
    sse(chunk({ content: 'A' }), {
      ...stop(),
      web_search: [{ title: 'T', link: 'https://a.test', content: 'Q' }],
    }),
    { sources: [{ title: 'T', url: 'https://a.test', quote: 'Q' }] },
  ],
  [
    'Hunyuan’s search, again and again',
    sse(
      ...[1, 2].map(() => ({
        ...chunk({ content: 'A' }),
        search_info: { search_results: [{ index: 1, title: 'T', url: 'https://a.test' }] },
      })),
      stop(),
    ),
    { text: 'AA', sources: [{ url: 'https://a.test' }] },
  ],
  [
    'Ark’s references',
    sse({ ...chunk({ content: 'A' }), references: [{ title: 'T', url: 'https://a.test' }] }, stop()),
    { sources: [{ url: 'https://a.test' }] },
  ],
  [
    'content filter only',
    sse({ choices: [], prompt_filter_results: [] }, chunk({ content: 'A' }), {
      choices: [{ index: 0, delta: {}, finish_reason: 'content_filter', content_filter_results: {} }],
    }),
    { text: 'A', finishReason: 'content_filter' },
  ],
];

const responses: readonly Row[] = [
  [
    'arguments only when they are done',
    typed(
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { type: 'function_call', id: 'fc', call_id: 'c', name: 'f', arguments: '' },
      },
      { type: 'response.function_call_arguments.done', output_index: 0, item_id: 'fc', arguments: '{"n":1}' },
      { type: 'response.completed', response: { status: 'completed' } },
    ),
    { toolCalls: [{ id: 'c', name: 'f', arguments: '{"n":1}' }] },
  ],
  [
    'an item only in the final response',
    typed(
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'm', delta: 'A' },
      {
        type: 'response.completed',
        response: {
          status: 'completed',
          output: [
            { type: 'message', id: 'm', content: [{ type: 'output_text', text: 'A' }] },
            { type: 'function_call', id: 'fc', call_id: 'c', name: 'f', arguments: '{}' },
          ],
        },
      },
    ),
    { text: 'A', toolCalls: [{ id: 'c', arguments: '{}' }] },
  ],
  [
    'items that all have the index 0',
    typed(
      ...['a', 'b'].map((call_id) => ({
        type: 'response.output_item.done',
        output_index: 0,
        item: { type: 'function_call', id: `fc_${call_id}`, call_id, name: 'f', arguments: '{}' },
      })),
      {
        type: 'response.completed',
        response: {
          status: 'completed',
          output: ['a', 'b'].map((call_id) => ({
            type: 'function_call',
            id: `fc_${call_id}`,
            call_id,
            name: 'f',
            arguments: '{}',
          })),
        },
      },
    ),
    { toolCalls: [{ id: 'a' }, { id: 'b' }] },
  ],
  [
    'cancelled',
    typed(
      { type: 'response.output_text.delta', output_index: 0, delta: 'A' },
      { type: 'response.cancelled', response: { status: 'cancelled' } },
    ),
    { text: 'A', finishReason: 'cancelled' },
  ],
  [
    'no event names, and [DONE]',
    sse(
      { type: 'response.output_text.delta', output_index: 0, delta: 'A' },
      { type: 'response.completed', response: { status: 'completed' } },
      '[DONE]',
    ),
    { text: 'A' },
  ],
  [
    'unknown events among the others',
    typed(
      { type: 'response.created', response: { id: 'r' } },
      { type: 'response.reasoning_part.added', output_index: 0 },
      { type: 'response.novelty.delta', delta: 'x', output_index: 0 },
      { type: 'response.output_text.delta', output_index: 1, delta: 'A' },
      { type: 'response.completed', response: { status: 'completed' } },
    ),
    { id: 'r', text: 'A' },
  ],
  [
    'an error, then failed',
    typed(
      { type: 'error', error: { code: 'rate_limit', message: 'Slow down' } },
      { type: 'response.failed', response: { status: 'failed', error: { code: 'x', message: 'Later' } } },
    ),
    { error: { message: 'Slow down', code: 'rate_limit' } },
    'failed',
  ],
];

const messages: readonly Row[] = [
  [
    'the answer in message_start',
    typed(
      {
        type: 'message_start',
        message: {
          id: 'a',
          content: [
            { type: 'text', text: 'A' },
            { type: 'tool_use', id: 't', name: 'f', input: { n: 1 } },
          ],
        },
      },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ),
    { text: 'A', toolCalls: [{ id: 't', arguments: '{"n":1}' }] },
  ],
  [
    'blocks that overlap',
    typed(
      { type: 'message_start', message: { id: 'a' } },
      block(0, { type: 'tool_use', id: 's', name: 'f', input: {} }),
      block(1, { type: 'tool_use', id: 't', name: 'g', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '{"b":' }),
      delta(0, { type: 'input_json_delta', partial_json: '{"a":1}' }),
      delta(1, { type: 'input_json_delta', partial_json: '2}' }),
      { type: 'message_stop' },
    ),
    {
      toolCalls: [
        { id: 's', arguments: '{"a":1}' },
        { id: 't', arguments: '{"b":2}' },
      ],
    },
  ],
  [
    'pings and an error in the middle',
    typed(
      { type: 'message_start', message: { id: 'a' } },
      { type: 'ping' },
      delta(0, { type: 'text_delta', text: 'A' }),
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ),
    { text: 'A', error: { message: 'Overloaded', code: 'overloaded_error' } },
    'failed',
  ],
  [
    'no event names',
    sse({ type: 'message_start', message: { id: 'a' } }, delta(0, { type: 'text_delta', text: 'A' }), {
      type: 'message_stop',
    }),
    { text: 'A' },
  ],
  [
    'empty deltas',
    typed(
      { type: 'message_start', message: { id: 'a' } },
      block(0, { type: 'text', text: '' }),
      delta(0, { type: 'text_delta', text: '' }),
      delta(0, { type: 'text_delta', text: 'A' }),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_stop' },
    ),
    { text: 'A', parts: [{ type: 'text' }] },
  ],
];

const google: readonly Row[] = [
  [
    'calls in parallel without ids',
    sse(
      candidate(
        [{ functionCall: { name: 'f', args: { n: 1 } } }, { functionCall: { name: 'f', args: { n: 2 } } }],
        { finishReason: 'STOP' },
      ),
    ),
    { toolCalls: [{ arguments: '{"n":1}' }, { arguments: '{"n":2}' }] },
  ],
  [
    'usage only',
    sse(
      candidate([{ text: 'A' }]),
      { usageMetadata: { totalTokenCount: 3 } },
      candidate([], { finishReason: 'STOP' }),
    ),
    { text: 'A', usage: { totalTokenCount: 3 } },
  ],
  [
    'another candidate',
    sse({
      candidates: [
        { index: 1, content: { parts: [{ text: 'B' }] } },
        { index: 0, content: { parts: [{ text: 'A' }] }, finishReason: 'STOP' },
      ],
    }),
    { text: 'A' },
  ],
  [
    'citations of each chunk',
    sse(
      ...['a', 'b'].map((name, i) =>
        candidate([{ text: name }], {
          citationMetadata: { citations: [{ startIndex: i, endIndex: i + 1, uri: `https://${name}.test` }] },
        }),
      ),
      candidate([], { finishReason: 'STOP' }),
    ),
    { sources: [{ url: 'https://a.test' }, { url: 'https://b.test' }] },
  ],
  [
    'a call that could not be made',
    sse(candidate([], { finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'bad' })),
    { finishReason: 'MALFORMED_FUNCTION_CALL', detail: 'bad' },
  ],
  [
    'an error in the middle',
    sse(candidate([{ text: 'A' }]), { error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } }),
    { text: 'A', error: { message: 'Overloaded', code: 503 } },
    'failed',
  ],
];

const ui: readonly Row[] = [
  [
    'a redacted thought',
    sse(
      { type: 'start' },
      { type: 'reasoning-start', id: 'r', providerMetadata: { anthropic: { redactedData: 'x' } } },
      { type: 'reasoning-end', id: 'r' },
      { type: 'finish' },
    ),
    { parts: [{ type: 'reasoning', text: '', metadata: { anthropic: { redactedData: 'x' } } }] },
  ],
  [
    'an id of a text that comes again',
    sse(
      { type: 'text-start', id: '0', providerMetadata: { a: 1 } },
      { type: 'text-delta', id: '0', delta: 'A' },
      { type: 'text-start', id: '0', providerMetadata: { a: 2 } },
      { type: 'text-delta', id: '0', delta: 'B' },
      { type: 'finish' },
    ),
    { text: 'AB' },
  ],
  [
    'a signature at the end of a thought',
    sse(
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'Hm' },
      { type: 'reasoning-end', id: 'r', providerMetadata: { anthropic: { signature: 's' } } },
      { type: 'finish' },
    ),
    { reasoning: 'Hm', parts: [{ metadata: { anthropic: { signature: 's' } } }] },
  ],
];

const others: readonly (readonly [string, Format, ...Row])[] = [
  [
    'AG-UI',
    agUi(),
    'a thought in a snapshot',
    sse(
      { type: 'RUN_STARTED' },
      {
        type: 'MESSAGES_SNAPSHOT',
        messages: [
          { id: 'u', role: 'user', content: 'Hi' },
          { id: 'r', role: 'reasoning', content: 'Hm' },
          { id: 'a', role: 'assistant', content: 'A' },
        ],
      },
      { type: 'RUN_FINISHED' },
    ),
    { reasoning: 'Hm', text: 'A' },
  ],
  [
    'Cohere',
    cohere(),
    'sources of tools',
    named(
      ['content-delta', { type: 'content-delta', index: 0, delta: { message: { content: { text: 'A' } } } }],
      [
        'citation-start',
        {
          type: 'citation-start',
          index: 0,
          delta: {
            message: {
              citations: {
                start: 0,
                end: 1,
                text: 'A',
                sources: [{ type: 'tool', id: 't:0', tool_output: {} }],
              },
            },
          },
        },
      ],
      ['message-end', { type: 'message-end', delta: { finish_reason: 'COMPLETE' } }],
    ),
    { sources: [{ document: 't:0', start: 0, end: 1 }] },
  ],
  [
    'Coze',
    coze(),
    'an answer that does not come in pieces',
    named(
      ['conversation.message.completed', { type: 'answer', content: 'A' }],
      ['conversation.message.completed', { type: 'verbose', content: '{}' }],
      ['conversation.chat.completed', { status: 'completed' }],
      ['done', '[DONE]'],
    ),
    { text: 'A' },
  ],
  [
    'DashScope',
    dashscope(),
    'search results',
    named([
      'result',
      {
        output: {
          search_info: { search_results: [{ index: 1, title: 'T', url: 'https://a.test' }] },
          choices: [{ message: { content: 'A' }, finish_reason: 'stop' }],
        },
      },
    ]),
    { sources: [{ title: 'T', url: 'https://a.test' }] },
  ],
  [
    'Dify',
    dify(),
    'a workflow that only has outputs',
    sse(
      { event: 'workflow_started' },
      { event: 'workflow_finished', data: { status: 'succeeded', outputs: { answer: 42 } } },
    ),
    { parts: [{ type: 'data', name: 'outputs', value: { answer: 42 } }] },
  ],
  [
    'Ollama',
    ollama(),
    'calls on several lines',
    `${[1, 2].map((n) => JSON.stringify({ message: { tool_calls: [{ function: { name: 'f', arguments: { n } } }] }, done: false })).join('\n')}\n${JSON.stringify({ done: true, done_reason: 'stop' })}\n`,
    { toolCalls: [{ arguments: '{"n":1}' }, { arguments: '{"n":2}' }] },
  ],
];

const of = (name: string, format: Format, dialects: readonly Row[]): Case[] =>
  dialects.map(([dialect, wire, answer, status = 'done']) => [
    `${name}: ${dialect}`,
    format,
    wire,
    answer,
    status,
  ]);

const rows = [
  ...of('Chat', openaiChat(), chat),
  ...of('Responses', openaiResponses(), responses),
  ...of('Anthropic', anthropic(), messages),
  ...of('Gemini', gemini(), google),
  ...of('UI messages', uiMessageStream(), ui),
  ...others.flatMap(([wire, format, ...row]) => of(wire, format, [row])),
];

describe('odder dialects', () => {
  it.each(rows)('%s', (_, format, wire, answer, status) => {
    for (const size of [Infinity, 13, 1]) {
      const played = play(format, wire, size);
      expect(played.error).toBeUndefined();
      expect(played).toMatchObject({ status, answer });
    }
  });
});
