import type { Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

interface ProviderError {
  code?: number;
  msg?: string;
  error_code?: number;
  error_message?: string;
}

interface Data extends ProviderError {
  type?: string;
  content?: string;
  reasoning_content?: string;
  status?: string;
  usage?: object;
  last_error?: ProviderError;
  required_action?: {
    submit_tool_outputs?: {
      tool_calls?: { id?: string; function?: { name?: string; arguments?: string } }[];
    };
  };
}

/** Coze's chat (version 3) and workflows. */
export const coze = (): Format =>
  Object.assign(
    ({ type, data: json }: SseMessage): Delta | Delta[] | undefined => {
      // The data of an end is `"[DONE]"` in quotes, or an object.
      if (type === 'done') return { type };
      const data = JSON.parse(json) as Data;
      const chat = type.match(/^conversation\.chat\.(.*)/)?.[1];
      if (typeof data !== 'object' || !/^(conversation\.|error$|ping$|[A-Z])/.test(type))
        throw new TypeError('unknown event');
      if (type === 'conversation.message.delta')
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
    { formatName: 'coze', endsOnClose: false },
  );

const readError = ({ code, msg, error_code, error_message }: ProviderError): Delta => ({
  type: 'error',
  error: { message: msg ?? error_message ?? 'error', code: code ?? error_code },
});
