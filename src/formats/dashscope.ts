import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

type Content = string | { text?: string }[] | null | undefined;

interface Result {
  output?: {
    search_info?: { search_results?: { index?: number; url?: string; title?: string }[] | null } | null;
    text?: Content;
    finish_reason?: string | null;
    choices?: {
      message?: {
        content?: Content;
        reasoning_content?: string | null;
        tool_calls?: { index?: number; id?: string; function?: { name?: string; arguments?: string } }[];
      };
      finish_reason?: string | null;
    }[];
  };
  usage?: object;
  code?: string;
}

/** Options of {@link dashscope}. */
export interface DashscopeOptions {
  /**
   * What the request says in `incremental_output`: whether each message carries what is new instead of all so far.
   * @default false
   */
  incremental?: boolean | undefined;
}

/** DashScope's own protocol (Qwen, Tongyi). For its OpenAI-compatible one take `openaiChat`. */
export const dashscope = ({ incremental = false }: DashscopeOptions = {}): Format =>
  jsonFormat<Result>({
    formatName: 'dashscope',
    types: /^result$/,
    knows: ({ output, code }) => output ?? code,
    read(result): Delta | Delta[] {
      const { output, usage, code } = result;
      if (code) return readError(result);
      const { message, finish_reason } = output?.choices?.[0] ?? {};
      const reason = finish_reason ?? output?.finish_reason;
      const write = (channel: 'text' | 'reasoning', content: Content): Delta[] => {
        const value =
          typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('');
        if (!value || incremental) return [{ type: channel, delta: value }];
        return [{ type: 'replace', channel, value }];
      };
      return [
        ...write('reasoning', message?.reasoning_content),
        ...write('text', message?.content ?? output?.text),
        ...(message?.tool_calls ?? []).map(({ index: key, id, function: called }): Delta => {
          const args = called?.arguments;
          return {
            type: 'toolCall',
            key: key ?? 0,
            id,
            name: called?.name,
            [incremental ? 'delta' : 'value']: args,
          };
        }),
        ...(output?.search_info?.search_results ?? []).map(({ index: key, url, title }): Delta => ({
          type: 'source',
          key,
          url,
          title,
        })),
        // Before the end the reason is "null", in quotes.
        { type: 'meta', finishReason: reason === 'null' ? '' : reason, usage },
      ];
    },
  });
