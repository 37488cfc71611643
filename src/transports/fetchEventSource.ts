import {
  badRequest,
  type HeadersOption,
  keyOf,
  type RequestOptions,
  type Resolvable,
} from '../protocol/request';
import type { FetchLike, Transport } from '../protocol/transport';
import { exchange } from './shared/exchange';
import { completeWith, traitsOf } from './shared/ownOptions';

export interface FetchEventSourceOptions extends RequestOptions {
  /** A value, or a function (may be async) called afresh for each attempt. */
  headers?: Resolvable<HeadersOption | undefined> | undefined;
  /** In place of the platform's. @default the platform's */
  fetch?: FetchLike | undefined;
  /**
   * Sends the last event id as this query parameter and not as a header, which would cost a cross-origin request a
   * CORS preflight that the native source does not need.
   * @default none: the header `Last-Event-ID`
   */
  lastEventIdParam?: string | undefined;
  /**
   * The longest message, in characters; a longer one closes the connection with an error.
   * @default 33554432
   */
  maxMessageSize?: number | undefined;
}

/**
 * Streams over `fetch`, with any method, headers and body, through `@microsoft/fetch-event-source`.
 *
 * One call of the engine for each attempt: it never retries by itself, and a tab that is hidden changes nothing. The
 * body is read by `eventsource-parser`, which follows the specification to the letter.
 *
 * @throws SseError where it is called with a url
 */
export function fetchEventSource(options: FetchEventSourceOptions = {}): Transport {
  // The engine's own function of this name takes a url; the transport would never be used, and nothing sent.
  if (typeof options === 'string') {
    throw badRequest('fetchEventSource() takes options and no url: it makes the `transport` of a hook.');
  }
  const { fetch, lastEventIdParam, maxMessageSize: limit, ...requestOptions } = options;
  const transport: Transport = (request, sink) =>
    exchange(request, completeWith(requestOptions, lastEventIdParam), sink, { fetch, limit });
  return Object.assign(transport, {
    key: `fetchEventSource ${keyOf(options)}`,
    ...(fetch && { references: [fetch] }),
    ...traitsOf(requestOptions),
  });
}
