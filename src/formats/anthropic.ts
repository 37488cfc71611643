import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Block {
  type?: string;
  text?: string;
  thinking?: string;
  partial_json?: string;
  id?: string;
  name?: string;
  input?: object;
}

interface Event {
  type?: string;
  index?: number;
  message?: { usage?: object | null };
  content_block?: Block;
  delta?: Block & { stop_reason?: string | null };
  usage?: object | null;
}

/** Anthropic's Messages. Tools that Anthropic runs itself are in `parts` only. */
export const anthropic = (): Format =>
  jsonFormat<Event>({
    formatName: 'anthropic',
    types: /^(message|content_block)_/,
    knows: ({ type }) => /^(message|content_block)_|^(ping|error)$/.test(type!),
    read: (event, _, answer) => readEvent(event, answer),
  });

function readEvent(event: Event, { parts }: Answer): Delta | Delta[] | undefined {
  const { type = '', index: key, message, delta, usage } = event;
  const block = event.content_block ?? delta;
  switch (type) {
    case 'message_start':
    case 'message_delta':
      return { type: 'meta', finishReason: delta?.stop_reason, usage: usage ?? message?.usage };
    case 'content_block_start':
    case 'content_block_delta':
      // Some servers repeat the input of a block's start in its deltas.
      if (delta && parts.some((part) => part.key === key && part.type === 'toolCall' && part.done))
        return undefined;
      return block && readBlock(block, key);
    case 'content_block_stop':
      return { type: 'toolCall', key, done: true };
    case 'message_stop':
      return { type: 'done' };
    case 'error':
      return readError(event);
  }
  return undefined;
}

function readBlock(
  { type = '', id, name, input, thinking, text, partial_json }: Block,
  key: number | undefined,
): Delta[] {
  const deltas: Delta[] = [
    { type: 'reasoning', key, delta: thinking },
    { type: 'text', key, delta: text },
  ];
  if (name || partial_json) {
    // A block that is not streamed starts with its whole input.
    const value = Object.keys(input ?? {}).length ? JSON.stringify(input) : undefined;
    const server = /_tool_use$/.test(type);
    deltas.push({ type: 'toolCall', key, id, name, value, delta: partial_json, server });
    if (value) deltas.push({ type: 'toolCall', key, done: true });
  }
  return deltas;
}
