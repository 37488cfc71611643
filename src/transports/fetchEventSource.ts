import { fetchEventSource as engine } from '@microsoft/fetch-event-source';
import { noop } from '../core/callbacks';
import { SseError } from '../core/error';
import {
  badRequest,
  type HeadersOption,
  type RequestOptions,
  type Resolvable,
  resolveInit,
  withLastEventId,
} from '../core/request';
import type { FetchLike, SseRequest, SseSink, Transport } from '../core/transport';
import { readBody } from './body';
import { openBody } from './response';

export interface FetchEventSourceOptions extends RequestOptions {
  /** A value, or a function (may be async) called afresh for each attempt. */
  headers?: Resolvable<HeadersOption | undefined> | undefined;
  /** @default the platform's */
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

/** [spec] The id goes out as UTF-8, and a header value holds one byte in each character. */
const utf8Header = (id: string): string => String.fromCharCode(...new TextEncoder().encode(id));

/** Kind and plain options: functions are read afresh, so that one is as good as another. */
function transportKey(options: FetchEventSourceOptions): string {
  try {
    const plain = (_: string, value: unknown): unknown =>
      typeof value === 'function' ? 'function' : value instanceof Headers ? [...value] : value;
    return `fetchEventSource ${JSON.stringify(options, plain)}`;
  } catch {
    // What cannot be serialised is told when it is sent.
    return 'fetchEventSource';
  }
}

/** The request's own options and the transport's: the latter win, headers by name. */
async function complete(request: SseRequest, options: RequestOptions, idParam?: string): Promise<SseRequest> {
  const { headers, method, ...init } = request.init;
  // A body of the transport's own makes a POST of the run's GET.
  const inherited = method && options.body == null ? { method } : undefined;
  const own = await resolveInit({ ...init, ...inherited, ...options });
  const { lastEventId, framing } = request;
  const accept = framing === 'lines' ? 'application/x-ndjson' : 'text/event-stream';
  const resume = lastEventId && !idParam ? { 'last-event-id': utf8Header(lastEventId) } : undefined;
  return {
    ...request,
    url: withLastEventId(request.url, idParam, lastEventId),
    init: { ...own, cache: 'no-store', headers: { accept, ...headers, ...own.headers, ...resume } },
  };
}

/**
 * Makes the request and hands the engine a body that is read by us. The engine builds the request, carries the abort
 * and ends the attempt; it never retries, and never sees a byte.
 */
function attemptOnce(
  { request, doFetch, limit }: { request: SseRequest; doFetch: FetchLike; limit: number },
  sink: SseSink,
  attempt: AbortController,
): void {
  const { signal } = attempt;
  // When it settles, the engine reaches for `window` and `document`: where there is no page, it is left pending.
  const inPage = typeof window === 'object' && typeof document === 'object';
  const settled = <T>(value: T): T | Promise<T> => (inPage ? value : new Promise<T>(noop));
  const failed = (error: unknown): Promise<never> => {
    if (!signal.aborted) {
      sink.fail(
        error instanceof SseError
          ? error
          : new SseError('network', 'The connection failed. See `cause` for what the platform says.', { cause: error }),
      );
      attempt.abort();
    }
    return Promise.resolve(settled(undefined)).then(() => Promise.reject(error));
  };
  const pump = async (body: ReadableStream<Uint8Array> | null): Promise<{ done: true }> => {
    try {
      if (body) await readBody(body, request, sink, { signal, limit });
    } catch (error) {
      return failed(error);
    }
    if (!signal.aborted) sink.end(!body);
    return settled({ done: true });
  };
  engine(request.url, {
    ...request.init,
    openWhenHidden: true,
    ...(inPage ? { signal } : undefined),
    async fetch(_, init) {
      try {
        const response = await doFetch(request.url, { ...init, signal });
        const body = await openBody(response, request.framing);
        if (body && !signal.aborted) sink.open(response);
        return { body: { getReader: () => ({ read: () => pump(body) }) } } as unknown as Response;
      } catch (error) {
        return failed(error);
      }
    },
    onopen: async () => {},
    onerror(error) {
      throw error;
    },
  }).catch(noop);
}

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
    const attempt = new AbortController();
    const doFetch = request.fetch ?? ownFetch ?? globalThis.fetch;
    if (!doFetch) {
      throw badRequest('This environment has no fetch. Pass one: the option `fetch`, or fetchEventSource({ fetch }).');
    }
    complete(request, requestOptions, lastEventIdParam).then(
      (completed) => {
        if (!attempt.signal.aborted) attemptOnce({ request: completed, doFetch, limit }, sink, attempt);
      },
      (error: unknown) =>
        sink.fail(
          error instanceof SseError
            ? error
            : new SseError('network', 'The headers or body of the request could not be made.', { cause: error }),
        ),
    );
    return () => attempt.abort();
  };
  return Object.assign(transport, {
    key: transportKey(options),
    dynamic: typeof requestOptions.headers === 'function' || typeof requestOptions.body === 'function',
    method: requestOptions.method ?? (requestOptions.body == null ? undefined : 'POST'),
  });
}
