import type { Answer } from '../answer/answer';
import type { AnswerError, Change, Delta, Format } from '../answer/format';
import { readObject } from './shared/readObject';
import type { SseMessage } from '../protocol/message';

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
  promptFeedback?: { blockReason?: string };
  usageMetadata?: object;
  error?: AnswerError;
}

/** Options of {@link gemini}. */
export interface GeminiOptions {
  /** How arguments that come piece by piece are put together: `geminiPartialArgs`. Without it they are an error. */
  partialArgs?: ((json: string, args: PartialArg[]) => string) | undefined;
}

/**
 * Gemini's and Vertex' `streamGenerateContent?alt=sse`, its first candidate. A prompt that was blocked is `done`
 * with an empty text.
 */
export const gemini = ({ partialArgs }: GeminiOptions = {}): Format =>
  Object.assign(
    ({ data }: SseMessage, { parts }: Answer): Change => {
      const response = readObject<Response>(data, 'candidates', 'promptFeedback', 'usageMetadata', 'error');
      const candidate = response.candidates?.find(({ index }) => !index);
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
        { type: 'meta', finishReason: candidate?.finishReason, usage: response.usageMetadata },
        response.error && { type: 'error', error: response.error },
        response.promptFeedback?.blockReason && { type: 'done' },
      ];
    },
    { formatName: 'gemini', endsOnClose: false },
  );
