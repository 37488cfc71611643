import type { Answer, Channel, ToolCall } from '../answer/answer';
import type { Change, Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { fileAt } from './shared/file';
import { readError } from './shared/readError';

interface Chunk {
  type?: string;
  id?: string;
  messageId?: string;
  delta?: unknown;
  toolCallId?: string;
  toolName?: string;
  inputTextDelta?: string;
  input?: unknown;
  output?: unknown;
  providerExecuted?: boolean;
  approvalId?: string;
  sourceId?: string;
  url?: string;
  title?: string;
  filename?: string;
  mediaType?: string;
  data?: unknown;
  transient?: boolean;
  messageMetadata?: unknown;
  providerMetadata?: Record<string, unknown>;
  finishReason?: string;
  reason?: string;
  errorText?: string;
  payload?: unknown;
}

/**
 * The AI SDK's UI message stream (versions 5 to 7). Tools that the provider runs itself are in `parts` only; those
 * that the server ran are so once their result has come.
 */
export const uiMessageStream = (): Format =>
  jsonFormat<Chunk>({
    formatName: 'uiMessageStream',
    // Other wires have dots, underscores or capitals in their types, an object as delta, or a payload.
    knows: ({ type = '', delta, payload }) =>
      /^([a-z-]+|data-.*)$/.test(type) && typeof delta !== 'object' && !payload,
    read(chunk, _, answer): Change {
      const { providerMetadata: value, messageMetadata, id, toolCallId } = chunk;
      const [, channel] = /^(text|reasoning)-start$/.exec(chunk.type ?? '') ?? [];
      return [
        // A redacted thought is nothing but its metadata.
        value &&
          channel &&
          !answer.parts.some(({ type, key }) => type === channel && key === id) && {
            type: 'replace',
            channel: channel as Channel,
            key: id,
            value: '',
          },
        chunk.type === 'abort' && { type: 'meta', finishReason: chunk.type },
        ...readChunk(chunk, answer),
        value && { type: 'metadata', key: id ?? toolCallId, value },
        messageMetadata !== undefined && {
          type: 'data',
          key: 'message-metadata',
          name: 'message-metadata',
          value: messageMetadata,
        },
        chunk.type === 'finish' && { type: 'done' },
      ];
    },
  });

function readChunk(chunk: Chunk, answer: Answer): Delta[] {
  const { toolCallId: key, approvalId: id } = chunk;
  if (chunk.type !== 'tool-approval-request') return [readOne(chunk)].flatMap((delta) => delta ?? []);
  const call = answer.parts.find((part) => part.type === 'toolCall' && part.key === key);
  if (!call) return [];
  const { name, arguments: args } = call as unknown as ToolCall;
  return [
    // The server runs it, once it is allowed to.
    { type: 'toolCall', key, name, server: true },
    { type: 'approval', key, id: id!, name, arguments: args },
  ];
}

/** What a chunk says about a tool; `undefined` where it is about something else. */
function readTool(chunk: Chunk): Delta | undefined {
  const { type = '', toolCallId: id, toolName: name, input } = chunk;
  switch (type) {
    case 'tool-input-start':
    case 'tool-input-delta':
    case 'tool-input-available':
    case 'tool-input-error':
      return {
        type: 'toolCall',
        key: id,
        id,
        name,
        delta: chunk.inputTextDelta,
        value: input === undefined ? input : JSON.stringify(input),
        done: /[er]$/.test(type),
        server: chunk.providerExecuted,
      };
    case 'tool-output-available':
    case 'tool-output-error':
    case 'tool-output-denied': {
      const isError = type !== 'tool-output-available';
      return {
        type: 'toolResult',
        key: id,
        id: id!,
        value: isError ? chunk.errorText : chunk.output,
        isError,
      };
    }
  }
  return undefined;
}

function readOne(chunk: Chunk): Delta | undefined {
  const { type = '', id: key } = chunk;
  const delta = chunk.delta as string;
  switch (type) {
    case 'start':
      return { type: 'meta', id: chunk.messageId };
    case 'text-delta':
    case 'reasoning-delta':
      return { type: type === 'text-delta' ? 'text' : 'reasoning', key, delta };
    case 'source-url':
    case 'source-document':
      return {
        type: 'source',
        key: chunk.sourceId,
        url: chunk.url,
        title: chunk.title,
        document: chunk.filename ?? (chunk.url ? undefined : chunk.sourceId),
      };
    case 'file':
      return fileAt(chunk.url!, undefined, chunk.mediaType);
    case 'start-step':
      return { type: 'step' };
    case 'reset-step':
      return { type: 'resetStep' };
    case 'finish':
    case 'abort':
      return type === 'abort'
        ? { type: 'done', reason: 'stopped', message: chunk.reason }
        : { type: 'meta', finishReason: chunk.finishReason };
    case 'error':
      return readError(chunk);
  }
  if (!type.startsWith('data-')) return readTool(chunk);
  return chunk.transient ? undefined : { type: 'data', key, name: type.slice(5), value: chunk.data };
}
