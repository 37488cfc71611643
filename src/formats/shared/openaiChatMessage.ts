import type { Answer, ToolCallPart } from '../../answer/answer';
import type { Delta } from '../../answer/format';
import { fileAt } from './file';
import type { Deltas } from './jsonFormat';

export type Text = string | null | undefined;

interface ContentPart {
  text?: Text;
  summary?: Text | ContentPart[];
  thinking?: ContentPart[];
  image_url?: { url: string };
}

/** A piece of a thought, as it has to come back: OpenRouter and LiteLLM stream it beside the text. */
interface Detail {
  type?: string;
  index?: number;
  text?: Text;
  thinking?: Text;
  summary?: Text;
  signature?: Text;
  data?: Text;
}

interface ToolCall {
  index?: number | null;
  id?: Text;
  function?: { name?: Text; arguments?: Text | object };
  custom?: { name?: Text; input?: Text };
  extra_content?: object;
}

export interface Citation {
  url?: string;
  link?: string;
  title?: string;
  snippet?: string;
  content?: string;
  start_index?: number;
  end_index?: number;
}

export interface Message {
  role?: string;
  content?: Text | ContentPart[];
  reasoning_content?: Text;
  reasoning?: Text;
  reasoning_text?: Text;
  cot_summary?: Text;
  reasoning_details?: Detail[] | null;
  thinking_blocks?: Detail[] | null;
  reasoning_opaque?: Text;
  refusal?: Text;
  tool_calls?: ToolCall[] | null;
  function_call?: ToolCall['function'] | null;
  annotations?: { url_citation?: Citation }[] | null;
  images?: ContentPart[] | null;
  audio?: { id?: string; data?: string; transcript?: string } | null;
  /** Azure's own data. */
  context?: { citations?: Citation[] | null } | null;
}

/** A source by whatever name a dialect has for its parts. */
export const toSource = (citation: Citation, key?: string): Delta => ({
  type: 'source',
  key,
  url: citation.url ?? citation.link,
  title: citation.title,
  quote: citation.snippet ?? citation.content,
  start: citation.start_index,
  end: citation.end_index,
});

/** Where servers put what the model thinks; the name is kept for the next request. */
const REASONING = ['reasoning_content', 'reasoning', 'reasoning_text', 'cot_summary'] as const;

const rest = <T>(text: T, seen = ''): T | string =>
  typeof text === 'string' && text.startsWith(seen) ? text.slice(seen.length) : text;

/** What is new in a message in place of `delta`: it may repeat all that came so far. */
export function newIn(message: Message, { text, reasoning, parts }: Answer): Message {
  const calls = message.tool_calls?.map((call) => {
    const seen = parts.find((part) => part.type === 'toolCall' && part.key === call.index);
    const args = rest(call.function?.arguments, (seen as ToolCallPart | undefined)?.arguments);
    return call.function ? { ...call, function: { ...call.function, arguments: args } } : call;
  });
  const thoughts = REASONING.map((name) => [name, rest(message[name], reasoning)]);
  return {
    ...message,
    ...Object.fromEntries(thoughts),
    content: rest(message.content, text),
    tool_calls: calls,
  };
}

/** Whether there is nothing in it but a piece of text, as in nearly all messages. */
function isText(message: Message): message is { content: string } {
  for (const name in message)
    if (name !== 'content' && name !== 'role' && message[name as keyof Message]) return false;
  return typeof message.content === 'string';
}

/** What a message, or what is new in it, adds to the answer. */
export function readMessage(message: Message, { parts }: Answer): Deltas {
  if (isText(message)) return [{ type: 'text', delta: message.content }];
  const { content, audio, function_call: legacy, reasoning_opaque } = message;
  const last = parts.at(-1);
  const field = REASONING.find((name) => message[name]);
  const thought = field ? message[field] : join(message.reasoning_details);
  /** What has to come back with the thoughts. */
  const kept: Record<string, unknown> = {};
  if (field && last?.metadata?.['field'] !== field) kept['field'] = field;
  if (reasoning_opaque) kept['reasoning_opaque'] = reasoning_opaque;
  for (const name of ['reasoning_details', 'thinking_blocks'] as const)
    if (message[name]?.length) {
      const before = parts.findLast(({ metadata }) => metadata?.[name])?.metadata?.[name];
      kept[name] = addDetails((before ?? []) as Detail[], message[name]);
    }
  const isKept = Object.keys(kept)[0];
  const key = thought || last?.type === 'reasoning' ? undefined : 'opaque';
  const blocks = Array.isArray(content) ? content : [{ text: content }];
  const cited = [
    ...(message.annotations ?? []).map(({ url_citation }) => url_citation),
    ...(message.context?.citations ?? []),
  ];
  return [
    { type: 'reasoning', delta: thought },
    isKept && key && { type: 'replace', channel: 'reasoning', key, value: '' },
    isKept && { type: 'metadata', key, value: kept },
    ...[...blocks, ...(message.images ?? [])].flatMap(
      ({ thinking, summary, text, image_url }: ContentPart): Deltas => [
        { type: 'reasoning', delta: join(thinking ?? (summary as ContentPart[] | undefined)) },
        { type: 'text', delta: text },
        image_url && fileAt(image_url.url),
      ],
    ),
    { type: 'refusal', delta: message.refusal },
    ...cited.map((each) => each && toSource(each)),
    ...(audio ? readAudio(audio, parts) : []),
    ...(message.tool_calls ?? (legacy ? [{ function: legacy, index: 0 }] : [])).flatMap(readCall),
  ];
}

/** Audio comes in pieces of base64, and is sent back by its id. */
function readAudio({ id, data, transcript }: NonNullable<Message['audio']>, parts: Answer['parts']): Deltas {
  const key = 'audio';
  const before = parts.find((part) => part.type === 'file' && part.key === key) as
    { data?: string } | undefined;
  return [
    { type: 'text', key, delta: transcript },
    data && { type: 'file', key, mediaType: 'audio/*', data: (before?.data ?? '') + data },
    id && { type: 'metadata', key, value: { id } },
  ];
}

function readCall({ index, id, function: called, custom, extra_content }: ToolCall): Deltas {
  const key = index ?? undefined;
  const args = called?.arguments ?? custom?.input;
  return [
    {
      type: 'toolCall',
      key,
      // Mistral names the calls that it continues "null".
      id: id === 'null' ? '' : id,
      name: (called ?? custom)?.name,
      delta: Object(args) === args ? JSON.stringify(args) : (args as Text),
    },
    extra_content && { type: 'metadata', key, value: { extra_content } },
    custom && { type: 'metadata', key, value: { custom: true } },
  ];
}

/** The details so far and what is new in them: a piece goes on with the last, until that is signed. */
function addDetails(before: readonly Detail[], added: readonly Detail[]): Detail[] {
  const details = [...before];
  for (const each of added) {
    const last = details.at(-1);
    if (last && last.type === each.type && last.index === each.index && !last.signature && !last.data) {
      const merged: Detail = { ...last, ...each };
      for (const name of ['text', 'thinking', 'summary'] as const)
        if (last[name]) merged[name] = last[name] + (each[name] ?? '');
      details[details.length - 1] = merged;
    } else details.push(each);
  }
  return details;
}

const join = (parts: readonly Pick<ContentPart, 'text' | 'summary'>[] | null | undefined): string =>
  parts?.map(({ text, summary }) => text ?? (typeof summary === 'string' ? summary : '')).join('') ?? '';
