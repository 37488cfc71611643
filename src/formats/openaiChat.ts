import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { openaiChatInput } from './shared/openaiChatInput';
import {
  type Citation,
  type Message,
  newIn,
  readMessage,
  type Text,
  toSource,
} from './shared/openaiChatMessage';
import { readError } from './shared/readError';

interface Choice {
  index?: number | string | null;
  finish_reason?: Text;
  text?: Text;
  delta?: Message | null;
  message?: Message | null;
  logprobs?: { content?: unknown[] | null } | null;
  usage?: object | null;
  error?: unknown;
}

interface Chunk {
  id?: string;
  model?: string;
  object?: string;
  choices?: Choice[] | null;
  usage?: object | null;
  citations?: (string | Citation)[] | null;
  search_results?: Citation[] | null;
  web_search?: Citation[] | null;
  references?: Citation[] | null;
  search_info?: { search_results?: Citation[] | null } | null;
  sources?: { source?: { id?: string; name?: string; url?: string }; document?: string[] }[];
  x_groq?: { usage?: object | null; error?: unknown } | null;
  base_resp?: { status_code?: number; status_msg?: string };
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
 * OpenRouter, Perplexity, xAI, vLLM, llama.cpp, Ollama, …. `openaiChat.toInput(answer)` is the message that the next
 * request has to have for this answer.
 */
export const openaiChat = /* @__PURE__ */ Object.assign(
  function openaiChat({ choice: wanted = 0 }: OpenaiChatOptions = {}): Format {
    return jsonFormat<Chunk>({
      formatName: 'openaiChat',
      knows: ({ choices, sources, base_resp, object = '' }) =>
        choices || sources || base_resp || /^(error|(chat|text)[._]completion.*)$/.test(object),
      read(chunk, { type }, answer) {
        const { id, model, x_groq: groq, base_resp: status } = chunk;
        const choice = pick(chunk.choices ?? [], wanted, answer);
        const usage = chunk.usage ?? choice?.usage ?? groq?.usage;
        const isError = type === 'error' || chunk.object === 'error';
        const error = chunk.error || choice?.error || groq?.error || (isError && chunk);
        return [
          { type: 'meta', id, model, usage },
          ...readSources(chunk),
          ...(choice ? readChoice(choice, answer) : []),
          error && readError(error),
          !!status?.status_code && readError({ message: status.status_msg, code: status.status_code }),
        ];
      },
    });
  },
  { toInput: openaiChatInput },
);

/** The wanted choice. Some servers count tokens in `index`: then the first choice goes on with each number. */
function pick(choices: readonly Choice[], wanted: number, answer: Answer): Choice | undefined {
  const found = choices.find(({ index }) => Number(index ?? 0) === wanted);
  const [first] = choices;
  if (found || !first || choices[1] || wanted || answer.finishReason) return found;
  // Another choice begins with its role, and without text.
  if (first.delta?.role && !first.delta.content) return undefined;
  const last = answer.parts.at(-1)?.metadata?.['index'] ?? 0;
  return Number(first.index) === Number(last) + 1 ? first : undefined;
}

/** Lists of what was found come again with every chunk; Open WebUI's come once, before the first. */
function readSources({
  citations,
  search_results,
  web_search,
  references,
  search_info,
  sources,
}: Chunk): Delta[] {
  const deltas: Delta[] = [];
  for (const list of [citations, search_results, web_search, references, search_info?.search_results])
    list?.forEach((item, key) =>
      deltas.push(toSource(typeof item === 'string' ? { url: item } : item, `citation ${key}`)),
    );
  sources?.forEach(({ source, document }) =>
    deltas.push({
      type: 'source',
      url: source?.url,
      title: source?.name,
      document: source?.id,
      quote: document?.[0],
    }),
  );
  return deltas;
}

function readChoice(choice: Choice, answer: Answer): Deltas {
  const { delta, message, logprobs, finish_reason: finishReason } = choice;
  const index = Number(choice.index);
  const { text, parts } = answer;
  const last = parts.at(-1)?.metadata as { index?: number; from?: number; logprobs?: unknown[] } | undefined;
  const whole = message && newIn(message, answer);
  // The first choice goes on, so that what seemed to be counted tokens was another one.
  const isOther = !index && delta?.content && last?.from !== undefined && last.index! > 0;
  return [
    isOther && { type: 'replace', channel: 'text', value: text.slice(0, last.from) },
    isOther && { type: 'metadata', value: { index: -1 } },
    ...readMessage(delta ?? whole ?? { content: choice.text }, answer),
    index > 0 && { type: 'metadata', value: { index, from: last?.from ?? text.length } },
    !!logprobs?.content?.length && {
      type: 'metadata',
      value: { logprobs: [...(last?.logprobs ?? []), ...logprobs.content] },
    },
    { type: 'meta', finishReason },
    ...(finishReason && finishReason !== 'length' ? parts : []).map(
      ({ type, key }) => type === 'toolCall' && ({ type, key, done: true } as const),
    ),
  ];
}
