// A tool loop of two turns with a thinking model, over each wire that has `toInput`: what the second request has to say.
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  anthropic,
  createRun,
  type Format,
  gemini,
  openaiChat,
  openaiResponses,
} from 'react-event-source/core';
import { named, sse } from './support/play';

type Said = Pick<Answer, 'parts' | 'text' | 'reasoning' | 'refusal' | 'toolCalls'>;

interface Wire {
  readonly format: Format;
  /** What the request's body calls the conversation. */
  readonly field: 'messages' | 'input' | 'contents';
  readonly question: object;
  /** What the server answers, turn by turn. */
  readonly streams: readonly [call: string, text: string];
  readonly toInput: (answer: Said) => object[];
  /** The result of a call, as the provider wants it. */
  readonly toResult: (call: { id: string; name: string }, output: string) => object;
  /** What follows the question in the second request, and in a third. */
  readonly second: readonly object[];
  readonly third: readonly object[];
}

const typed = (...events: ({ type: string } & Record<string, unknown>)[]): string =>
  named(...events.map((event) => [event.type, event] as const));
const chunk = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const block = (index: number, content_block: object, ...deltas: object[]) => [
  { type: 'content_block_start', index, content_block },
  ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
];
const message = (stop_reason: string, ...blocks: ({ type: string } & Record<string, unknown>)[]) =>
  typed(
    { type: 'message_start', message: { id: `msg ${stop_reason}`, content: [] } },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason } },
    { type: 'message_stop' },
  );
const outputs = (...items: ({ type: string } & Record<string, unknown>)[]) =>
  typed(
    ...items.flatMap((item, output_index) => [
      { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress' } },
      { type: 'response.output_item.done', output_index, item },
    ]),
    { type: 'response.completed', response: { id: 'resp', status: 'completed', output: items } },
  );
const parts = (list: object[], finishReason?: string) => ({
  candidates: [{ content: { role: 'model', parts: list }, ...(finishReason && { finishReason }) }],
});

const reasoning = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [{ type: 'summary_text', text: 'The weather is needed.' }],
  encrypted_content: 'gAAAAA',
};
const functionCall = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'c1',
  name: 'weather',
  arguments: '{"city":"北京"}',
};
const said = {
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Sunny.', annotations: [] }],
};

const wires: Record<string, Wire> = {
  'Chat Completions, as DeepSeek thinks': {
    format: openaiChat(),
    field: 'messages',
    question: { role: 'user', content: 'Weather?' },
    streams: [
      sse(
        chunk({ role: 'assistant', content: null, reasoning_content: 'The weather ' }),
        chunk({ reasoning_content: 'is needed.' }),
        chunk({
          tool_calls: [
            { index: 0, id: 'c1', type: 'function', function: { name: 'weather', arguments: '' } },
          ],
        }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":"北京"}' } }] }),
        chunk({}, 'tool_calls'),
        '[DONE]',
      ),
      sse(chunk({ content: 'Sunny.' }), chunk({}, 'stop'), '[DONE]'),
    ],
    toInput: (answer) => [openaiChat.toInput(answer)],
    toResult: ({ id }, content) => ({ role: 'tool', tool_call_id: id, content }),
    second: [
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'The weather is needed.',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"北京"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'sun' },
    ],
    third: [{ role: 'assistant', content: 'Sunny.' }],
  },
  Responses: {
    format: openaiResponses(),
    field: 'input',
    question: { role: 'user', content: 'Weather?' },
    streams: [outputs(reasoning, functionCall), outputs(said)],
    toInput: (answer) => openaiResponses.toInput(answer),
    toResult: ({ id }, output) => ({ type: 'function_call_output', call_id: id, output }),
    second: [reasoning, functionCall, { type: 'function_call_output', call_id: 'c1', output: 'sun' }],
    third: [said],
  },
  Anthropic: {
    format: anthropic(),
    field: 'messages',
    question: { role: 'user', content: 'Weather?' },
    streams: [
      message(
        'tool_use',
        ...block(
          0,
          { type: 'thinking', thinking: '', signature: '' },
          { type: 'thinking_delta', thinking: 'The weather ' },
          { type: 'thinking_delta', thinking: 'is needed.' },
          { type: 'signature_delta', signature: 'EroC' },
        ),
        ...block(1, { type: 'text', text: '' }, { type: 'text_delta', text: 'Let me see.' }),
        ...block(
          2,
          { type: 'tool_use', id: 'c1', name: 'weather', input: {} },
          { type: 'input_json_delta', partial_json: '' },
          { type: 'input_json_delta', partial_json: '{"city":' },
          { type: 'input_json_delta', partial_json: '"北京"}' },
        ),
      ),
      message('end_turn', ...block(0, { type: 'text', text: '' }, { type: 'text_delta', text: 'Sunny.' })),
    ],
    toInput: (answer) => [anthropic.toInput(answer)],
    toResult: ({ id }, content) => ({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: id, content }],
    }),
    second: [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'The weather is needed.', signature: 'EroC' },
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: '北京' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'sun' }] },
    ],
    third: [{ role: 'assistant', content: [{ type: 'text', text: 'Sunny.' }] }],
  },
  Gemini: {
    format: gemini(),
    field: 'contents',
    question: { role: 'user', parts: [{ text: 'Weather?' }] },
    streams: [
      sse(
        parts([{ text: 'The weather is needed.', thought: true }]),
        parts([{ functionCall: { name: 'weather', args: { city: '北京' } }, thoughtSignature: 'Et8E' }]),
        parts([{ text: '' }], 'STOP'),
      ),
      sse(parts([{ text: 'Sun' }]), parts([{ text: 'ny.' }], 'STOP')),
    ],
    toInput: (answer) => [gemini.toInput(answer)],
    toResult: ({ name }, result) => ({
      role: 'user',
      parts: [{ functionResponse: { name, response: { result } } }],
    }),
    second: [
      {
        role: 'model',
        parts: [
          { text: 'The weather is needed.', thought: true },
          { functionCall: { name: 'weather', args: { city: '北京' } }, thoughtSignature: 'Et8E' },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { result: 'sun' } } }] },
    ],
    third: [{ role: 'model', parts: [{ text: 'Sunny.' }] }],
  },
};

describe('a tool loop with a thinking model', () => {
  it.each(Object.entries(wires))(
    'sends back what was thought, said and called: %s',
    async (_, { format, field, question, streams, toInput, toResult, second, third }) => {
      const bodies: string[] = [];
      const conversation: object[] = [question];
      const run = createRun({
        url: 'https://provider.test/',
        method: 'POST',
        format,
        fetch: (_url, init) => {
          const wire = streams[bodies.push(init!.body as string) - 1];
          return Promise.resolve(new Response(wire, { headers: { 'content-type': 'text/event-stream' } }));
        },
      });
      const ask = async (): Promise<Said> => {
        const answer = await run.start({ body: { [field]: conversation } });
        expect(answer.status).toBe('done');
        conversation.push(...toInput(answer));
        return answer;
      };

      const { toolCalls } = await ask();
      expect(toolCalls).toMatchObject([{ name: 'weather', arguments: '{"city":"北京"}' }]);
      conversation.push(...toolCalls.map((call) => toResult(call, 'sun')));
      expect((await ask()).toolCalls).toEqual([]);

      expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
        { [field]: [question] },
        { [field]: [question, ...second] },
      ]);
      expect(conversation).toEqual([question, ...second, ...third]);
    },
  );
});
