import type { Answer, Format, SseMessage } from 'react-event-source';

/** For servers that send the whole text so far in each message. */
export const growing = (format: Format): Format =>
  Object.assign((message: SseMessage, answer: Answer) => {
    const change = format(message, answer);
    return change && typeof change === 'string'
      ? ({ type: 'replace', channel: 'text', value: change } as const)
      : change;
  }, format);
