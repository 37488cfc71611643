import type { Answer } from '../../answer/answer';
import type { Change } from '../../answer/format';
import type { Deltas } from './jsonFormat';
import { readError } from './readError';

interface Block {
  type?: string;
  text?: string;
  reasoning?: string;
  thinking?: string;
  id?: string;
  name?: string;
  args?: unknown;
  /** What is new in a call. */
  fields?: Block;
}

/** An event of LangGraph's protocol, version 2. */
export interface ProtocolEvent {
  type?: string;
  method?: string;
  params?: {
    namespace?: string[];
    data?: {
      event?: string;
      id?: string;
      run_id?: string;
      role?: string;
      tool_call_id?: string;
      index?: number;
      content?: Block;
      delta?: Block;
      reason?: string;
      usage?: object;
      error?: unknown;
    };
  };
}

/** Whether a message is of version 2. */
export const isProtocol = ({ type, method, params }: ProtocolEvent): boolean =>
  type === 'event' && !!method && !!params;

/** Reads an event of version 2: the messages of models and tools, and the life of the graph. */
export function readProtocol({ method, params }: ProtocolEvent, { parts }: Answer): Change {
  const { event, id, run_id: run, index, content, delta, tool_call_id, ...data } = params?.data ?? {};
  if (method === 'lifecycle' && !params?.namespace?.length) {
    if (event === 'completed') return { type: 'done' };
    return event === 'failed' ? readError(params?.data) : undefined;
  }
  if (method !== 'messages') return undefined;
  const key = `${run}.${index}`;
  if (event === 'message-start')
    return tool_call_id
      ? { type: 'toolResult', key: run, id: tool_call_id, value: '' }
      : { type: 'meta', id };
  const result = parts.find((part) => part.type === 'toolResult' && part.key === run);
  if (result)
    return event === 'content-block-finish' && content?.text !== undefined
      ? { type: 'toolResult', key: run, id: (result as { id: string }).id, value: content.text }
      : undefined;
  if (event === 'content-block-delta') return readBlock(delta?.fields ?? delta ?? {}, key);
  if (event === 'content-block-finish') return readWhole(content ?? {}, key);
  return { type: 'meta', finishReason: data.reason, usage: data.usage };
}

function readBlock({ text, reasoning, thinking, id, name, args }: Block, key: string): Deltas {
  return [
    { type: 'reasoning', key, delta: reasoning ?? thinking },
    { type: 'text', key, delta: text },
    name && { type: 'toolCall', key, id, name, value: args as string, server: true },
  ];
}

function readWhole({ text, reasoning, thinking, id, name, args }: Block, key: string): Deltas {
  const thought = reasoning ?? thinking;
  const value = typeof args === 'object' ? JSON.stringify(args) : (args as string);
  return [
    thought && { type: 'replace', channel: 'reasoning', key, value: thought },
    text && { type: 'replace', channel: 'text', key, value: text },
    name && { type: 'toolCall', key, id, name, value, done: true, server: true },
  ];
}
