import type { Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

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
  errorText?: string;
}

/** The AI SDK's UI message stream (versions 5 to 7). Tools that the provider runs itself are in `parts` only. */
export const uiMessageStream = (): Format =>
  Object.assign(
    ({ data }: SseMessage): Delta | Delta[] | undefined =>
      data === '[DONE]' ? { type: 'done' } : readChunk(JSON.parse(data) as Chunk),
    { formatName: 'uiMessageStream', endsOnClose: false },
  );

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
    case 'abort':
      return [{ type: 'meta', finishReason: type === 'abort' ? type : chunk.finishReason }, { type: 'done' }];
    case 'error':
      return { type, error: { message: chunk.errorText ?? type } };
  }
  // Other wires have dots, underscores or capitals in their types, or an object as delta.
  if ((!/^[a-z-]+$/.test(type) && !type.startsWith('data-')) || typeof delta === 'object')
    throw new TypeError('unknown chunk');
  return undefined;
}
