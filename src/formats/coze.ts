import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Data {
  type?: string;
  content?: string;
  reasoning_content?: string;
  status?: string;
  usage?: object;
  last_error?: object;
  required_action?: {
    submit_tool_outputs?: {
      tool_calls?: { id?: string; function?: { name?: string; arguments?: string } }[];
    };
  };
}

const EVENTS = /^(conversation\.|done$|[A-Z])/;

/** Coze's chat (version 3) and workflows. */
export const coze = (): Format =>
  jsonFormat<Data>({
    formatName: 'coze',
    types: EVENTS,
    knows: (_, { type }) => EVENTS.test(type),
    read(data, { type }, { text }): Delta | Delta[] | undefined {
      if (type === 'done') return { type };
      const chat = type.match(/^conversation\.chat\.(.*)/)?.[1];
      // A message that did not come in pieces is whole when it is completed.
      if (type === 'conversation.message.delta' || (type === 'conversation.message.completed' && !text))
        return data.type === 'answer'
          ? [
              { type: 'reasoning', delta: data.reasoning_content },
              { type: 'text', delta: data.content },
            ]
          : undefined;
      if (type === 'Message') return { type: 'text', delta: data.content };
      if (/^error$/i.test(type)) return readError(data);
      if (type === 'Interrupt') return { type: 'meta', finishReason: type };
      if (type === 'Done') return [{ type: 'meta', finishReason: type }, { type: 'done' }];
      if (!chat || /^(created|in_progress)$/.test(chat)) return undefined;
      const calls = data.required_action?.submit_tool_outputs?.tool_calls ?? [];
      return [
        ...calls.map(({ id, function: called }): Delta => ({
          type: 'toolCall',
          id,
          name: called?.name,
          value: called?.arguments,
          done: true,
        })),
        { type: 'meta', finishReason: data.status, usage: data.usage },
        ...(chat === 'failed' ? [readError(data.last_error ?? {})] : []),
      ];
    },
  });
