import { type Format, openaiChat, openaiResponses, type RunSnapshot } from 'react-event-source';
import type { ChatSettings, Exchange } from './conversation.ts';

/** How a provider is asked: what it sends, and the body of a request in its words. */
export interface Wire {
  readonly format: Format;
  /** What was asked, each answer as the provider wants it back, and what tools and the reader said to it. */
  readonly bodyOf: (exchanges: readonly Exchange[], settings: ChatSettings) => object;
}

const SEARCH_NOTES = {
  type: 'function',
  function: {
    name: 'search_notes',
    description: "Looks through the reader's own notes",
    parameters: { type: 'object', properties: { query: { type: 'string' }, limit: { type: 'integer' } } },
  },
};

/** What most hand-written loops send back. */
const withoutThoughts = ({ text, toolCalls }: RunSnapshot): object => ({
  role: 'assistant',
  content: text,
  tool_calls: toolCalls.map(({ id, ...called }) => ({ id, type: 'function', function: called })),
});

const chatCompletions: Wire = {
  format: openaiChat(),
  bodyOf: (exchanges, { reasoning, tools, forgets }) => ({
    model: 'playground',
    stream: true,
    stream_options: { include_usage: true },
    messages: exchanges.flatMap(({ question, steps }) => [
      { role: 'user', content: question },
      ...steps.flatMap(({ answer, results }) => [
        forgets ? withoutThoughts(answer) : openaiChat.toInput(answer),
        ...results.map(({ id, content }) => ({ role: 'tool', tool_call_id: id, content })),
      ]),
    ]),
    ...(reasoning && { reasoning: 1 }),
    ...(tools && { tools: [SEARCH_NOTES] }),
  }),
};

const BUILT_IN = [
  { type: 'web_search' },
  { type: 'image_generation' },
  { type: 'mcp', server_label: 'post', server_url: 'https://post.example/mcp', require_approval: 'always' },
];

const responses: Wire = {
  format: openaiResponses(),
  bodyOf: (exchanges, { reasoning, tools }) => ({
    model: 'playground',
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    input: exchanges.flatMap(({ question, steps }) => [
      { role: 'user', content: question },
      ...steps.flatMap(({ answer, decisions }) => [
        ...openaiResponses.toInput(answer),
        ...decisions.map(({ id, isAllowed }) => ({
          type: 'mcp_approval_response',
          approval_request_id: id,
          approve: isAllowed,
        })),
      ]),
    ]),
    ...(reasoning && { reasoning: { summary: 'auto' } }),
    ...(tools && { tools: BUILT_IN }),
  }),
};

/** The wires that the chat speaks, by the end of their address. */
export const WIRES = { 'chat/completions': chatCompletions, responses } as const satisfies Record<
  string,
  Wire
>;

/** The name of a wire. */
export type WireName = keyof typeof WIRES;
