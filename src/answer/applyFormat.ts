import type { AnswerFold } from './answer';
import { SseError } from '../protocol/error';
import type { Format } from './format';
import type { SseMessage } from '../protocol/message';

const EXCERPT = 200;

/**
 * Lets a format read a message and folds what it made of it. Returns an error of kind `'format'`, with the data in
 * its `body`, where the format threw; what had been folded before is kept.
 */
export function applyFormat(fold: AnswerFold, format: Format, message: SseMessage): SseError | undefined {
  try {
    const read: unknown = format(message, fold.current);
    if (typeof read === 'function')
      throw new TypeError('It is a factory: call it, as in `format: anthropic()`');
    fold.apply(read as ReturnType<Format>);
    return undefined;
  } catch (cause) {
    const { data } = message;
    const name = format.formatName || format.name || 'format';
    const met = data.length > EXCERPT ? `${data.slice(0, EXCERPT)}…` : data;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new SseError('format', `${name} could not read the message ${JSON.stringify(met)}: ${reason}`, {
      body: data,
      cause,
    });
  }
}
