// What servers say that claim to speak a wire, and do not quite: one tiny stream of each kind that was met.
import { describe, expect, it } from 'vitest';
import {
  agUi,
  anthropic,
  cohere,
  type Format,
  langGraph,
  openaiChat,
  openaiResponses,
  uiMessageStream,
} from 'react-event-source/core';
import { named, play, sse } from './support/play';

const chunk = (delta: object, more: object = {}) => ({ choices: [{ index: 0, delta, ...more }] });
const stop = chunk({}, { finish_reason: 'stop' });
const typed = (...events: ({ type: string } & Record<string, unknown>)[]): string =>
  named(...events.map((event) => [event.type, event] as const));
const item = (given: object) => ({ type: 'response.output_item.done', output_index: 0, item: given });
const completed = (response: object = {}) => ({
  type: 'response.completed',
  response: { status: 'completed', ...response },
});
const message = (text: string) => ({ type: 'message', content: [{ type: 'output_text', text }] });

type Row = readonly [dialect: string, format: Format, wire: string, status: string, answer: object];

const calls = [
  ['local_shell_call', { action: { type: 'exec', command: ['ls'] } }],
  ['shell_call', { action: { commands: ['ls'] }, environment: { type: 'local' } }],
  ['apply_patch_call', { operation: { type: 'delete_file', path: 'a' } }],
  ['computer_call', { action: { type: 'click', x: 1, y: 2 } }],
  ['tool_search_call', { execution: 'client', arguments: { q: 'a' } }],
].map(([type, given]): Row => [
  `Responses: ${type as string} is the application’s to run`,
  openaiResponses(),
  typed(item({ type, call_id: 'c', ...(given as object) }), completed()),
  'done',
  { toolCalls: [{ id: 'c', arguments: expect.stringMatching(/^\{".+\}$/) as string }] },
]);

const rows: readonly Row[] = [
  ...calls,
  [
    'Responses: a request for approval',
    openaiResponses(),
    typed(item({ type: 'mcp_approval_request', id: 'a', name: 'pay', arguments: '{}' }), completed()),
    'done',
    { approvals: [{ id: 'a', name: 'pay', arguments: '{}' }], toolCalls: [] },
  ],
  [
    'Responses: text that comes only when it is done',
    openaiResponses(),
    typed({ type: 'response.output_text.done', output_index: 0, content_index: 0, text: 'A' }, completed()),
    'done',
    { text: 'A' },
  ],
  [
    'Responses: text that comes only with the final response',
    openaiResponses(),
    typed(completed({ output: [message('A')] })),
    'done',
    { text: 'A' },
  ],
  [
    'Responses: no output_index',
    openaiResponses(),
    typed(
      { type: 'response.output_text.delta', delta: 'A' },
      { type: 'response.output_text.delta', delta: 'B' },
      completed(),
    ),
    'done',
    { text: 'AB' },
  ],
  [
    'Responses: failed without saying why',
    openaiResponses(),
    typed({ type: 'response.failed', response: { status: 'failed', error: null } }),
    'failed',
    { text: '' },
  ],
  [
    'Chat: Open WebUI’s sources before the chunks',
    openaiChat(),
    sse({ sources: [{ source: { name: 'A', url: 'https://a.test' } }] }, chunk({ content: 'A' }), stop),
    'done',
    { text: 'A', sources: [{ url: 'https://a.test' }] },
  ],
  [
    'Chat: FastGPT’s details among the chunks',
    openaiChat(),
    named(
      ['flowNodeStatus', { status: 'running', name: 'AI' }],
      ['answer', chunk({ content: 'A' })],
      ['flowResponses', [{ moduleName: 'AI' }]],
      ['answer', stop],
    ),
    'done',
    { text: 'A' },
  ],
  [
    'Chat: Databricks’ list of content, with a summary of the reasoning',
    openaiChat(),
    sse(
      chunk({ content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] }] }),
      chunk({ content: [{ type: 'text', text: 'A' }] }),
      stop,
    ),
    'done',
    { reasoning: 'Hm', text: 'A' },
  ],
  [
    'Chat: Copilot’s reasoning_text',
    openaiChat(),
    sse(chunk({ reasoning_text: 'Hm' }), stop),
    'done',
    { reasoning: 'Hm' },
  ],
  [
    'Chat: Copilot’s cot_summary',
    openaiChat(),
    sse(chunk({ cot_summary: 'Hm' }), stop),
    'done',
    { reasoning: 'Hm' },
  ],
  [
    'Chat: Kimi’s usage in the choice',
    openaiChat(),
    sse(chunk({ content: 'A' }), chunk({}, { finish_reason: 'stop', usage: { total_tokens: 9 } })),
    'done',
    { usage: { total_tokens: 9 } },
  ],
  [
    'Chat: Groq’s x_groq.error',
    openaiChat(),
    sse(chunk({ content: 'A' }), { choices: [], x_groq: { error: 'over capacity' } }),
    'failed',
    { text: 'A', error: { message: 'over capacity' } },
  ],
  [
    'Chat: an error in the choice',
    openaiChat(),
    sse(chunk({ content: 'A' }), chunk({}, { finish_reason: 'error', error: { code: 502, message: 'no' } })),
    'failed',
    { text: 'A', error: { message: 'no', code: 502 } },
  ],
  [
    'Chat: MiniMax’ base_resp',
    openaiChat(),
    sse({ choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }),
    'failed',
    { error: { message: 'insufficient balance' } },
  ],
  [
    'Anthropic: a gateway that begins anew inside an answer',
    anthropic(),
    typed(
      { type: 'message_start', message: { id: 'a' } },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'f', input: {} },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
      { type: 'message_start', message: { id: 'b' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } },
      { type: 'message_stop' },
    ),
    'failed',
    { toolCalls: [{ arguments: '{"a":' }] },
  ],
  [
    'LangGraph: a summary of the reasoning in a block',
    langGraph(),
    named([
      'messages',
      [
        {
          type: 'AIMessageChunk',
          id: 'm',
          content: [
            { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
            { type: 'reasoning_content', reasoning_content: { text: 'm.' } },
            { type: 'text', text: 'A' },
          ],
          response_metadata: { finish_reason: 'stop' },
        },
        {},
      ],
    ]),
    'done',
    { reasoning: 'Hmm.', text: 'A' },
  ],
  [
    'LangGraph: version 2 of its protocol',
    langGraph(),
    sse(
      ...[
        {
          method: 'messages',
          params: { data: { event: 'message-start', run_id: 'r', id: 'm', role: 'ai' } },
        },
        {
          method: 'messages',
          params: {
            data: {
              event: 'content-block-delta',
              run_id: 'r',
              index: 0,
              delta: { type: 'text-delta', text: 'A' },
            },
          },
        },
        { method: 'lifecycle', params: { namespace: [], data: { event: 'completed' } } },
      ].map((event) => ({ type: 'event', ...event })),
    ),
    'done',
    { id: 'm', text: 'A' },
  ],
  [
    'AG-UI: nothing but a snapshot of the messages',
    agUi(),
    sse(
      { type: 'RUN_STARTED', runId: 'r' },
      {
        type: 'MESSAGES_SNAPSHOT',
        messages: [
          { id: 'u', role: 'user', content: 'Hi' },
          { id: 'a', role: 'assistant', content: 'A' },
        ],
      },
      { type: 'RUN_FINISHED' },
    ),
    'done',
    { text: 'A' },
  ],
  [
    'Cohere: its debug event',
    cohere(),
    named(
      ['debug', { type: 'debug', prompt: 'x' }],
      ['content-delta', { type: 'content-delta', index: 0, delta: { message: { content: { text: 'A' } } } }],
      ['message-end', { type: 'message-end', delta: { finish_reason: 'COMPLETE' } }],
    ),
    'done',
    { text: 'A' },
  ],
];

const others: readonly (readonly [string, Format, string])[] = [
  [
    'Assistants given to openaiChat',
    openaiChat(),
    named(
      ['thread.message.delta', { object: 'thread.message.delta', delta: { content: [] } }],
      ['done', '[DONE]'],
    ),
  ],
  [
    'Mastra given to uiMessageStream',
    uiMessageStream(),
    sse(
      { type: 'text-delta', runId: 'r', from: 'AGENT', payload: { text: 'A' } },
      { type: 'finish', runId: 'r', from: 'AGENT', payload: {} },
      '[DONE]',
    ),
  ],
];

describe('dialects', () => {
  it.each(rows)('%s', (_, format, wire, status, answer) => {
    for (const size of [Infinity, 13, 1]) {
      const played = play(format, wire, size);
      expect(played.error).toBeUndefined();
      expect(played).toMatchObject({ status, answer });
    }
  });

  it.each(others)('another wire is an error, never an empty answer that is done: %s', (_, format, wire) => {
    expect(play(format, wire)).toMatchObject({ status: 'failed', error: { kind: 'format' } });
  });
});
