import type { Change, Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

interface Document {
  page_content?: string;
  metadata?: { source?: string; title?: string };
}

interface Chunk {
  content?: string | { text?: string; thinking?: string; reasoning?: string }[];
  answer?: Chunk | string;
  output?: Chunk | string;
  context?: Document[];
  additional_kwargs?: { reasoning_content?: string };
  tool_call_chunks?: { index?: number; id?: string; name?: string; args?: string }[];
  response_metadata?: { finish_reason?: string; stop_reason?: string; model_name?: string };
  usage_metadata?: object | null;
}

const EVENTS = /^(data|metadata)$/;

/**
 * LangServe's `/stream`: chunks that are strings or messages, or objects that have them as `answer` or `output`; the
 * documents in `context` are sources. Its end has no data, so that a clean close is the end.
 */
export const langServe = (): Format => {
  const objects = jsonFormat<Chunk>({
    formatName: 'langServe',
    endsOnClose: true,
    types: EVENTS,
    knows: (_, { type }) => EVENTS.test(type),
    // LangGraph begins with the same message: it does not tell the one from the other.
    read: (chunk, { type }) => (type === 'data' ? readChunk(chunk) : undefined),
  });
  return Object.assign(
    (...[message, answer]: Parameters<Format>): Change =>
      message.type === 'data' && message.data.startsWith('"')
        ? (JSON.parse(message.data) as string)
        : objects(message, answer),
    { formatName: 'langServe' },
  );
};

function readChunk(chunk: Chunk | string): Delta[] {
  if (typeof chunk === 'string') return [{ type: 'text', delta: chunk }];
  const { content = [], response_metadata: about, answer = chunk.output } = chunk;
  const blocks = typeof content === 'string' ? [{ text: content }] : content;
  return [
    { type: 'reasoning', delta: chunk.additional_kwargs?.reasoning_content },
    ...blocks.flatMap(
      ({ text, ...block }: { text?: string; thinking?: string; reasoning?: string }): Delta[] => [
        { type: 'reasoning', delta: block.thinking ?? block.reasoning },
        { type: 'text', delta: text },
      ],
    ),
    ...(chunk.tool_call_chunks ?? []).map(({ index, id, name, args }): Delta => ({
      type: 'toolCall',
      key: index ?? id,
      id,
      name,
      delta: args,
    })),
    ...(chunk.context ?? []).map(({ page_content: quote, metadata }): Delta => ({
      type: 'source',
      document: metadata?.source,
      title: metadata?.title,
      quote,
    })),
    {
      type: 'meta',
      model: about?.model_name,
      finishReason: about?.finish_reason ?? about?.stop_reason,
      usage: chunk.usage_metadata,
    },
    ...(answer === undefined ? [] : readChunk(answer)),
  ];
}
