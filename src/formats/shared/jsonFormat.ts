import type { Answer } from '../../answer/answer';
import { type Change, ForeignMessage, type Format } from '../../answer/format';
import type { SseMessage } from '../../protocol/message';
import { readError } from './readError';

/** Changes in their order; what is missing among them changes nothing. */
export type Deltas = Extract<Change, readonly unknown[]>;

/** A wire whose messages are JSON objects. */
interface JsonWire<Event> {
  readonly formatName: string;
  readonly framing?: 'lines';
  readonly endsOnClose?: boolean;
  /** The names that it gives to its events, where it names them: their data has to be JSON. */
  readonly types?: RegExp;
  /** Whether an object is of this wire. */
  readonly knows: (event: Event, message: SseMessage) => unknown;
  readonly read: (event: Event, message: SseMessage, answer: Answer) => Change;
}

/** Names of messages that only keep a connection alive. */
export const KEEP_ALIVE = /^(ping|heart-?beat|keep-?alive)$/i;

/**
 * What all JSON formats have in common: blank data is no message, `[DONE]` is the end, an object with an `error`, or
 * of the type `error`, that the wire does not know is an error with its words, and so is `event: error`. What cannot be read is passed over in
 * a message with a foreign name, and ends the run in any other.
 */
export function jsonFormat<Event extends object>({ types, knows, read, ...rest }: JsonWire<Event>): Format {
  const format = (message: SseMessage, answer: Answer): Change => {
    const { type } = message;
    const data = message.data.trim();
    if (!data || KEEP_ALIVE.test(type)) return undefined;
    // Coze has it in quotes.
    if (/^"?\[DONE]"?$/i.test(data)) return { type: 'done' };
    const isError = type === 'error';
    const isOwn = type === 'message' || types?.test(type);
    let event: (Event & { error?: unknown; type?: unknown }) | undefined;
    try {
      event = JSON.parse(data) as Event;
    } catch (cause) {
      if (isOwn) throw cause;
    }
    const isObject = Object(event) === event;
    if (isObject && knows(event!, message)) return read(event!, message, answer);
    if (isError || event?.error || event?.type === 'error') return readError(event ?? data);
    throw new (isOwn && !isObject ? TypeError : ForeignMessage)('unknown message');
  };
  return Object.assign(format, { endsOnClose: false }, rest);
}
