import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

type Content = string | Block[] | null;

interface Block {
  text?: string;
  thinking?: string;
  reasoning?: string;
}

interface ToolCall {
  index?: number;
  id?: string;
  name?: string;
  args?: object | string;
}

interface Message {
  type?: string;
  id?: string;
  content?: Content;
  additional_kwargs?: { reasoning_content?: string };
  tool_calls?: ToolCall[];
  tool_call_chunks?: ToolCall[];
  response_metadata?: { finish_reason?: string; stop_reason?: string };
  usage_metadata?: object | null;
}

/**
 * LangGraph's platform, stream modes `messages` (whole messages so far) and `messages-tuple` (what is new), of the
 * graph and its subgraphs. Tools run in the graph: their calls are in `parts` only. The wire has no end of its own:
 * a clean close counts as one if the model gave a finish reason.
 */
export const langGraph = (): Format =>
  jsonFormat<Message[] & { type?: string }>({
    formatName: 'langGraph',
    types: /^(messages|metadata|error)\b/,
    knows: (value, { type }) => type !== 'message' && value.type !== type,
    read(value, { type }): Delta | Delta[] | undefined {
      const mode = type.split('|')[0]!;
      if (mode === 'error') return readError(value);
      // What stands beside a message in a tuple has no type, and is passed over.
      return /^messages(\/[pc]|$)/.test(mode)
        ? value.flatMap((message) => readMessage(message, mode !== 'messages'))
        : undefined;
    },
  });

function readMessage(message: Message, whole: boolean): Delta[] {
  const { type, id: key, content } = message;
  if (!/^ai/i.test(type!)) return [];
  const blocks: Block[] = typeof content === 'string' ? [{ text: content }] : (content ?? []);
  const write = (channel: 'reasoning' | 'text', texts: (string | undefined)[]): Delta => {
    const value = texts.join('');
    return { type: whole && value ? 'replace' : channel, channel, key, delta: value, value };
  };
  const { finish_reason, stop_reason = finish_reason } = message.response_metadata ?? {};
  const calls = (whole ? message.tool_calls : message.tool_call_chunks) ?? [];
  return [
    write('reasoning', [
      message.additional_kwargs?.reasoning_content,
      ...blocks.map(({ thinking, reasoning }) => thinking ?? reasoning),
    ]),
    write(
      'text',
      blocks.map(({ text }) => text),
    ),
    ...calls.map(({ index, id, name, args }): Delta => {
      const written = whole ? { value: JSON.stringify(args) } : { delta: args as string };
      return { type: 'toolCall', key: index ?? id, id, name, server: true, ...written };
    }),
    {
      type: 'meta',
      finishReason: stop_reason,
      usage: message.usage_metadata,
    },
  ];
}
