import type { Delta, Format } from '../answer/format';
import { readObject } from './shared/readObject';
import type { SseMessage } from '../protocol/message';

interface Event {
  token?: { text?: string; special?: boolean };
  details?: { finish_reason?: string; generated_tokens?: number } | null;
  generated_text?: string | null;
  error?: string;
  error_type?: string;
}

/** `/generate_stream` of Hugging Face's text-generation-inference; its chat route speaks `openaiChat`. */
export const tgi = (): Format =>
  Object.assign(
    ({ data }: SseMessage): Delta | Delta[] => {
      const {
        token,
        details,
        generated_text,
        error: message,
        error_type: code,
      } = readObject<Event>(data, 'token', 'error');
      if (message) return { type: 'error', error: { message, code } };
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
    { formatName: 'tgi', endsOnClose: false },
  );
