import type { Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

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
  error?: { message?: string; type?: string };
}

/** Anthropic's Messages. Tools that Anthropic runs itself are in `parts` only. */
export const anthropic = (): Format =>
  Object.assign(({ data }: SseMessage) => readEvent(JSON.parse(data) as Event), {
    formatName: 'anthropic',
    endsOnClose: false,
  });

function readEvent(event: Event): Delta | Delta[] | undefined {
  const { type = '', index: key, message, delta, usage, error } = event;
  const block = event.content_block ?? delta;
  switch (type) {
    case 'message_start':
    case 'message_delta':
      return { type: 'meta', finishReason: delta?.stop_reason, usage: usage ?? message?.usage };
    case 'content_block_start':
    case 'content_block_delta':
      return block && readBlock(block, key);
    case 'content_block_stop':
      return { type: 'toolCall', key, done: true };
    case 'message_stop':
      return { type: 'done' };
    case 'error':
      return { type, error: { message: error?.message ?? type, code: error?.type } };
  }
  if (!/^[a-z_]+$/.test(type)) throw new TypeError('unknown event');
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
    const delta = partial_json ?? (Object.keys(input ?? {}).length ? JSON.stringify(input) : '');
    deltas.push({ type: 'toolCall', key, id, name, delta, server: /_tool_use$/.test(type) });
  }
  return deltas;
}
