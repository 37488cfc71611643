import type { Answer } from '../answer/answer';
import type { Change, Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { isProtocol, type ProtocolEvent, readProtocol } from './shared/langGraphProtocol';

type Content = string | Block[] | null;

interface Block {
  text?: string;
  thinking?: string;
  reasoning?: string;
  reasoning_content?: { text?: string };
  summary?: { text?: string }[];
  annotations?: { url?: string; title?: string }[];
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
  tool_call_id?: string;
  status?: string;
  additional_kwargs?: { reasoning_content?: string };
  tool_calls?: ToolCall[];
  tool_call_chunks?: ToolCall[];
  response_metadata?: { finish_reason?: string; stop_reason?: string; model_name?: string };
  usage_metadata?: object | null;
}

interface Interrupt {
  id?: string;
  value?: unknown;
}

type Event = Message[] & ProtocolEvent & { run_id?: string; attempt?: number; __interrupt__?: Interrupt[] };

/**
 * LangGraph's platform: stream modes `messages` (whole messages so far) and `messages-tuple` (what is new), of the
 * graph and its subgraphs, and version 2 of its protocol. Tools run in the graph: their calls are in `parts` only.
 * Interrupts are in `approvals`. The modes have no end of their own: a clean close counts as one if the model gave a
 * finish reason.
 */
export const langGraph = (): Format =>
  jsonFormat<Event>({
    formatName: 'langGraph',
    types: /^(messages|metadata)\b/,
    knows: (value, { type }) => isProtocol(value) || /^(messages|metadata|updates|values)\b/.test(type),
    read(value, { type }, answer: Answer): Change {
      if (isProtocol(value)) return readProtocol(value, answer);
      const [mode = ''] = type.split('|');
      // LangServe has such a message, too, without a count of attempts.
      if (mode === 'metadata') return value.attempt ? { type: 'meta', id: value.run_id } : undefined;
      // What stands beside a message in a tuple has no type, and is passed over.
      if (/^messages(\/[pc]|$)/.test(mode))
        return value.flatMap((message) => readMessage(message, mode !== 'messages'));
      return value.__interrupt__?.map(({ id = '', value: asked }) => ({
        type: 'approval',
        key: id,
        id,
        name: 'interrupt',
        arguments: JSON.stringify(asked),
      }));
    },
  });

function readMessage(message: Message, whole: boolean): Delta[] {
  const { type = '', id: key, content, tool_call_id: called, response_metadata: about } = message;
  if (/^tool/i.test(type) && called)
    return [{ type: 'toolResult', key, id: called, value: content, isError: message.status === 'error' }];
  if (!/^ai/i.test(type)) return [];
  const blocks: Block[] = typeof content === 'string' ? [{ text: content }] : (content ?? []);
  const write = (channel: 'reasoning' | 'text', texts: (string | undefined)[]): Delta => {
    const value = texts.join('');
    return { type: whole && value ? 'replace' : channel, channel, key, delta: value, value };
  };
  const { finish_reason, stop_reason = finish_reason, model_name: model } = about ?? {};
  const calls = (whole ? message.tool_calls : message.tool_call_chunks) ?? [];
  return [
    write('reasoning', [
      message.additional_kwargs?.reasoning_content,
      ...blocks.flatMap((block) => [
        block.thinking ?? block.reasoning ?? block.reasoning_content?.text,
        ...(block.summary ?? []).map(({ text }) => text),
      ]),
    ]),
    write(
      'text',
      blocks.map(({ text }) => text),
    ),
    ...blocks.flatMap(({ annotations }) =>
      (annotations ?? []).map(({ url, title }, i): Delta => ({
        type: 'source',
        key: `${key}.${i}`,
        url,
        title,
      })),
    ),
    ...calls.map(({ index, id, name, args }): Delta => {
      const written = whole ? { value: JSON.stringify(args) } : { delta: args as string };
      return { type: 'toolCall', key: index ?? id, id, name, server: true, ...written };
    }),
    { type: 'meta', model, finishReason: stop_reason, usage: message.usage_metadata },
  ];
}
