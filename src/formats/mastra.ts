import type { Change, Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Payload {
  id?: string;
  messageId?: string;
  text?: string;
  signature?: string;
  toolCallId?: string;
  toolName?: string;
  args?: object | string;
  argsTextDelta?: string;
  providerExecuted?: boolean;
  result?: unknown;
  isError?: boolean;
  error?: unknown;
  url?: string;
  title?: string;
  filename?: string;
  data?: unknown;
  base64?: string;
  mimeType?: string;
  usage?: object;
  stepResult?: { reason?: string };
  output?: { usage?: object };
  tripwireReason?: string;
  reason?: string;
  suspendPayload?: unknown;
}

interface Chunk {
  type?: string;
  runId?: string;
  from?: string;
  payload?: Payload;
}

/**
 * Mastra's agents (`agent.stream()`). Calls that Mastra has run are in `parts` only; those that wait for a yes or no,
 * and those that are suspended, are in `approvals`. `id` is that of the run.
 */
export const mastra = (): Format =>
  jsonFormat<Chunk>({
    formatName: 'mastra',
    knows: ({ type, from, payload }) => type && (from || payload),
    read({ type = '', runId, payload = {} }): Change {
      return [{ type: 'meta', id: runId }, ...readPayload(type, payload)];
    },
  });

/** What a message says about a tool; `undefined` where it is about something else. */
function readTool(type: string, payload: Payload): Delta[] | undefined {
  const { toolCallId, toolName: name = '', args, providerExecuted: server } = payload;
  const value = typeof args === 'string' ? args : args && JSON.stringify(args);
  switch (type) {
    case 'tool-call':
    case 'tool-call-input-streaming-start':
    case 'tool-call-delta':
    case 'tool-call-input-streaming-end':
      return [
        {
          type: 'toolCall',
          key: toolCallId,
          id: toolCallId,
          name,
          delta: payload.argsTextDelta,
          value,
          done: /(ll|end)$/.test(type),
          server,
        },
      ];
    case 'tool-call-approval':
    case 'tool-call-suspended':
      return [
        // Mastra runs it, once it is allowed to.
        { type: 'toolCall', key: toolCallId, id: toolCallId, name, value, done: true, server: true },
        {
          type: 'approval',
          key: toolCallId,
          id: toolCallId!,
          name,
          arguments: value ?? JSON.stringify(payload.suspendPayload ?? {}),
        },
      ];
    case 'tool-result':
    case 'tool-error':
      return [
        {
          type: 'toolResult',
          key: toolCallId,
          id: toolCallId!,
          value: payload.result ?? payload.error,
          isError: payload.isError ?? type === 'tool-error',
        },
      ];
  }
  return undefined;
}

function readPayload(type: string, payload: Payload): Delta[] {
  const { id, toolCallId, signature, url, mimeType: mediaType = '', data } = payload;
  const key = id ?? toolCallId;
  switch (type) {
    case 'text-delta':
    case 'reasoning-delta':
      return [{ type: type === 'text-delta' ? 'text' : 'reasoning', key, delta: payload.text }];
    case 'reasoning-signature':
    case 'reasoning-end':
      return signature ? [{ type: 'metadata', key, value: { signature } }] : [];
    case 'redacted-reasoning':
      return [{ type: 'data', key, name: type, value: data }];
    case 'source':
      return [
        {
          type: 'source',
          key,
          url,
          title: payload.title,
          document: payload.filename ?? (url ? undefined : id),
        },
      ];
    case 'file':
      return [{ type: 'file', mediaType, data: payload.base64 ?? (data as string) }];
    case 'step-start':
      return [{ type: 'step' }];
    case 'tripwire':
      return [{ type: 'done', reason: 'stopped', message: payload.tripwireReason ?? payload.reason ?? type }];
    case 'abort':
      return [{ type: 'done', reason: 'stopped', message: type }];
    case 'finish':
      return [
        {
          type: 'meta',
          finishReason: payload.stepResult?.reason,
          usage: payload.output?.usage ?? payload.usage,
        },
        { type: 'done' },
      ];
    case 'error':
      return [readError(payload)];
  }
  if (/^data-/.test(type)) return [{ type: 'data', key, name: type.slice(5), value: data }];
  return readTool(type, payload) ?? [];
}
