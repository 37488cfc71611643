import { SseError } from '../../protocol/error';
import { badRequest, unknownScheme } from '../../protocol/request';
import type {
  Attempt,
  EventSourceConstructor,
  EventSourceLike,
  SseRequest,
  SseSink,
  Transport,
} from '../../protocol/transport';
import { watchPolicy } from './policy';

/**
 * One attempt over a source.
 *
 * @param Replacement in place of the platform's class
 */
export function openSource(
  request: SseRequest,
  sink: SseSink,
  Replacement: EventSourceConstructor | undefined = request.EventSource,
): Attempt {
  const Source = Replacement ?? globalThis.EventSource;
  if (!Source) {
    throw badRequest(
      'There is no EventSource here. Pass eventSource({ EventSource }), or use fetchEventSource().',
    );
  }
  const { method = 'GET', body, credentials, headers = {} } = request.init;
  if (method !== 'GET' || body != null) throw badRequest('EventSource can only GET. Use fetchEventSource().');
  const source = new Source(request.url, {
    withCredentials: credentials === 'include',
    // The platform's own class takes no headers; many in its place do.
    ...(Replacement && Object.keys(headers).length > 0 && { headers }),
  });
  const policy = watchPolicy();
  const listen = listenTo(source, request, sink, policy.hint);
  listen(request.events ?? ['message']);
  const close = (): void => {
    policy.stop();
    source.close();
    // [NON-SPEC] WebKit revives a source that is closed while its page comes out of the back/forward cache.
    setTimeout(() => source.close());
  };
  return Object.assign(close, { listen, isAlive: () => source.readyState !== 2 });
}

/** `eventSource()` where nobody has named it: its options, and what they cost, are left out. */
export const nativeSource: Transport = /* @__PURE__ */ Object.assign<Transport, Partial<Transport>>(
  (request, sink) => openSource(request, sink),
  { key: 'eventSource ', platform: 'EventSource' },
);

/** Listens to the source's own events, and returns what listens for more. */
function listenTo(
  source: EventSourceLike,
  { url, lastEventId: resumedAfter }: SseRequest,
  sink: SseSink,
  hint: () => string,
): (events: readonly string[]) => void {
  const names = new Set<string>();
  let sourceId = '';
  let id = resumedAfter;
  let isFirstAfterBreak = false;
  let hasOnlyOwnIds = true;
  /** By the name that was listened for: old polyfills call every event `message`. */
  const message = (type: string, event: MessageEvent): void => {
    // Old ones have null for empty data, and for no id.
    const { data, lastEventId: newest } = event as { data?: string | null; lastEventId?: string | null };
    const lastEventId = newest ?? '';
    // The browser hides the `id:` line: one that changes nothing is taken for none. A new source knows no id yet.
    let ownId = lastEventId !== sourceId;
    // Where every message had an id, the first one after a break has one too: a server may repeat the last message.
    if (!ownId) ownId = hasOnlyOwnIds = hasOnlyOwnIds && isFirstAfterBreak && lastEventId !== '';
    isFirstAfterBreak = false;
    if (ownId) id = sourceId = lastEventId;
    sink.message({ type, data: data ?? '', lastEventId: id }, ownId);
  };
  // A message that the server named `open` or `error` has data, and comes while the source is open. The source's own
  // events have none, save in one old polyfill, whose errors come while it is not open.
  // Some polyfills call the listener without an event.
  const unless = (type: string, own: (event?: Event) => void) => (event?: MessageEvent) => {
    if (typeof event?.data !== 'string' || source.readyState !== 1) own(event);
    else if (names.has(type)) message(type, event);
  };
  source.addEventListener(
    'open',
    unless('open', () => sink.open()),
  );
  source.addEventListener(
    'error',
    unless('error', (event) => {
      const status = statusOf(event);
      // [spec] CONNECTING: the browser is reestablishing the connection; CLOSED: it has given up. A polyfill may tell an
      // HTTP error and try again by itself: whether to do that is the policy's to say.
      if (source.readyState !== 2 && !(status && status >= 400)) {
        isFirstAfterBreak = true;
        return sink.reconnecting();
      }
      if (status === 204) sink.end(true);
      else sink.fail(refusal(status, url, hint()));
    }),
  );
  return (events) => {
    for (const name of events) {
      if (!names.has(name) && name !== 'open' && name !== 'error') {
        source.addEventListener(name, (event) => message(name, event));
      }
      names.add(name);
    }
  };
}

/**
 * The status of the response, where a polyfill has it: npm `eventsource` as `code`, `event-source-polyfill` as `status`,
 * `react-native-sse` as `xhrStatus`.
 */
function statusOf(event: object = {}): number | undefined {
  const { status, code, xhrStatus } = event as { status?: unknown; code?: unknown; xhrStatus?: unknown };
  const known = Number(status ?? code ?? xhrStatus);
  return known >= 100 ? known : undefined;
}

function refusal(status: number | undefined, url: string, hint: string): SseError {
  if (status === undefined) {
    const scheme = unknownScheme(url);
    if (scheme) return badRequest(scheme);
    return new SseError(
      'network',
      'The browser gave up and does not say why: an HTTP error, a 204, a wrong content type, or in Firefox a ' +
        'reconnection to another origin that failed. fetchEventSource() says why, and `lastEventIdParam` resumes.' +
        hint,
    );
  }
  return status === 200
    ? new SseError('contentType', 'Expected text/event-stream. Check the url and the server.', { status })
    : new SseError('http', `The server answered with HTTP status ${status}`, { status });
}
