import type { Change, Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface PartialArg {
  readonly jsonPath: string;
}

interface Call {
  id?: string;
  name?: string;
  args?: object | null;
  partialArgs?: PartialArg[];
  willContinue?: boolean;
}

interface Response {
  candidates?: {
    index?: number;
    content?: { parts?: { text?: string; thought?: boolean; functionCall?: Call }[] };
    finishReason?: string;
  }[];
  promptFeedback?: { blockReason?: string; blockReasonMessage?: string };
  usageMetadata?: object;
  error?: object;
}

/** Options of {@link gemini}. */
export interface GeminiOptions {
  /** How arguments that come piece by piece are put together: `geminiPartialArgs`. Without it they are an error. */
  partialArgs?: ((json: string, args: PartialArg[]) => string) | undefined;
}

/**
 * Gemini's and Vertex' `streamGenerateContent?alt=sse`, its first candidate. A prompt that was blocked is `done`
 * with an empty text; `finishReason` says why it was blocked.
 */
export const gemini = ({ partialArgs }: GeminiOptions = {}): Format =>
  jsonFormat<Response>({
    formatName: 'gemini',
    knows: ['candidates', 'promptFeedback', 'usageMetadata'],
    read(response, _, { parts }): Change {
      const candidate = response.candidates?.find(({ index }) => !index);
      const blocked = response.promptFeedback;
      const last = parts.at(-1);
      let value = last?.type === 'toolCall' ? last.arguments : '';
      return [
        ...(candidate?.content?.parts ?? []).map(({ thought, text, functionCall: call }): Delta => {
          if (!call) return { type: thought ? 'reasoning' : 'text', delta: text };
          const { id, name, willContinue } = call;
          if (name) value = '';
          if (call.partialArgs) value = partialArgs!(value, call.partialArgs);
          if (!willContinue) value ||= JSON.stringify(call.args ?? {});
          return { type: 'toolCall', id, name, value, done: !willContinue };
        }),
        {
          type: 'meta',
          finishReason: candidate?.finishReason ?? blocked?.blockReason,
          detail: blocked?.blockReasonMessage,
          usage: response.usageMetadata,
        },
        response.error && readError(response),
        blocked?.blockReason && { type: 'done' },
      ];
    },
  });
