// The door without React: the same engine, transports and formats, for Node, Workers and other bindings.
import { createConnection as connect } from '../feed/connection';
import type { Connection, ConnectionOptions } from '../feed/connectionOptions';
import type { EventsOption, MessageOf } from '../feed/decode';
import type { RunOptions } from '../run/options';
import { iterateMessages, type MessagesOptions } from '../run/messages';
import type { SseMessage } from '../protocol/message';
import { createRun as run, type Run } from '../run/run';
import { plainText } from '../formats/plainText';
import { eventSource } from '../transports/eventSource';
import { fetchEventSource } from '../transports/fetchEventSource';

/**
 * A lasting subscription to a feed, over the platform's `EventSource` unless the options name another transport. It
 * connects on `open()`.
 */
export const createConnection = <const Events extends EventsOption, State = undefined>(
  options: ConnectionOptions<Events, State>,
): Connection<MessageOf<Events>, State> => connect(options, eventSource());

/** Asks for one answer at a time, over `fetch` unless the options name another transport. */
export const createRun = (options: RunOptions = {}): Run =>
  run(options, { transport: fetchEventSource(), format: plainText() });

/**
 * The messages of one stream as an async iterator, over `fetch` unless the options name another transport. The body
 * is read no faster than the loop takes messages; leaving the loop closes the connection, and so does `signal`. The
 * loop ends with the stream, and throws an `SseError` where it failed.
 *
 * @example
 * import { messages } from 'react-event-source/core';
 *
 * for await (const { type, data } of messages({ url: 'http://127.0.0.1:3000/feed' })) console.log(type, data);
 */
export const messages = (options: MessagesOptions): AsyncIterableIterator<SseMessage> =>
  iterateMessages(options, fetchEventSource());

export { type EncodableMessage, encodeMessage } from '../protocol/encode';
export type { MessagesOptions } from '../run/messages';
export * from './common';
