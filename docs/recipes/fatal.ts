import { type Format, json, openaiChat, type RetryOptions, SseError } from 'react-event-source';

/** A feed: a message of the type `FatalError` ends it as `failed`, with the server's words. */
export const events = {
  message: json<{ percent: number }>(),
  FatalError: (words: string): never => {
    throw new SseError('server', words);
  },
};

/** An answer: the same, before any format. */
const chat = openaiChat();
const read: Format = (message, answer) =>
  message.type === 'FatalError' ? { type: 'error', error: { message: message.data } } : chat(message, answer);
export const format: Format = Object.assign(read, { endsOnClose: false });

/** Both: a wrong content type is worth another attempt, such as the page of a proxy whose server restarts. */
export const retry: RetryOptions = {
  shouldRetry: (error) => error.isRetryable || error.kind === 'contentType',
};
