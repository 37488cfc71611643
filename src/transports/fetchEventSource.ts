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
import { throughEngine } from './engine';
import { providerMessage } from './httpError';
import { watchPolicy } from './policy';
import { openBody } from './response';
import { knownError } from './thrownError';

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
  // Half a surrogate pair has no UTF-8.
  if (/\p{Surrogate}/u.test(id)) return undefined;
  const value = encodeURIComponent(id).replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return /^[\t\x20-\x7e\x80-\xff]{1,4096}$/.test(value) ? { 'last-event-id': value } : undefined;
}

const NO_CACHE = { 'cache-control': 'no-cache' };

/** Streams that have been sent as a body: used up, whatever came of the request. */
const sentStreams = new WeakSet<object>();

/** A stream can be sent only once. @throws SseError the second time */
function sendOnce(body: unknown): void {
  if (typeof body !== 'object' || !body || !('getReader' in body || Symbol.asyncIterator in body)) return;
  if (sentStreams.has(body)) {
    throw badRequest(
      'The body is a stream, which can be sent only once. Pass a function that makes a new one.',
    );
  }
  sentStreams.add(body);
}

/** The request's own options and the transport's: the latter win, headers by name. */
async function complete(request: SseRequest, options: RequestOptions, idParam?: string): Promise<SseRequest> {
  const { headers, method, ...init } = request.init;
  // A body of the transport's own makes a POST of the run's GET.
  const inherited = method && options.body == null ? { method } : undefined;
  // Cloudflare Workers know no `cache`, and outside a page the header costs no preflight.
  const isPage = typeof document === 'object';
  const own = await resolveInit({
    ...(isPage && { cache: 'no-store' }),
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
    init: { ...own, headers: { accept, ...(isPage ? {} : NO_CACHE), ...headers, ...own.headers, ...resume } },
  };
}

const wordsOf = (text: string): string =>
  providerMessage(text) ?? 'The stream held text that is no event stream.';

/** The error of a stream that held other text, and no message. */
const strayError = (text: string): SseError => new SseError('server', wordsOf(text), { body: text });

/** The error of a request that got no response, or whose connection broke, and what may be the reason. */
function networkError(cause: unknown, request: SseRequest, hint: string): SseError {
  const page = globalThis.location?.origin;
  const isPreflighted =
    request.init.headers?.['last-event-id'] &&
    page?.startsWith('http') &&
    new URL(request.url).origin !== page;
  const preflight = isPreflighted
    ? ' A server of another origin must allow the header Last-Event-ID in its CORS preflight; where it does not, set `lastEventIdParam`.'
    : '';
  return new SseError('network', `The connection could not be made, or was cut.${hint}${preflight}`, {
    cause,
  });
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
    const doFetch = ownFetch ?? request.fetch ?? globalThis.fetch;
    if (!doFetch) throw badRequest('There is no fetch here. Pass one: fetchEventSource({ fetch }).');
    /** What `fetch` is given: aborted only where the answer is given up, never after it ended well. */
    const exchanging = new AbortController();
    /** Aborted where nothing more is to be reported. */
    const attempt = new AbortController();
    const { signal } = attempt;
    const giveUp = (): void => {
      exchanging.abort();
      attempt.abort();
    };
    const policy = watchPolicy();
    let completed = request;
    let isOver = false;
    const exchange = async (url: string, init: RequestInit): Promise<void> => {
      const response = await doFetch(url, { ...init, signal: exchanging.signal });
      const body = await openBody(response, request.framing);
      if (signal.aborted) return body?.cancel();
      if (body) sink.open(response);
      const stray = body ? await readBody(body, request, sink, { signal, limit }) : undefined;
      if (signal.aborted) return;
      if (stray && !stray.isAfterMessages) throw strayError(stray.text);
      isOver = true;
      sink.end(!body, stray && wordsOf(stray.text));
    };
    complete(request, requestOptions, lastEventIdParam)
      .then((ready) => {
        if (signal.aborted) return;
        completed = ready;
        sendOnce(ready.init.body);
        return throughEngine(ready.url, ready.init, exchange);
      })
      .catch(async (thrown: unknown) => {
        const known = await knownError(thrown);
        if (!known) await policy.settled();
        if (signal.aborted) return;
        sink.fail(known ?? networkError(thrown, completed, policy.hint()));
        // Whatever the connection is still doing is in vain.
        giveUp();
      })
      .finally(() => policy.stop());
    return (isFinished = false) => {
      policy.stop();
      if (isOver) return;
      // To cancel the body, which `readBody` does, closes the connection as well.
      if (isFinished) attempt.abort();
      else giveUp();
    };
  };
  return Object.assign(transport, {
    key: `fetchEventSource ${keyOf(options)}`,
    platform: 'fetch' as const,
    ...(ownFetch && { references: [ownFetch] }),
    dynamic: typeof requestOptions.headers === 'function' || typeof requestOptions.body === 'function',
    method: requestOptions.method ?? (requestOptions.body == null ? undefined : 'POST'),
  });
}
