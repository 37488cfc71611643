import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { createKeptAnswers } from './answers.ts';
import { chat } from './chat/index.ts';
import { createControl } from './control.ts';
import { type Ctx, type Exchange, number, type Wire } from './exchange.ts';
import { createFaults } from './faults.ts';
import { createFeed } from './feed.ts';
import { createJobs } from './jobs.ts';
import { big, burst, echo, tokens } from './load.ts';
import { responses } from './responses/index.ts';
import { createScripts } from './scripts.ts';
import { createStats, WANTED, type Wanted } from './stats.ts';

/** Where `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL` are looked up. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The playground's server: `Request` in, `Response` out, and the books that it keeps. The same handlers answer in
 * Node, in a dev server and, without any server, in the page itself.
 */
export function createApp(env: Env = {}) {
  const stats = createStats();
  const scripts = createScripts();
  const control = createControl(stats);
  const jobs = createJobs();
  const answers = createKeptAnswers();
  const app = new Hono<{ Bindings: Wire; Variables: { exchange: Exchange } }>();

  /** Enters a request into the books of its key, and refuses it where the key is told to. */
  const booked = createMiddleware<{ Bindings: Wire; Variables: { exchange: Exchange } }>(async (c, next) => {
    const key = c.req.query('key') ?? c.req.param('key') ?? '';
    const exchange = stats.begin(key, c.req.raw, await c.req.text());
    c.set('exchange', exchange);
    const refused = c.req.method === 'OPTIONS' ? c.body(null, 204) : control.refuse(key, c);
    if (refused) c.res = refused;
    else await next();
    if (!exchange.isStream) exchange.end();
  });

  async function statsOf(c: Ctx): Promise<Response> {
    const key = c.req.param('key') ?? c.req.query('key') ?? '';
    const wanted: Wanted = {};
    for (const name of WANTED) if (c.req.query(name) !== undefined) wanted[name] = number(c, name, 0);
    const met = await stats.until(key, wanted, number(c, 'timeout', 30_000), c.req.raw.signal);
    return c.json({ key, met, ...stats.of(key) });
  }

  app.use(bodyLimit({ maxSize: 16 * 2 ** 20, onError: (c) => c.text('The body is too large.\n', 413) }));
  app.use(async (c, next) => {
    await next();
    if (!c.get('exchange')?.isStream && !c.res.headers.has('cache-control'))
      c.header('cache-control', 'no-store');
  });
  app.all('/stats/:key?', statsOf);
  app.all('/control/:key?', control.endpoint);
  app.all('/raw/:key', scripts.register);
  app.all('/raw/:key/stream', booked, scripts.stream);
  app.all('/v1/chat/completions', booked, (c) => chat(c, env));
  app.all('/v1/responses', booked, responses);
  app.all('/answers', booked, answers.begin);
  app.all('/answers/:id', booked, answers.again);
  app.all('/feed', booked, createFeed());
  app.all('/event/push', booked, jobs.push);
  app.all('/event/progress', booked, jobs.progress);
  app.all('/fault/:name?', booked, createFaults());
  app.all('/echo', booked, echo);
  app.all('/burst', booked, burst);
  app.all('/big', booked, big);
  app.all('/tokens', booked, tokens);
  app.onError((error, c) => {
    // a client that has left, and a cut, are broken connections: there is nobody to answer
    if (c.get('exchange')?.signal.aborted || c.req.raw.signal.aborted) throw error;
    return c.text(`The playground failed: ${String(error)}\n`, 500);
  });
  const names = new Set(app.routes.map(({ path }) => path.split('/')[1]).filter((name) => name !== '*'));

  return {
    /** Whether the path is the playground's. */
    owns: (pathname: string): boolean => names.has(pathname.split('/')[1]),
    /** Answers a request. It rejects where the connection is to be cut before a response. */
    fetch: async (request: Request, wire: Wire = {}): Promise<Response> => app.fetch(request, wire),
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
