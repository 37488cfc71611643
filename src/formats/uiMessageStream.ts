import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Chunk {
  type?: string;
  id?: string;
  delta?: unknown;
  toolCallId?: string;
  toolName?: string;
  inputTextDelta?: string;
  input?: unknown;
  providerExecuted?: boolean;
  finishReason?: string;
  reason?: string;
}

/** The AI SDK's UI message stream (versions 5 to 7). Tools that the provider runs itself are in `parts` only. */
export const uiMessageStream = (): Format =>
  jsonFormat<Chunk>({
    formatName: 'uiMessageStream',
    // Other wires have dots, underscores or capitals in their types, or an object as delta.
    knows: ({ type = '', delta }) => /^([a-z-]+|data-.*)$/.test(type) && typeof delta !== 'object',
    read: readChunk,
  });

function readChunk(chunk: Chunk): Delta | Delta[] | undefined {
  const { type = '', id: key, delta, toolCallId: id, toolName: name, input } = chunk;
  switch (type) {
    case 'text-delta':
      return { type: 'text', key, delta: delta as string };
    case 'reasoning-delta':
      return { type: 'reasoning', key, delta: delta as string };
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
    case 'start-step':
      return { type: 'step' };
    case 'reset-step':
      return { type: 'resetStep' };
    case 'finish':
      return [{ type: 'meta', finishReason: chunk.finishReason }, { type: 'done' }];
    case 'abort':
      return [
        { type: 'meta', finishReason: type },
        { type: 'done', reason: 'stopped', message: chunk.reason },
      ];
    case 'error':
      return readError(chunk, type);
  }
  return undefined;
}
