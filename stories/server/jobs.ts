import { encodeEvent } from './encode.ts';
import type { Ctx, Exchange } from './exchange.ts';
import { number } from './exchange.ts';

/** How far a job is, as its `update` events say it. */
export interface JobUpdate {
  readonly state: 'working' | 'finished' | 'cancelled';
  readonly done: number;
  readonly total: number;
}

interface Job {
  readonly timer: ReturnType<typeof setInterval>;
  update: JobUpdate;
}

const TOTAL = 100;
const eventFor = (update: JobUpdate): string => encodeEvent({ type: 'update', data: JSON.stringify(update) });

/**
 * `/event/push` and `/event/progress`, as a Koa server with a pool of clients has them: a page subscribes under an
 * id, starts a job under the same id by POST, and hears of it by `update` events. DELETE cancels the job. A client
 * that leaves is removed from the pool; the job goes on, and a client that comes back hears how far it is.
 */
export function createJobs() {
  const pool = new Map<string, Set<Exchange>>();
  const jobs = new Map<string, Job>();

  function push(c: Ctx): Response {
    const { exchange } = c.var;
    const id = c.req.query('id') ?? '';
    return exchange.stream(async () => {
      const clients = pool.get(id) ?? new Set();
      pool.set(id, clients.add(exchange));
      exchange.signal.addEventListener('abort', () => {
        clients.delete(exchange);
        if (clients.size === 0) pool.delete(id);
      });
      const job = jobs.get(id);
      await exchange.send(`retry: 300\n\n${job ? eventFor(job.update) : ''}`);
      await exchange.hold();
    });
  }

  function report(id: string, job: Job, update: JobUpdate): void {
    job.update = update;
    if (update.state !== 'working') clearInterval(job.timer);
    for (const client of pool.get(id) ?? []) client.write(eventFor(update));
  }

  function start(id: string, every: number): Job {
    const timer = setInterval(() => {
      const done = job.update.done + 1;
      report(id, job, { state: done < TOTAL ? 'working' : 'finished', done, total: TOTAL });
    }, every);
    const job: Job = { timer, update: { state: 'working', done: 0, total: TOTAL } };
    jobs.set(id, job);
    return job;
  }

  function progress(c: Ctx): Response {
    const id = c.req.query('id') ?? '';
    const job = jobs.get(id);
    const isWorking = job?.update.state === 'working';
    if (c.req.method === 'POST') {
      if (isWorking) return c.text('There is a job under this id already.\n', 409);
      return c.json(start(id, Math.max(1, number(c, 'every', 100))).update, 202);
    }
    if (c.req.method !== 'DELETE') return c.text('POST starts a job, DELETE cancels it.\n', 405);
    if (!job || !isWorking) return c.text('There is no job to cancel.\n', 404);
    report(id, job, { ...job.update, state: 'cancelled' });
    return c.body(null, 204);
  }

  return { push, progress };
}
