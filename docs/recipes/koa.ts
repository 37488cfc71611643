import { json } from 'node:stream/consumers';
import Koa from 'koa';
import sse, { type SseClient } from 'koa-sse-stream';
import { job } from './app.ts';

/** The open pages by their id, and the job of each. */
export const clients = new Map<string, SseClient>();
const jobs = new Map<string, AbortController>();

const openStream = sse({ maxClients: 2, pingInterval: 15_000 });
export const app = new Koa();
// A page that leaves is no error.
app.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(error);
});

// The page subscribes: GET /event/push?id=…
app.use(async (ctx, next) => {
  if (ctx.path !== '/event/push') return next();
  const id = String(ctx.query['id']);
  await openStream(ctx, async () => {
    const client = ctx['sse'] as SseClient | undefined;
    // Over `maxClients` there is no stream: say when to come back, where Koa would answer 404.
    if (!client) return ctx.throw(503, 'Too many clients', { expose: true, headers: { 'retry-after': '5' } });
    clients.set(id, client);
    client.on('close', () => {
      if (clients.get(id) === client) clients.delete(id);
      jobs.get(id)?.abort();
    });
  });
});

// It starts a job: POST /event/progress { id }. The feed tells how far it is. DELETE cancels it.
app.use(async (ctx) => {
  if (ctx.path !== '/event/progress') return;
  const { id = '' } = (await json(ctx.req).catch(() => ({}))) as { id?: string };
  jobs.get(id)?.abort();
  const client = clients.get(id);
  if (!client) return ctx.throw(404, 'No page with that id is subscribed');
  ctx.status = 202;
  ctx.body = 'Started';
  if (ctx.method === 'DELETE') return;
  const running = new AbortController();
  jobs.set(id, running);
  void follow(client, running.signal).catch(() => {});
});

/** Tells the page how far the job is. `signal` says that it was cancelled, or that the page was left. */
async function follow(client: SseClient, signal: AbortSignal): Promise<void> {
  for await (const percent of job(signal)) {
    client.send({ event: 'update', data: JSON.stringify({ percent }) });
  }
  // `close` is this package's word for "nothing more comes": the page closes the feed, or it would reconnect.
  client.sendEnd({ event: 'close', data: 'finished' });
}
// app.listen(3000);
