import { type RequestOptions, resolveInit, withLastEventId, withoutUndefined } from '../protocol/request';
import type { SseRequest } from '../protocol/transport';

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

/** What is sent: the request's own options and the transport's, which win, headers by name. */
export async function completeRequest(
  request: SseRequest,
  options: RequestOptions,
  idParam?: string,
): Promise<SseRequest> {
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
