import type { Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Event {
  model_id?: string;
  results?: {
    generated_text?: string;
    generated_token_count?: number;
    input_token_count?: number;
    stop_reason?: string;
  }[];
}

/** watsonx.ai's `text/generation_stream`; its `text/chat_stream` speaks `openaiChat`. */
export const watsonx = (): Format =>
  jsonFormat<Event>({
    formatName: 'watsonx',
    knows: ({ results, ...rest }) => results ?? (rest as { errors?: unknown }).errors,
    read(event): Deltas {
      const [result] = event.results ?? [];
      if (!result) return [readError(event)];
      const { stop_reason: reason, generated_text, input_token_count, generated_token_count } = result;
      const ends = reason && !/^not_finished$/i.test(reason);
      return [
        { type: 'text', delta: generated_text },
        {
          type: 'meta',
          model: event.model_id,
          // Only the first event counts the input.
          usage: { generated_token_count, input_token_count: input_token_count || null },
          finishReason: ends ? reason : null,
        },
        ends && (reason === 'error' ? readError(event) : { type: 'done' }),
      ];
    },
  });
