/** The content of one chunk's `delta`. */
export interface ChunkDelta {
  readonly role?: 'assistant';
  readonly content?: string;
  readonly reasoning_content?: string;
  /** The same, and at the end its signature, as OpenRouter sends it. */
  readonly reasoning_details?: readonly { type: 'reasoning.text'; text: string; signature?: string }[];
  readonly tool_calls?: readonly ToolCallDelta[];
}

/** A piece of a tool call: id and name come first, the arguments grow. */
export interface ToolCallDelta {
  readonly index: number;
  readonly id?: string;
  readonly type?: 'function';
  readonly function: { readonly name?: string; readonly arguments: string };
}

/** Why an answer is over. */
export type FinishReason = 'stop' | 'length' | 'tool_calls';

/** The provider's count of tokens. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** One value as an event. */
export const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

/** The event that ends an OpenAI stream. */
export const DONE = 'data: [DONE]\n\n';

/** Builds the `chat.completion.chunk` objects of one answer. */
export function createChunks({ id, model }: { id: string; model: string }, withUsage = false) {
  const head = {
    id: `chatcmpl-${id}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: 'fp_playground',
  };
  // with include_usage every chunk has the field, and only the last one a value
  const usage = withUsage ? { usage: null } : {};
  const choice = (delta: ChunkDelta, finish_reason: FinishReason | null) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...usage,
  });
  return {
    delta: (delta: ChunkDelta) => choice(delta, null),
    finish: (reason: FinishReason) => choice({}, reason),
    usage: (counts: Usage) => ({ ...head, choices: [], usage: counts }),
  };
}
