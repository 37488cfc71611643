import { encodeEvent } from './encode.ts';
import { cut, flag, hold, number, pause, send, sendAlone, type Exchange } from './exchange.ts';
import { feedEvent } from './feedLog.ts';
import { openStream } from './sse.ts';

/** A live feed catches up on this many events at most, as a real one with a bounded log would. */
const KEPT = 1000;

/** The number of the last event that the client has: from the header, else from the query. */
function seen(ex: Exchange): number | undefined {
  const id = ex.req.headers['last-event-id'] ?? ex.query.get('lastEventId') ?? '';
  return /^\d{1,15}$/.test(String(id)) ? Number(id) : undefined;
}

/** Comments at an interval, beside whatever the stream says. */
function keepAlive(ex: Exchange, every: number): void {
  if (every <= 0) return;
  const timer = setInterval(
    () => {
      if (!ex.res.writableEnded && !ex.visit.isStalled()) ex.res.write(': keep-alive\n\n');
    },
    Math.max(1, every),
  );
  ex.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function finish(ex: Exchange): Promise<void> {
  const how = ex.query.get('then') ?? 'end';
  if (how === 'hold') await hold(ex);
  else if (how === 'drop') cut(ex);
  else ex.res.end();
}

/**
 * `/feed`: the numbered log from after `Last-Event-ID` on. It starts at event 1; with `live=1` the log grows by
 * the clock instead, a newcomer starts at its end and a returning client gets at once what it missed.
 */
export function createFeed() {
  const start = Date.now();

  return async function feed(ex: Exchange): Promise<void> {
    const every = number(ex, 'every', 500);
    const last = number(ex, 'n', Infinity);
    const dropAfter = number(ex, 'dropAfter', Infinity);
    const types = new Set((ex.query.get('events') ?? '').split(',').filter(Boolean));
    const head = (): number => Math.floor((Date.now() - start) / Math.max(1, every));
    const isLive = flag(ex, 'live');
    const known = seen(ex);

    let at = known ?? (isLive ? head() : number(ex, 'from', 0));
    if (isLive) at = Math.max(at, head() - KEPT);
    // the client has it all: 204 tells an EventSource not to come back
    if (known !== undefined && known >= last && ex.query.get('then') !== 'hold') {
      ex.res.writeHead(204).end();
      return;
    }
    openStream(ex.res);
    if (flag(ex, 'retry', true)) await send(ex, `retry: ${number(ex, 'retry', 1000)}\n\n`);
    keepAlive(ex, number(ex, 'comments', 15_000));

    for (let sent = 0; at < last;) {
      at += 1;
      const event = feedEvent(at);
      if (types.size > 0 && !types.has(event.type)) continue;
      if (isLive)
        while (head() < at) await pause(ex, Math.max(1, at * Math.max(1, every) - (Date.now() - start)));
      else if (sent > 0 && every > 0) await pause(ex, every);
      const { type, data } = event;
      const wire = encodeEvent(flag(ex, 'ids', true) ? event : { type, data });
      sent += 1;
      if (sent < dropAfter) await send(ex, wire);
      else {
        await sendAlone(ex, wire);
        return cut(ex);
      }
    }
    await finish(ex);
  };
}
