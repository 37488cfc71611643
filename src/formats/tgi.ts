import type { Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';

interface Event {
  token?: { text?: string; special?: boolean };
  details?: { finish_reason?: string; generated_tokens?: number } | null;
  generated_text?: string | null;
}

/** `/generate_stream` of Hugging Face's text-generation-inference; its chat route speaks `openaiChat`. */
export const tgi = (): Format =>
  jsonFormat<Event>({
    formatName: 'tgi',
    knows: ({ token }) => token,
    read: ({ token, details, generated_text }): Deltas => [
      { type: 'text', delta: token?.special ? '' : token?.text },
      details && {
        type: 'meta',
        finishReason: details.finish_reason,
        usage: { generated_tokens: details.generated_tokens },
      },
      (details || typeof generated_text === 'string') && { type: 'done' },
    ],
  });
