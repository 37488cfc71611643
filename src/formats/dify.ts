import type { Change, Format } from '../answer/format';
import { fileAt } from './shared/file';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Resource {
  document_name?: string;
  document_id?: string;
  content?: string;
}

interface Event {
  event?: string;
  id?: string;
  message_id?: string;
  answer?: string;
  tool?: string;
  tool_input?: string;
  observation?: string | null;
  conversation_id?: string;
  type?: string;
  url?: string;
  metadata?: { usage?: object; retriever_resources?: Resource[] | null };
  data?: {
    text?: string;
    reasoning?: string;
    status?: string;
    error?: string | null;
    outputs?: object | null;
  };
}

/** Dify's chat, agent, completion and workflow apps. */
export const dify = (): Format =>
  jsonFormat<Event>({
    formatName: 'dify',
    knows: ({ event }) => event,
    read(event, _, { text, parts }): Change {
      const { id, answer: delta = '', data = {}, tool: name } = event;
      switch (event.event) {
        case 'agent_message':
          // The key tells the closing `message` of an agent, which repeats the whole answer, from a delta.
          return {
            type: 'text',
            key: `agent ${parts.filter(({ type }) => type === 'toolCall').length}`,
            delta,
          };
        case 'message':
          if (!parts.some(({ type, key }) => type === 'text' && key)) return delta;
          return text === delta ? undefined : { type: 'replace', channel: 'text', value: delta };
        case 'message_replace':
          return { type: 'replace', channel: 'text', value: delta };
        case 'text_chunk':
          return data.text;
        case 'reasoning_chunk':
          return { type: 'reasoning', delta: data.reasoning };
        case 'agent_thought':
          return [
            name && { type: 'toolCall', key: id, id, name, value: event.tool_input, done: true },
            name && event.observation && { type: 'toolResult', key: id, id: id!, value: event.observation },
          ];
        case 'message_file':
          return fileAt(event.url!, id, `${event.type}/*`);
        case 'message_end':
          return [
            ...(event.metadata?.retriever_resources ?? []).map((found) => ({
              type: 'source' as const,
              title: found.document_name,
              document: found.document_id,
              quote: found.content,
            })),
            // What the next question has to name.
            event.conversation_id && { type: 'metadata', value: { conversation_id: event.conversation_id } },
            { type: 'meta', id: event.message_id, usage: event.metadata?.usage },
            { type: 'done' },
          ];
        case 'workflow_paused':
        case 'workflow_finished':
          return [
            data.outputs && { type: 'data', name: 'outputs', value: data.outputs },
            { type: 'meta', finishReason: data.status ?? 'paused' },
            data.status === 'failed' && { type: 'error', error: { message: data.error ?? data.status } },
            // The workflow of a chat is followed by its `message_end`.
            !event.message_id && { type: 'done' },
          ];
        case 'error':
          return readError(event);
        default:
          return undefined;
      }
    },
  });
