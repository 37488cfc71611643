import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

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

interface Message {
  role?: string;
  content?: Text | ContentPart[];
  reasoning_content?: Text;
  reasoning?: Text;
  reasoning_details?: ContentPart[] | null;
  refusal?: Text;
  tool_calls?: ToolCall[] | null;
  function_call?: ToolCall['function'] | null;
}

interface Choice {
  index?: number | string | null;
  finish_reason?: Text;
  text?: Text;
  delta?: Message | null;
  message?: Message | null;
  usage?: object | null;
  error?: unknown;
}

interface Chunk {
  id?: string;
  model?: string;
  object?: string;
  choices?: Choice[] | null;
  usage?: object | null;
  x_groq?: { usage?: object | null; error?: unknown } | null;
  error?: unknown;
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
  jsonFormat<Chunk>({
    formatName: 'openaiChat',
    knows: ({ choices, object = '' }) => choices || /^(error|(chat|text)[._]completion.*)$/.test(object),
    read(chunk, { type }, answer) {
      const { id, model, x_groq: groq } = chunk;
      const choice = pick(chunk.choices ?? [], wanted, answer);
      const deltas: Delta[] = [
        { type: 'meta', id, model, usage: chunk.usage ?? choice?.usage ?? groq?.usage },
      ];
      if (choice) readChoice(choice, answer, deltas);
      const isError = type === 'error' || chunk.object === 'error';
      const error = chunk.error || choice?.error || groq?.error || (isError && chunk);
      if (error) deltas.push(readError(error));
      return deltas;
    },
  });

/** The wanted choice. Some servers count tokens in `index`: then the first choice goes on with each number. */
function pick(choices: readonly Choice[], wanted: number, { id, parts }: Answer): Choice | undefined {
  const found = choices.find(({ index }) => Number(index ?? 0) === wanted);
  const [first] = choices;
  if (found || !first || choices[1] || wanted || first.delta?.role) return found;
  const last = parts.at(-1)?.metadata?.['index'] ?? (id && !parts.length ? 0 : NaN);
  return first.index === Number(last) + 1 ? first : undefined;
}

function readChoice(choice: Choice, { text, parts }: Answer, deltas: Delta[]): void {
  const { index, delta, message, finish_reason: finishReason } = choice;
  // A message that repeats the text so far adds nothing.
  const whole = message?.content === text ? { ...message, content: '' } : message;
  readMessage(delta ?? whole ?? { content: choice.text }, deltas);
  if (Number(index) && !choice.delta?.role) deltas.push({ type: 'metadata', value: { index } });
  if (!finishReason) return;
  deltas.push({ type: 'meta', finishReason });
  if (finishReason === 'length') return;
  for (const part of parts)
    if (part.type === 'toolCall') deltas.push({ type: 'toolCall', key: part.key, done: true });
}

function readMessage(message: Message, deltas: Delta[]): void {
  const { content, function_call: legacy } = message;
  const reasoning = message.reasoning_content || message.reasoning || join(message.reasoning_details);
  if (reasoning) deltas.push({ type: 'reasoning', delta: reasoning });
  if (Array.isArray(content)) {
    for (const { thinking, text } of content)
      deltas.push({ type: 'reasoning', delta: join(thinking) }, { type: 'text', delta: text });
  } else if (content) deltas.push({ type: 'text', delta: content });
  if (message.refusal) deltas.push({ type: 'refusal', delta: message.refusal });
  const calls = message.tool_calls ?? (legacy && [{ function: legacy, index: 0 }]);
  for (const { index, id, function: called } of calls ?? []) {
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
