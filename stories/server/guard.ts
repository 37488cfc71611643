import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from './exchange.ts';

/** Who may ask besides the server's own pages. */
export interface CorsOptions {
  /** Other origins that may read the answers: a list (credentials allowed) or `'*'` (without). Default: none. */
  readonly allowOrigins?: readonly string[] | '*';
  /** The request headers that a preflight grants. Default: the ones that it asks for. */
  readonly allowHeaders?: readonly string[];
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_PEER = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/i;

const hostOf = (req: IncomingMessage): string => String(req.headers[':authority'] ?? req.headers.host ?? '');

/** Why a request is refused, or undefined. The server may hold a model key, so it answers this machine only. */
function refusal(req: IncomingMessage, { allowOrigins = [] }: CorsOptions): string | undefined {
  const host = hostOf(req);
  const peer = req.socket.remoteAddress;
  // a page of another site can reach 127.0.0.1 under its own name (DNS rebinding): the name gives it away
  if (!LOOPBACK_HOST.test(host)) return 'this server answers only as 127.0.0.1, localhost or [::1]';
  if (peer !== undefined && !LOOPBACK_PEER.test(peer)) return 'this server answers only its own machine';
  if (allowOrigins === '*') return undefined;
  const { origin } = req.headers;
  if (origin !== undefined) {
    const scheme = 'encrypted' in req.socket ? 'https' : 'http';
    const isOwn = origin.toLowerCase() === `${scheme}://${host}`.toLowerCase();
    return isOwn || allowOrigins.includes(origin) ? undefined : 'requests of other origins are not answered';
  }
  // a request without Origin can still come from another site's page (an image, a script, a no-cors GET)
  const site = req.headers['sec-fetch-site'];
  const isForeign = (site === 'cross-site' || site === 'same-site') && allowOrigins.length === 0;
  return isForeign ? 'requests of other sites are not answered' : undefined;
}

function grant(req: IncomingMessage, res: ServerResponse, options: CorsOptions): void {
  const { origin } = req.headers;
  if (!options.allowOrigins || origin === undefined) return;
  res.setHeader('vary', 'origin');
  res.setHeader('access-control-allow-origin', options.allowOrigins === '*' ? '*' : origin);
  if (options.allowOrigins !== '*') res.setHeader('access-control-allow-credentials', 'true');
  res.setHeader('access-control-expose-headers', 'retry-after, x-request-id');
  if (req.method !== 'OPTIONS') return;
  const asked = req.headers['access-control-request-headers'] ?? '';
  res.setHeader('access-control-allow-headers', options.allowHeaders?.join(', ') ?? asked);
  res.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
}

/** Answers a request that may not pass, and says whether it may; sets the CORS headers of one that may. */
export function admit(req: IncomingMessage, res: ServerResponse, options: CorsOptions): boolean {
  // a dev server around us may have set a wildcard already
  for (const name of res.getHeaderNames()) if (name.startsWith('access-control-')) res.removeHeader(name);
  const reason = refusal(req, options);
  if (reason !== undefined) text(res, 403, `Refused: ${reason}.\n`);
  else grant(req, res, options);
  return reason === undefined;
}
