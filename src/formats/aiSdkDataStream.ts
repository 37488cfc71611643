import type { Change, Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';
import { readError } from './shared/readError';

interface Value {
  toolCallId?: string;
  toolName?: string;
  args?: object;
  argsTextDelta?: string;
  result?: unknown;
  messageId?: string;
  finishReason?: string;
  usage?: object;
  signature?: string;
  data?: string;
  mimeType?: string;
  url?: string;
  title?: string;
}

/**
 * The AI SDK's data stream, version 4 (`toDataStreamResponse()`): lines such as `0:"text"`, no event stream. Calls that
 * the server has run are in `parts` only. Newer versions send `uiMessageStream`.
 */
export const aiSdkDataStream = (): Format =>
  Object.assign(
    ({ data }: SseMessage): Change => {
      const [, code, json = ''] = /^([\da-z]):(.+)/s.exec(data) ?? [];
      if (!code) throw new TypeError('a line without a code');
      return readPart(code, JSON.parse(json) as Value);
    },
    { formatName: 'aiSdkDataStream', framing: 'lines', endsOnClose: false } as const,
  );

function readPart(code: string, value: Value): Change {
  const { toolCallId: key, toolName: name, signature, mimeType: mediaType = '', data } = value;
  const toData = (type: string): Delta[] =>
    (value as unknown[]).map((each) => ({ type: 'data', name: type, value: each }));
  switch (code) {
    case '0':
      return { type: 'text', delta: value as string };
    case '2':
      return toData('data');
    case '3':
      return readError(value);
    case '8':
      return toData('annotation');
    case '9':
    case 'b':
    case 'c':
      return {
        type: 'toolCall',
        key,
        id: key,
        name,
        delta: value.argsTextDelta,
        value: code === '9' ? JSON.stringify(value.args) : undefined,
        done: code === '9',
      };
    case 'a':
      return { type: 'toolResult', key, id: key!, value: value.result };
    case 'd':
      return [{ type: 'meta', finishReason: value.finishReason, usage: value.usage }, { type: 'done' }];
    case 'f':
      return [{ type: 'step' }, { type: 'meta', id: value.messageId }];
    case 'g':
      return { type: 'reasoning', delta: value as string };
    case 'h':
      return { type: 'source', url: value.url, title: value.title };
    case 'i':
      return { type: 'data', name: 'redacted_reasoning', value: data };
    case 'j':
      return { type: 'metadata', value: { signature } };
    case 'k':
      return { type: 'file', mediaType, data };
  }
  return undefined;
}
