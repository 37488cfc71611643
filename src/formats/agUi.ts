import type { Answer } from '../answer/answer';
import type { Change, Delta, Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Message {
  id: string;
  role?: string;
  content?: unknown;
  toolCallId?: string;
  toolCalls?: { id: string; function: { name: string; arguments: string } }[];
}

interface Interrupt {
  id?: string;
  reason?: string;
}

interface Event {
  type?: string;
  runId?: string;
  messageId?: string;
  delta?: unknown;
  toolCallId?: string;
  toolCallName?: string;
  content?: unknown;
  messages?: Message[];
  snapshot?: unknown;
  name?: string;
  value?: unknown;
  activityType?: string;
  entityId?: string;
  encryptedValue?: string;
  outcome?: { type?: string; interrupts?: Interrupt[] } | string;
  interrupt?: Interrupt;
}

/** AG-UI, in SSE. State, activities and custom events are `data` in `parts`; what interrupts a run is in `approvals`. */
export const agUi = (): Format =>
  jsonFormat<Event>({
    formatName: 'agUi',
    knows: ({ type }) => /^[A-Z_]+$/.test(type!),
    read: readEvent,
  });

function readEvent(event: Event, _: unknown, { parts }: Answer): Change {
  const { type = '', toolCallId: id, messageId } = event;
  const delta = event.delta as string;
  // A chunk without an id goes on with what was begun last.
  const last = parts.at(-1);
  const keyOf = (given: string | undefined, kind: string) =>
    given ?? (last?.type === kind ? last.key : undefined);
  switch (type) {
    case 'RUN_STARTED':
      return { type: 'meta', id: event.runId };
    case 'TEXT_MESSAGE_CONTENT':
    case 'TEXT_MESSAGE_CHUNK':
      return { type: 'text', key: keyOf(messageId, 'text'), delta };
    case 'REASONING_MESSAGE_CONTENT':
    case 'REASONING_MESSAGE_CHUNK':
    case 'THINKING_TEXT_MESSAGE_CONTENT':
      return { type: 'reasoning', key: keyOf(messageId, 'reasoning'), delta };
    case 'REASONING_ENCRYPTED_VALUE':
      return { type: 'metadata', key: event.entityId, value: { encryptedValue: event.encryptedValue } };
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
    case 'TOOL_CALL_RESULT':
      return { type: 'toolResult', key: messageId, id: id!, value: event.content };
    case 'MESSAGES_SNAPSHOT':
      return readMessages(event.messages ?? []);
    case 'STATE_SNAPSHOT':
      return { type: 'data', key: 'state', name: 'state', value: event.snapshot };
    case 'STATE_DELTA':
      return { type: 'data', name: 'stateDelta', value: delta };
    case 'ACTIVITY_SNAPSHOT':
      return toData(event.activityType, event.content, messageId);
    case 'CUSTOM':
      return toData(event.name, event.value);
    case 'RUN_FINISHED':
      return [...readOutcome(event), { type: 'done' }];
    case 'RUN_ERROR':
      return readError(event);
  }
  return undefined;
}

const toData = (name: string | undefined, value: unknown, key?: string): Delta | undefined =>
  name ? { type: 'data', key, name, value } : undefined;

/** The whole history so far: of it, the answer is what follows the last message of the user. */
function readMessages(messages: readonly Message[]): Deltas {
  const start = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(start + 1).flatMap(({ id: key, role, content, toolCallId, toolCalls }): Deltas => {
    if (role === 'tool') return [{ type: 'toolResult', key, id: toolCallId!, value: content }];
    const channel = role === 'reasoning' ? role : 'text';
    if (role !== 'assistant' && role !== channel) return [];
    return [
      typeof content === 'string' && { type: 'replace', channel, key, value: content },
      ...(toolCalls ?? []).map(({ id, function: { name, arguments: value } }): Delta => ({
        type: 'toolCall',
        key: id,
        id,
        name,
        value,
        done: true,
      })),
    ];
  });
}

function readOutcome({ outcome, interrupt }: Event): Delta[] {
  const interrupts = interrupt ? [interrupt] : typeof outcome === 'object' ? (outcome.interrupts ?? []) : [];
  return [
    ...interrupts.map((each): Delta => ({
      type: 'approval',
      id: each.id ?? '',
      name: each.reason ?? 'interrupt',
      arguments: JSON.stringify(each),
    })),
    { type: 'meta', finishReason: typeof outcome === 'string' ? outcome : outcome?.type },
  ];
}
