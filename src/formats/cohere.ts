import type { Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

interface Event {
  type?: string;
  index?: number;
  delta?: {
    message?: {
      content?: { text?: string; thinking?: string };
      tool_calls?: { id?: string; function?: { name?: string; arguments?: string } };
    };
    finish_reason?: string;
    usage?: object | null;
    error?: string | null;
  };
}

/** Cohere's Chat, version 2. The plan that comes before tool calls is not part of the answer. */
export const cohere = (): Format =>
  Object.assign(
    ({ data }: SseMessage): Delta | Delta[] | undefined =>
      data === '[DONE]' ? { type: 'done' } : readEvent(JSON.parse(data) as Event),
    { formatName: 'cohere', endsOnClose: false },
  );

function readEvent({ type = '', index: key, delta }: Event): Delta | Delta[] | undefined {
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
  if (type === 'message-end') {
    const message = delta?.error;
    return [
      { type: 'meta', finishReason: delta?.finish_reason, usage: delta?.usage },
      message ? { type: 'error', error: { message } } : { type: 'done' },
    ];
  }
  if (!/^[a-z]+(-[a-z]+)+$/.test(type)) throw new TypeError('unknown event');
  return undefined;
}
