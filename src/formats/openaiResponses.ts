import type { AnswerError, Channel, Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

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
  error?: AnswerError | null;
  response?: {
    status?: string;
    usage?: object | null;
    error?: AnswerError | null;
  } | null;
}

/**
 * OpenAI's Responses, and what speaks them: Azure, xAI, DeepSeek, OpenRouter, Bedrock, …. Calls of built-in tools
 * are in `parts` only. What is keyed is keyed by `output_index`, since item ids change under some proxies.
 */
export const openaiResponses = (): Format =>
  Object.assign(
    ({ data }: SseMessage): Delta | Delta[] | undefined =>
      data === '[DONE]' ? { type: 'done' } : readEvent(JSON.parse(data) as Event),
    { formatName: 'openaiResponses', endsOnClose: false },
  );

function readEvent(event: Event): Delta | Delta[] | undefined {
  const { type = '', output_index: key, response, item, delta } = event;
  const [, name = '', phase] = type.split('.');
  // Some send an error flat.
  const error = event.error ?? response?.error ?? (type === 'error' && (event as AnswerError));
  if (error || (response && /complete/.test(name)))
    return [
      { type: 'meta', finishReason: response?.status, usage: response?.usage },
      error ? { type: 'error', error } : { type: 'done' },
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
  if (!name && type !== 'keepalive') throw new TypeError('unknown event');
  return undefined;
}
