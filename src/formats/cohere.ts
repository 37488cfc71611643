import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

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
  jsonFormat<Event>({
    formatName: 'cohere',
    types: EVENTS,
    knows: ({ type }) => EVENTS.test(type!),
    read: readEvent,
  });

const EVENTS = /^(message|content|tool-plan|tool-call|citation)-/;

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
  return undefined;
}
