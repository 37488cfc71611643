import type { Change, Delta, Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Chunk {
  type?: string;
  text?: string;
  thinking?: { text?: string }[];
  signature?: string;
  title?: string;
  url?: string;
  description?: string;
  image_url?: string | { url?: string };
  document_url?: string;
  document_name?: string;
  file_id?: string;
  file_type?: string;
}

interface Event {
  type?: string;
  id?: string;
  output_index?: number;
  content_index?: number;
  conversation_id?: string;
  model?: string;
  content?: string | Chunk | Chunk[];
  name?: string;
  tool_call_id?: string;
  arguments?: string;
  confirmation_status?: string;
  info?: object;
  usage?: object;
}

const EVENTS = /^(conversation\.response|message\.output|tool\.execution|function\.call|agent\.handoff)\./;

/**
 * Mistral's Conversations and agents. Connectors that Mistral runs are in `parts` only; a call that waits for a yes or
 * no is in `approvals`, too. `id` is that of the conversation.
 */
export const mistralConversations = (): Format =>
  jsonFormat<Event>({
    formatName: 'mistralConversations',
    types: EVENTS,
    knows: ({ type }) => EVENTS.test(type!),
    read: readEvent,
  });

function readEvent(event: Event, _: unknown, { parts }: Parameters<Format>[1]): Change {
  const { type = '', id, name = '', content = [], arguments: delta, tool_call_id: called = id } = event;
  switch (type) {
    case 'conversation.response.started':
      return { type: 'meta', id: event.conversation_id };
    case 'message.output.delta':
      return [
        { type: 'meta', model: event.model },
        ...[content].flat().flatMap((each) => readChunk(each, `${id}.${event.content_index ?? 0}`)),
      ];
    case 'function.call.delta': {
      const before = parts.find((part) => part.type === 'toolCall' && part.key === called);
      const args = ((before as { arguments?: string } | undefined)?.arguments ?? '') + (delta ?? '');
      return [
        { type: 'toolCall', key: called, id: called, name, delta },
        event.confirmation_status === 'pending' && {
          type: 'approval',
          key: called,
          id: called!,
          name,
          arguments: args,
        },
      ];
    }
    case 'tool.execution.started':
    case 'tool.execution.delta':
      return { type: 'toolCall', key: id, id, name, delta, server: true };
    case 'tool.execution.done':
      return [
        { type: 'toolCall', key: id, done: true },
        { type: 'toolResult', key: id, id: id!, value: event.info },
      ];
    case 'agent.handoff.started':
    case 'agent.handoff.done':
      return { type: 'data', key: id, name: 'handoff', value: event };
    case 'conversation.response.done':
      return [{ type: 'meta', usage: event.usage }, { type: 'done' }];
    case 'conversation.response.error':
      return readError(event);
  }
  return undefined;
}

function readChunk(chunk: string | Chunk, key: string): Deltas {
  if (typeof chunk === 'string') return [{ type: 'text', key, delta: chunk }];
  const { type, text, thinking, signature, title, url, document_url: page, image_url: image } = chunk;
  const { file_id, file_type: mediaType = 'application/octet-stream' } = chunk;
  const picture = typeof image === 'string' ? image : image?.url;
  if (thinking)
    return [
      ...thinking.map((each): Delta => ({ type: 'reasoning', key, delta: each.text })),
      signature && { type: 'metadata', key, value: { signature } },
    ];
  if (url || title || page)
    return [
      { type: 'source', url: url ?? page, title: title ?? chunk.document_name, quote: chunk.description },
    ];
  if (picture) return [{ type: 'file', mediaType: 'image/*', url: picture }];
  if (file_id)
    return [
      { type: 'file', mediaType },
      { type: 'metadata', value: { file_id } },
    ];
  return type === 'text' ? [{ type, key, delta: text }] : [];
}
