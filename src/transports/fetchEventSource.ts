import {
  badRequest,
  type HeadersOption,
  keyOf,
  type RequestOptions,
  type Resolvable,
} from '../protocol/request';
import type { FetchLike, Transport } from '../protocol/transport';
import { completeRequest } from './completeRequest';
import { exchange, MAX_MESSAGE_SIZE } from './exchange';

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
  const {
    fetch: ownFetch,
    lastEventIdParam,
    maxMessageSize: limit = MAX_MESSAGE_SIZE,
    ...requestOptions
  } = options;
  const transport: Transport = (request, sink) => {
    const doFetch = ownFetch ?? request.fetch ?? globalThis.fetch;
    if (!doFetch) throw badRequest('There is no fetch here. Pass one: fetchEventSource({ fetch }).');
    return exchange(request, completeRequest(request, requestOptions, lastEventIdParam), sink, {
      fetch: doFetch,
      limit,
    });
  };
  return Object.assign(transport, {
    key: `fetchEventSource ${keyOf(options)}`,
    platform: 'fetch' as const,
    ...(ownFetch && { references: [ownFetch] }),
    dynamic: typeof requestOptions.headers === 'function' || typeof requestOptions.body === 'function',
    method: requestOptions.method ?? (requestOptions.body == null ? undefined : 'POST'),
  });
}
