import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { readObject } from './shared/readObject';
import type { SseMessage } from '../protocol/message';

type Text = string | null | undefined;

interface ContentPart {
  text?: Text;
  summary?: Text;
  thinking?: ContentPart[];
}

interface ToolCall {
  index?: number;
  id?: Text;
  function?: { name?: Text; arguments?: Text | object };
}

interface Choice {
  index?: number;
  finish_reason?: Text;
  text?: Text;
  delta?: {
    content?: Text | ContentPart[];
    reasoning_content?: Text;
    reasoning?: Text;
    reasoning_details?: ContentPart[] | null;
    refusal?: Text;
    tool_calls?: ToolCall[] | null;
    function_call?: ToolCall['function'] | null;
  } | null;
}

interface Chunk {
  object?: string;
  message?: string;
  choices?: Choice[] | null;
  usage?: object | null;
  x_groq?: { usage?: object | null } | null;
  error?: ProviderError | string | null;
}

interface ProviderError {
  message?: string;
  code?: string | number | null;
  type?: string;
}

/** Options of {@link openaiChat}. */
export interface OpenaiChatOptions {
  /**
   * Which of `n` choices is the answer.
   * @default 0
   */
  choice?: number | undefined;
}

/**
 * OpenAI's Chat Completions and legacy Completions, and what speaks them: Azure, DeepSeek, Qwen, Groq, Mistral,
 * OpenRouter, Perplexity, xAI, vLLM, llama.cpp, Ollama, ….
 */
export const openaiChat = ({ choice: wanted = 0 }: OpenaiChatOptions = {}): Format =>
  Object.assign(
    ({ type, data }: SseMessage, { parts }: Answer): Delta | Delta[] => {
      if (data === '[DONE]') return { type: 'done' };
      const chunk = readObject<Chunk>(data, 'choices', 'error', type === 'error' ? 'message' : 'object');
      const deltas: Delta[] = [];
      for (const { index = 0, delta, text, finish_reason: finishReason } of chunk.choices ?? []) {
        if (index !== wanted) continue;
        readDelta(delta ?? { content: text }, deltas);
        if (finishReason) deltas.push({ type: 'meta', finishReason });
        if (finishReason && finishReason !== 'length')
          for (const part of parts)
            if (part.type === 'toolCall') deltas.push({ type: 'toolCall', key: part.key, done: true });
        break;
      }
      const usage = chunk.usage ?? chunk.x_groq?.usage;
      if (usage) deltas.push({ type: 'meta', usage });
      const error =
        chunk.error ?? ((type === 'error' || chunk.object === 'error') && (chunk as ProviderError));
      if (error) deltas.push(readError(error));
      return deltas;
    },
    { formatName: 'openaiChat', endsOnClose: false },
  );

function readDelta(delta: NonNullable<Choice['delta']>, deltas: Delta[]): void {
  const { content, function_call: legacy } = delta;
  const reasoning = delta.reasoning_content || delta.reasoning || join(delta.reasoning_details);
  if (reasoning) deltas.push({ type: 'reasoning', delta: reasoning });
  if (Array.isArray(content)) {
    for (const { thinking, text } of content)
      deltas.push({ type: 'reasoning', delta: join(thinking) }, { type: 'text', delta: text });
  } else if (content) deltas.push({ type: 'text', delta: content });
  if (delta.refusal) deltas.push({ type: 'refusal', delta: delta.refusal });
  const calls = delta.tool_calls ?? (legacy && [{ function: legacy, index: 0 }]);
  if (!calls) return;
  for (const { index, id, function: called } of calls) {
    const args = called?.arguments;
    deltas.push({
      type: 'toolCall',
      key: index,
      // Mistral names the calls that it continues "null".
      id: id === 'null' ? '' : id,
      name: called?.name,
      delta: typeof args === 'object' && args ? JSON.stringify(args) : (args as Text),
    });
  }
}

const join = (parts: ContentPart[] | null | undefined): string =>
  parts?.map(({ text, summary }) => text ?? summary ?? '').join('') ?? '';

const readError = (error: ProviderError | string): Delta => ({
  type: 'error',
  error:
    typeof error === 'string'
      ? { message: error }
      : { message: error.message ?? 'unknown error', code: error.code ?? error.type },
});
