import type { Change, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';
import { readErrorMessage } from './shared/readError';

/** Options of {@link plainText}. */
export interface PlainTextOptions {
  /**
   * The data that ends the answer instead of adding to it; `null` if every message is text.
   * @default '[DONE]'
   */
  end?: string | null | undefined;
}

/**
 * Each message's data is text, as it is. Reads messages without a name, and others only where `events` names them;
 * `event: error` is an error with its words. A clean close ends the answer, as does a message with {@link
 * PlainTextOptions.end}.
 */
export const plainText = ({ end = '[DONE]' }: PlainTextOptions = {}): Format =>
  Object.assign(
    ({ type, data }: SseMessage): Change =>
      type === 'error' ? readErrorMessage(data) : data === end ? { type: 'done' } : data,
    { formatName: 'plainText', events: ['message', 'error'] },
  );
