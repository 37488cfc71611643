import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

interface Event {
  type?: string;
  messageId?: string;
  delta?: string;
  toolCallId?: string;
  toolCallName?: string;
  message?: string;
  code?: string;
}

/** AG-UI, in SSE. */
export const agUi = (): Format =>
  jsonFormat<Event>({
    formatName: 'agUi',
    knows: ({ type }) => /^[A-Z_]+$/.test(type!),
    read(event, _, { parts }: Answer): Delta | undefined {
      const { type = '', delta, toolCallId: id } = event;
      // A chunk without an id goes on with what was begun last.
      const last = parts.at(-1);
      const keyOf = (given: string | undefined, kind: string) =>
        given ?? (last?.type === kind ? last.key : undefined);
      switch (type) {
        case 'TEXT_MESSAGE_CONTENT':
        case 'TEXT_MESSAGE_CHUNK':
          return { type: 'text', key: keyOf(event.messageId, 'text'), delta };
        case 'REASONING_MESSAGE_CONTENT':
        case 'REASONING_MESSAGE_CHUNK':
        case 'THINKING_TEXT_MESSAGE_CONTENT':
          return { type: 'reasoning', key: keyOf(event.messageId, 'reasoning'), delta };
        case 'TOOL_CALL_START':
        case 'TOOL_CALL_ARGS':
        case 'TOOL_CALL_CHUNK':
        case 'TOOL_CALL_END':
          return {
            type: 'toolCall',
            key: keyOf(id, 'toolCall'),
            id,
            name: event.toolCallName,
            delta,
            done: type === 'TOOL_CALL_END',
          };
        case 'RUN_FINISHED':
          return { type: 'done' };
        case 'RUN_ERROR':
          return { type: 'error', error: { message: event.message ?? type, code: event.code } };
      }
      return undefined;
    },
  });
