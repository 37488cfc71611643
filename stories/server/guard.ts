import type { Wire } from './exchange.ts';

/** Who may ask besides the server's own pages. */
export interface CorsOptions {
  /** Other origins that may read the answers: a list (credentials allowed) or `'*'` (without). Default: none. */
  readonly allowOrigins?: readonly string[] | '*';
  /** The request headers that a preflight grants. Default: the ones that it asks for. */
  readonly allowHeaders?: readonly string[];
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_PEER = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/i;

type Fetch = (request: Request, wire: Wire) => Promise<Response>;

/** Why a request is refused, or undefined. The server may hold a model key, so it answers this machine only. */
function refusal({ url, headers }: Request, peer: string | undefined, { allowOrigins = [] }: CorsOptions) {
  const host = headers.get('host') ?? '';
  // a page of another site can reach 127.0.0.1 under its own name (DNS rebinding): the name gives it away
  if (!LOOPBACK_HOST.test(host)) return 'this server answers only as 127.0.0.1, localhost or [::1]';
  if (peer !== undefined && !LOOPBACK_PEER.test(peer)) return 'this server answers only its own machine';
  if (allowOrigins === '*') return undefined;
  const origin = headers.get('origin');
  if (origin !== null) {
    const isOwn = origin.toLowerCase() === `${new URL(url).protocol}//${host}`.toLowerCase();
    return isOwn || allowOrigins.includes(origin) ? undefined : 'requests of other origins are not answered';
  }
  // a request without Origin can still come from another site's page (an image, a script, a no-cors GET)
  const site = headers.get('sec-fetch-site');
  const isForeign = (site === 'cross-site' || site === 'same-site') && allowOrigins.length === 0;
  return isForeign ? 'requests of other sites are not answered' : undefined;
}

function grant({ method, headers: asked }: Request, { headers }: Response, options: CorsOptions): void {
  const origin = asked.get('origin');
  if (!options.allowOrigins || origin === null) return;
  headers.set('vary', 'origin');
  headers.set('access-control-allow-origin', options.allowOrigins === '*' ? '*' : origin);
  if (options.allowOrigins !== '*') headers.set('access-control-allow-credentials', 'true');
  headers.set('access-control-expose-headers', 'retry-after, x-request-id');
  if (method !== 'OPTIONS') return;
  const wanted = asked.get('access-control-request-headers') ?? '';
  headers.set('access-control-allow-headers', options.allowHeaders?.join(', ') ?? wanted);
  headers.set('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
}

/** Lets only those pass that may ask, and sets the CORS headers of their responses. */
export function guarded(fetch: Fetch, options: CorsOptions): Fetch {
  return async (request, wire) => {
    const reason = refusal(request, wire.peer, options);
    if (reason !== undefined) {
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
      return new Response(`Refused: ${reason}.\n`, { status: 403, headers });
    }
    const response = await fetch(request, wire);
    grant(request, response, options);
    return response;
  };
}
