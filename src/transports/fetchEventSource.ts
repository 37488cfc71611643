import { fetchEventSource as engine } from '@microsoft/fetch-event-source';
import { noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import {
  badRequest,
  withoutUndefined,
  keyOf,
  type HeadersOption,
  type RequestOptions,
  type Resolvable,
  resolveInit,
  withLastEventId,
} from '../protocol/request';
import type { FetchLike, SseRequest, Transport } from '../protocol/transport';
import { readBody } from './body';
import { openBody } from './response';

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

/** 32 Mi characters: far above any sane event, far below what ends a page. */
const MAX_MESSAGE_SIZE = 2 ** 25;

/**
 * [spec] The id goes out as UTF-8, and a header value holds one byte in each character.
 *
 * [NON-SPEC] An id that HTTP does not allow in a header (control characters), or that servers refuse as too large, is
 * not sent: with it, every further attempt would fail.
 */
function resumeHeader(id: string): Record<string, string> | undefined {
  const value = Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join('');
  return /^[\t\x20-\x7e\x80-\xff]{1,4096}$/.test(value) ? { 'last-event-id': value } : undefined;
}

/** The request's own options and the transport's: the latter win, headers by name. */
async function complete(request: SseRequest, options: RequestOptions, idParam?: string): Promise<SseRequest> {
  const { headers, method, ...init } = request.init;
  // A body of the transport's own makes a POST of the run's GET.
  const inherited = method && options.body == null ? { method } : undefined;
  const own = await resolveInit({
    cache: 'no-store',
    ...withoutUndefined(init),
    ...inherited,
    ...withoutUndefined(options),
  });
  const { lastEventId, framing } = request;
  const accept = framing === 'lines' ? 'application/x-ndjson' : 'text/event-stream';
  const resume = idParam ? undefined : resumeHeader(lastEventId);
  return {
    ...request,
    url: withLastEventId(request.url, idParam, lastEventId),
    init: { ...own, headers: { accept, ...headers, ...own.headers, ...resume } },
  };
}

/**
 * One call of the engine: it builds the request and ends when the exchange does, whose outcome is returned. It never
 * retries, and never sees a byte.
 */
const throughEngine = (
  url: string,
  init: SseRequest['init'],
  exchange: (url: string, init: RequestInit) => Promise<void>,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const read = async (init: RequestInit): Promise<{ done: true }> => {
      await exchange(url, init).then(resolve, reject);
      // As it settles, the engine reaches for `window` and `document`: where there is no page, it is left pending.
      if (typeof window !== 'object' || typeof document !== 'object') await new Promise(noop);
      return { done: true };
    };
    void engine(url, {
      ...init,
      openWhenHidden: true,
      fetch: async (_, init = {}) =>
        ({ body: { getReader: () => ({ read: () => read(init) }) } }) as unknown as Response,
      onopen: async () => {},
    });
  });

/**
 * Streams over `fetch`, with any method, headers and body, through `@microsoft/fetch-event-source`.
 *
 * One call of the engine for each attempt: it never retries by itself, and a tab that is hidden changes nothing. The
 * body is read by `eventsource-parser`, which follows the specification to the letter.
 */
export function fetchEventSource(options: FetchEventSourceOptions = {}): Transport {
  const {
    fetch: ownFetch,
    lastEventIdParam,
    maxMessageSize: limit = MAX_MESSAGE_SIZE,
    ...requestOptions
  } = options;
  const transport: Transport = (request, sink) => {
    const doFetch = ownFetch ?? request.fetch ?? globalThis.fetch;
    if (!doFetch) throw badRequest('There is no fetch here. Pass one: fetchEventSource({ fetch }).');
    const attempt = new AbortController();
    const { signal } = attempt;
    const exchange = async (url: string, init: RequestInit): Promise<void> => {
      const response = await doFetch(url, { ...init, signal });
      const body = await openBody(response, request.framing);
      if (signal.aborted) return body?.cancel();
      if (body) {
        sink.open(response);
        await readBody(body, request, sink, { signal, limit });
      }
      if (!signal.aborted) sink.end(!body);
    };
    complete(request, requestOptions, lastEventIdParam)
      .then(({ url, init }) => {
        if (!signal.aborted) return throughEngine(url, init, exchange);
      })
      .catch((error: unknown) => {
        if (signal.aborted) return;
        const isKnown = error instanceof SseError;
        sink.fail(
          isKnown
            ? error
            : new SseError('network', 'The connection could not be made, or was cut.', { cause: error }),
        );
      })
      .finally(() => attempt.abort());
    return () => attempt.abort();
  };
  return Object.assign(transport, {
    key: `fetchEventSource ${keyOf(options)}`,
    dynamic: typeof requestOptions.headers === 'function' || typeof requestOptions.body === 'function',
    method: requestOptions.method ?? (requestOptions.body == null ? undefined : 'POST'),
  });
}
