import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

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
    read({ token, details, generated_text }): Delta[] {
      const deltas: Delta[] = [{ type: 'text', delta: token?.special ? '' : token?.text }];
      if (details)
        deltas.push({
          type: 'meta',
          finishReason: details.finish_reason,
          usage: { generated_tokens: details.generated_tokens },
        });
      if (details || typeof generated_text === 'string') deltas.push({ type: 'done' });
      return deltas;
    },
  });
