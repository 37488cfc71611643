import { openaiChat, type RunSnapshot } from 'react-event-source';

/** What a tool gave back to the model. */
interface ToolResult {
  readonly id: string;
  readonly content: string;
}

/** How many tokens came, and how fast. */
export interface Speed {
  readonly tokens: number;
  readonly perSecond: number;
}

/** One answer of the model; with tool calls, another step follows their results. */
export interface Step {
  readonly answer: RunSnapshot;
  readonly speed: Speed;
  readonly results: readonly ToolResult[];
}

/** A question and all that was answered to it. */
export interface Exchange {
  readonly id: number;
  readonly question: string;
  readonly steps: readonly Step[];
}

/** What the reader may turn on. */
export interface ChatSettings {
  readonly reasoning: boolean;
  readonly tools: boolean;
}

const TOOLS = [
  {
    type: 'function',
    function: {
      name: 'search_notes',
      description: "Looks through the reader's own notes",
      parameters: { type: 'object', properties: { query: { type: 'string' }, limit: { type: 'integer' } } },
    },
  },
];

/** The playground's one tool: it looks nothing up, and answers at once. */
export const runTool = (): string => '3 notes found, the newest of last Tuesday';

/** What was asked, and each answer as the provider wants it back, with its thoughts and calls. */
function messagesOf({ question, steps }: Exchange): object[] {
  const messages: object[] = [{ role: 'user', content: question }];
  for (const { answer, results } of steps) {
    messages.push(openaiChat.toInput(answer));
    for (const { id, content } of results) messages.push({ role: 'tool', tool_call_id: id, content });
  }
  return messages;
}

/** The body of a chat request, as the OpenAI API has it. */
export const bodyOf = (exchanges: readonly Exchange[], { reasoning, tools }: ChatSettings) => ({
  model: 'playground',
  stream: true,
  stream_options: { include_usage: true },
  messages: exchanges.flatMap(messagesOf),
  ...(reasoning && { reasoning: 1 }),
  ...(tools && { tools: TOOLS }),
});
