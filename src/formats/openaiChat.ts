import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { fileAt } from './shared/file';
import { jsonFormat } from './shared/jsonFormat';
import { openaiChatInput } from './shared/openaiChatInput';
import { readError } from './shared/readError';

type Text = string | null | undefined;

interface ContentPart {
  text?: Text;
  summary?: Text | ContentPart[];
  thinking?: ContentPart[];
  signature?: Text;
  data?: Text;
  image_url?: { url: string };
}

interface ToolCall {
  index?: number;
  id?: Text;
  function?: { name?: Text; arguments?: Text | object };
  extra_content?: object;
}

interface Citation {
  url?: string;
  title?: string;
  snippet?: string;
  content?: string;
  start_index?: number;
  end_index?: number;
}

interface Message {
  role?: string;
  content?: Text | ContentPart[];
  reasoning_content?: Text;
  reasoning?: Text;
  reasoning_text?: Text;
  cot_summary?: Text;
  reasoning_details?: ContentPart[] | null;
  reasoning_opaque?: Text;
  refusal?: Text;
  tool_calls?: ToolCall[] | null;
  function_call?: ToolCall['function'] | null;
  annotations?: { url_citation?: Citation }[] | null;
  images?: ContentPart[] | null;
  audio?: { id?: string; data?: string; transcript?: string } | null;
}

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
        const deltas: Delta[] = [{ type: 'meta', id, model, usage }, ...readSources(chunk)];
        if (choice) readChoice(choice, answer, deltas);
        const isError = type === 'error' || chunk.object === 'error';
        const error = chunk.error || choice?.error || groq?.error || (isError && chunk);
        if (error) deltas.push(readError(error));
        if (status?.status_code)
          deltas.push(readError({ message: status.status_msg, code: status.status_code }));
        return deltas;
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

/** Perplexity's and xAI's lists come again with every chunk; Open WebUI's come once, before the first. */
function readSources({ citations, search_results, sources }: Chunk): Delta[] {
  return [
    ...(citations ?? []).map((item, key) =>
      toSource(typeof item === 'string' ? { url: item } : item, `citation ${key}`),
    ),
    ...(search_results ?? []).map((item, key) => toSource(item, `citation ${key}`)),
    ...(sources ?? []).map(({ source, document }): Delta => ({
      type: 'source',
      url: source?.url,
      title: source?.name,
      document: source?.id,
      quote: document?.[0],
    })),
  ];
}

const toSource = (citation: Citation, key?: string): Delta => ({
  type: 'source',
  key,
  url: citation.url,
  title: citation.title,
  quote: citation.snippet ?? citation.content,
  start: citation.start_index,
  end: citation.end_index,
});

function readChoice(choice: Choice, answer: Answer, deltas: Delta[]): void {
  const { index, delta, message, logprobs, finish_reason: finishReason } = choice;
  const { text, parts } = answer;
  // A message that repeats the text so far adds nothing.
  const whole = message?.content === text ? { ...message, content: '' } : message;
  const counted = parts.at(-1)?.metadata as { index?: number; from?: number } | undefined;
  // The first choice goes on, so that what seemed to be counted tokens was another one.
  if (!Number(index) && delta?.content && counted?.from !== undefined && counted.index! > 0)
    deltas.push(
      { type: 'replace', channel: 'text', value: text.slice(0, counted.from) },
      { type: 'metadata', value: { index: -1 } },
    );
  readMessage(delta ?? whole ?? { content: choice.text }, answer, deltas);
  if (Number(index))
    deltas.push({ type: 'metadata', value: { index: Number(index), from: counted?.from ?? text.length } });
  if (logprobs?.content?.length) {
    const before = parts.at(-1)?.metadata?.['logprobs'] as unknown[] | undefined;
    deltas.push({ type: 'metadata', value: { logprobs: [...(before ?? []), ...logprobs.content] } });
  }
  if (!finishReason) return;
  deltas.push({ type: 'meta', finishReason });
  if (finishReason === 'length') return;
  for (const part of parts)
    if (part.type === 'toolCall') deltas.push({ type: 'toolCall', key: part.key, done: true });
}

/** Where servers put what the model thinks; the name is kept for the next request. */
const REASONING = ['reasoning_content', 'reasoning', 'reasoning_text', 'cot_summary'] as const;

function readMessage(message: Message, { parts }: Answer, deltas: Delta[]): void {
  const {
    content,
    audio,
    function_call: legacy,
    reasoning_details: details,
    reasoning_opaque: opaque,
  } = message;
  const last = parts.at(-1);
  const think = (delta: Text, value: Record<string, unknown>): void => {
    if (delta) deltas.push({ type: 'reasoning', delta });
    else if (last?.type !== 'reasoning')
      deltas.push({ type: 'replace', channel: 'reasoning', key: 'opaque', value: '' });
    if (!delta || last?.type !== 'reasoning') deltas.push({ type: 'metadata', value });
  };
  const field = REASONING.find((name) => message[name]);
  if (field) think(message[field], { field });
  else if (join(details)) think(join(details), {});
  const kept = details?.filter(({ signature, data }) => signature || data) ?? [];
  const before = (last?.metadata?.['reasoning_details'] ?? []) as unknown[];
  if (kept.length) think('', { reasoning_details: [...before, ...kept] });
  if (opaque) think('', { reasoning_opaque: opaque });
  for (const { thinking, summary, text, image_url } of Array.isArray(content)
    ? content
    : [{ text: content }]) {
    const thought = join(thinking ?? (summary as ContentPart[] | undefined));
    if (thought) deltas.push({ type: 'reasoning', delta: thought });
    if (text) deltas.push({ type: 'text', delta: text });
    if (image_url) deltas.push(fileAt(image_url.url));
  }
  if (message.refusal) deltas.push({ type: 'refusal', delta: message.refusal });
  for (const { url_citation } of message.annotations ?? [])
    if (url_citation) deltas.push(toSource(url_citation));
  for (const { image_url } of message.images ?? []) if (image_url) deltas.push(fileAt(image_url.url));
  if (audio) readAudio(audio, parts, deltas);
  const calls = message.tool_calls ?? (legacy && [{ function: legacy, index: 0 }]);
  for (const call of calls ?? []) readCall(call, deltas);
}

/** Audio comes in pieces of base64, and is sent back by its id. */
function readAudio(
  { id, data, transcript }: NonNullable<Message['audio']>,
  parts: Answer['parts'],
  deltas: Delta[],
): void {
  const key = 'audio';
  const before = parts.find((part) => part.type === 'file' && part.key === key) as
    { data?: string } | undefined;
  deltas.push({ type: 'text', key, delta: transcript });
  if (data) deltas.push({ type: 'file', key, mediaType: 'audio/*', data: (before?.data ?? '') + data });
  if (id) deltas.push({ type: 'metadata', key, value: { id } });
}

function readCall({ index: key, id, function: called, extra_content }: ToolCall, deltas: Delta[]): void {
  const args = called?.arguments;
  deltas.push({
    type: 'toolCall',
    key,
    // Mistral names the calls that it continues "null".
    id: id === 'null' ? '' : id,
    name: called?.name,
    delta: typeof args === 'object' && args ? JSON.stringify(args) : (args as Text),
  });
  if (extra_content) deltas.push({ type: 'metadata', value: { extra_content } });
}

const join = (parts: ContentPart[] | null | undefined): string =>
  parts?.map(({ text, summary }) => text ?? (typeof summary === 'string' ? summary : '')).join('') ?? '';
