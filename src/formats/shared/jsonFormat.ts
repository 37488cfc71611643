import type { Answer } from '../../answer/answer';
import { type Change, ForeignMessage, type Format } from '../../answer/format';
import type { SseMessage } from '../../protocol/message';
import { readError, readErrorMessage } from './readError';

/** A wire whose messages are JSON objects. */
interface JsonWire<Event> extends Pick<Format, 'endsOnClose' | 'framing' | 'events'> {
  readonly formatName: string;
  /** The names that it gives to its events, for wires that name them: what has another name is passed over. */
  readonly types?: RegExp;
  /** Whether an object is of this wire: the names of which it has one, or a test. */
  readonly knows: readonly string[] | ((event: Event, message: SseMessage) => unknown);
  readonly read: (event: Event, message: SseMessage, answer: Answer) => Change;
}

/** Names of messages that only keep a connection alive. */
export const KEEP_ALIVE = /^(ping|heart-?beat|keep-?alive)$/i;

/**
 * What all JSON formats have in common: blank data is no message, `[DONE]` is the end, an object with an `error` that
 * the wire does not know is an error with its words, and so is `event: error`. What cannot be read is passed over in
 * a message with a foreign name, and ends the run in any other.
 */
export function jsonFormat<Event extends object>(wire: JsonWire<Event>): Format {
  const { types, knows, read, endsOnClose = false, ...rest } = wire;
  const isKnown = Array.isArray(knows)
    ? (event: Event) => (knows as string[]).some((name) => event[name as keyof Event] !== undefined)
    : (knows as (event: Event, message: SseMessage) => unknown);

  const format = (message: SseMessage, answer: Answer): Change => {
    const { type } = message;
    const data = message.data.trim();
    if (!data || KEEP_ALIVE.test(type)) return undefined;
    // Coze has it in quotes.
    if (/^"?\[DONE]"?$/.test(data)) return { type: 'done' };
    const isError = type === 'error';
    const isOwn = isError || type === 'message' || types?.test(type);
    if (types && !isOwn) throw new ForeignMessage(`unknown event ${type}`);
    let event: Event | undefined;
    try {
      event = JSON.parse(data) as Event;
    } catch (cause) {
      if (isError) return readErrorMessage(data);
      if (isOwn) throw cause;
    }
    if (typeof event !== 'object' || !event) {
      if (isError) return readErrorMessage(data);
      throw new (isOwn ? TypeError : ForeignMessage)('expected an object');
    }
    if (isKnown(event, message)) return read(event, message, answer);
    if (isError || (event as { error?: unknown }).error) return readError(event);
    throw new ForeignMessage('unknown message');
  };
  return Object.assign(format, { ...rest, endsOnClose });
}
