import type { SseRequest } from '../../protocol/transport';
import { MEDIA_TYPES } from './mimeType';

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

/** With what every request for a stream has, and where to resume. */
export function completeRequest(request: SseRequest): SseRequest {
  const { init, lastEventId, framing = 'events' } = request;
  const headers = { accept: MEDIA_TYPES[framing], ...init.headers, ...resumeHeader(lastEventId) };
  // Cloudflare Workers know no `cache`, and outside a page the header costs no preflight.
  return typeof document === 'object'
    ? { ...request, init: { cache: 'no-store', ...init, headers } }
    : { ...request, init: { ...init, headers: { 'cache-control': 'no-cache', ...headers } } };
}
