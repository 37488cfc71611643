import type { Change, Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

interface Citation {
  start?: number;
  end?: number;
  sources?: { id?: string; document?: { title?: string; url?: string; text?: string; snippet?: string } }[];
}

interface Event {
  type?: string;
  id?: string;
  index?: number;
  delta?: {
    message?: {
      content?: { text?: string; thinking?: string };
      tool_calls?: { id?: string; function?: { name?: string; arguments?: string } };
      citations?: Citation | Citation[];
    };
    finish_reason?: string;
    usage?: object | null;
    error?: string | null;
  };
}

const EVENTS = /^(message|content|tool-plan|tool-call|citation)-/;

/** Cohere's Chat, version 2. The plan that comes before tool calls is not part of the answer. */
export const cohere = (): Format =>
  jsonFormat<Event>({
    formatName: 'cohere',
    types: EVENTS,
    // Mastra's types are similar.
    knows: ({ type, ...rest }) => EVENTS.test(type!) && !('payload' in rest),
    read: readEvent,
  });

function readEvent({ type = '', id: answerId, index: key, delta }: Event): Change {
  if (type === 'message-start') return { type: 'meta', id: answerId };
  if (type.startsWith('content-')) {
    const { text, thinking } = delta?.message?.content ?? {};
    return [
      { type: 'reasoning', key, delta: thinking },
      { type: 'text', key, delta: text },
    ];
  }
  if (type.startsWith('tool-call-')) {
    const { id, function: called } = delta?.message?.tool_calls ?? {};
    return {
      type: 'toolCall',
      key,
      id,
      name: called?.name,
      delta: called?.arguments,
      done: type === 'tool-call-end',
    };
  }
  if (type === 'citation-start')
    return [delta?.message?.citations ?? []].flat().flatMap(({ start, end, sources }) =>
      (sources ?? []).map(({ id, document }, i): Delta => ({
        type: 'source',
        key: `${key}.${i}`,
        document: id,
        url: document?.url,
        title: document?.title,
        quote: document?.text ?? document?.snippet,
        start,
        end,
      })),
    );
  if (type === 'message-end') {
    const message = delta?.error;
    return [
      { type: 'meta', finishReason: delta?.finish_reason, usage: delta?.usage },
      message ? { type: 'error', error: { message } } : { type: 'done' },
    ];
  }
  return undefined;
}
