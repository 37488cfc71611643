import type { IncomingMessage, ServerResponse } from 'node:http';
import { chat } from './chat/index.ts';
import { createControl } from './control.ts';
import { echo } from './echo.ts';
import { json, number, readBody, text, type Exchange, type Visit } from './exchange.ts';
import { createFaults } from './faults.ts';
import { createFeed } from './feed.ts';
import { admit, type CorsOptions } from './guard.ts';
import { big, burst, tokens } from './load.ts';
import { createScripts } from './scripts.ts';
import { createStats, type Stats, type Wanted } from './stats.ts';

/** What a playground can be told. */
export interface PlaygroundOptions extends CorsOptions {
  /** Where `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL` are looked up. Default: nowhere. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

type Endpoint = (ex: Exchange) => void | Promise<void>;
interface Route {
  readonly path: string;
  readonly endpoint: Endpoint;
  /** Not booked: asking for the books or steering must not change them. */
  readonly isMeta?: boolean;
}

function statsEndpoint(stats: Stats): Endpoint {
  return async (ex) => {
    const key = ex.rest[0] ?? ex.key;
    const wanted: Wanted = {};
    for (const name of ['open', 'requests', 'closed', 'aborted', 'cut'] as const) {
      if (ex.query.has(name)) wanted[name] = number(ex, name, 0);
    }
    const met = await stats.until(key, wanted, number(ex, 'timeout', 30_000), ex.signal);
    if (!ex.signal.aborted) json(ex.res, 200, { key, met, ...stats.of(key) });
  };
}

const segments = (path: string): string[] =>
  path
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });

/** Aborted once the response is closed, so that timers and upstream requests end with it. */
function closing(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const close = (): void => controller.abort(new Error('the response is closed'));
  if (res.destroyed) close();
  else res.once('close', close);
  return controller.signal;
}

/**
 * The playground's server without a socket: a connect-style handler for any Node server, and the books that it
 * keeps. Requests for paths that are not its own go to `next`, or get a 404 without one.
 */
export function createPlayground(options: PlaygroundOptions = {}) {
  const stats = createStats();
  const scripts = createScripts();
  const control = createControl(stats);
  const routes: readonly Route[] = [
    { path: '/v1/chat/completions', endpoint: (ex) => chat(ex, options.env ?? {}) },
    { path: '/feed', endpoint: createFeed() },
    { path: '/fault', endpoint: createFaults() },
    { path: '/raw', endpoint: scripts.endpoint },
    { path: '/echo', endpoint: echo },
    { path: '/burst', endpoint: burst },
    { path: '/big', endpoint: big },
    { path: '/tokens', endpoint: tokens },
    { path: '/stats', endpoint: statsEndpoint(stats), isMeta: true },
    { path: '/control', endpoint: control.endpoint, isMeta: true },
  ];

  async function answer(req: IncomingMessage, res: ServerResponse, url: URL, route: Route): Promise<void> {
    const signal = closing(res);
    let visit: Visit | undefined;
    // a broken connection closes the response, and that is all there is to know
    res.on('error', () => {});
    try {
      const body = await readBody(req);
      if (body === undefined) return text(res, 413, 'The body is too large.\n');
      const rest = segments(url.pathname.slice(route.path.length));
      const key = url.searchParams.get('key') ?? (route.path === '/raw' ? (rest[0] ?? '') : '');
      const isMeta = route.isMeta === true || scripts.isRegistration(route.path, req.method, rest);
      visit = isMeta
        ? { isCut: false, isStalled: () => false, passage: () => undefined }
        : stats.begin(key, req, body, res);
      if (req.method === 'OPTIONS') {
        res.writeHead(204).end();
        return;
      }
      const ex: Exchange = { req, res, url, query: url.searchParams, rest, body, key, visit, signal };
      if (!isMeta && control.answered(ex)) return;
      await route.endpoint(ex);
    } catch (error) {
      // a client that left is no error; anything else must reach whoever looks at the response
      if (signal.aborted || res.destroyed) return;
      if (visit) visit.isCut = true;
      if (res.headersSent) res.destroy();
      else text(res, 500, `The playground failed: ${String(error)}\n`);
    }
  }

  function handler(req: IncomingMessage, res: ServerResponse, next?: () => void): void {
    const url = URL.canParse(req.url ?? '/', 'http://localhost')
      ? new URL(req.url ?? '/', 'http://localhost')
      : undefined;
    const route = routes.find(({ path }) => url?.pathname === path || url?.pathname.startsWith(`${path}/`));
    if (!url || !route) {
      if (next) next();
      else text(res, 404, 'There is nothing here.\n');
    } else if (admit(req, res, options)) void answer(req, res, url, route);
  }

  return {
    handler,
    /** What was asked under a key, and what became of it. */
    stats: stats.of,
    /** Waits until a key's numbers are as wanted; false after `timeout` ms. */
    until: stats.until,
    /** Sets what `/raw/:key/stream` answers. */
    script: scripts.set,
    /** Acts on a key's open connections, or on its next requests. */
    control: control.act,
  };
}
