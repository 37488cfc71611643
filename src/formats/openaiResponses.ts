import type { Channel } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Item {
  type: string;
  call_id?: string;
  id?: string;
  name?: string;
  arguments?: string;
  input?: string;
}

interface Event {
  type?: string;
  output_index?: number;
  content_index?: number;
  summary_index?: number;
  delta?: string;
  item?: Item;
  error?: unknown;
  response?: { status?: string; usage?: object | null; error?: unknown } | null;
}

/**
 * OpenAI's Responses, and what speaks them: Azure, xAI, DeepSeek, OpenRouter, Bedrock, …. Calls of built-in tools
 * are in `parts` only. What is keyed is keyed by `output_index`, since item ids change under some proxies.
 */
export const openaiResponses = (): Format =>
  jsonFormat<Event>({
    formatName: 'openaiResponses',
    types: /^response\./,
    knows: ({ type }) => /^response\.|^(error|keepalive)$/.test(type!),
    read: readEvent,
  });

function readEvent(event: Event): Delta | Delta[] | undefined {
  const { type = '', output_index: key, response, item, delta } = event;
  const [, name = '', phase] = type.split('.');
  const error = response?.error ?? (type === 'error' && event);
  if (error || (response && /complete|failed/.test(name)))
    return [
      { type: 'meta', finishReason: response?.status, usage: response?.usage },
      error || name === 'failed' ? readError(error) : { type: 'done' },
    ];
  if (item && /_call$/.test(item.type))
    return {
      type: 'toolCall',
      key,
      id: item.call_id ?? item.id,
      name: item.name ?? item.type,
      value: item.arguments ?? item.input,
      done: phase === 'done',
      server: !/^(function|custom)/.test(item.type),
    };
  if (phase === 'delta') {
    if (/(arguments|input|code)$/.test(name)) return { type: 'toolCall', key, delta };
    const channel = name === 'output_text' ? 'text' : /^re(fusal|asoning)/.exec(name)?.[0];
    const part = `${key}.${event.content_index ?? event.summary_index}`;
    if (channel) return { type: channel as Channel, key: part, delta };
  }
  return undefined;
}
