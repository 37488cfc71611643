import { encodeEvent } from './encode.ts';
import { flag, number, type Ctx, type Exchange } from './exchange.ts';
import { feedEvent } from './feedLog.ts';

/** A live feed catches up on this many events at most, as a real one with a bounded log would. */
const KEPT = 1000;
/** The characters of one write where there is no pace to keep. */
const BATCH = 4096;

/** The number of the last event that the client has: from the header, else from the query. */
function seen(c: Ctx): number | undefined {
  const id = c.req.header('last-event-id') ?? c.req.query('lastEventId') ?? '';
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

/** Comments at an interval, beside whatever the stream says. */
function keepAlive(exchange: Exchange, every: number): void {
  if (every <= 0) return;
  const timer = setInterval(
    () => {
      if (!exchange.isStalled) exchange.write(': keep-alive\n\n');
    },
    Math.max(1, every),
  );
  exchange.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/**
 * `/feed`: the numbered log from after `Last-Event-ID` on. It starts at event 1; with `live=1` the log grows by
 * the clock instead, a newcomer starts at its end and a returning client gets at once what it missed. With
 * `stepped=1` each event waits until it is released from outside.
 */
export function createFeed() {
  const start = Date.now();

  return function feed(c: Ctx): Response {
    const { exchange } = c.var;
    const every = number(c, 'every', 500);
    const last = number(c, 'n', Infinity);
    const dropAfter = number(c, 'dropAfter', Infinity);
    const then = c.req.query('then');
    const types = new Set((c.req.query('events') ?? '').split(',').filter(Boolean));
    const head = (): number => Math.floor((Date.now() - start) / Math.max(1, every));
    const isLive = flag(c, 'live');
    const isStepped = flag(c, 'stepped');
    const known = seen(c);

    let at = known ?? (isLive ? head() : number(c, 'from', 0));
    if (isLive) at = Math.max(at, head() - KEPT);
    // the client has it all: 204 tells an EventSource not to come back
    if (known !== undefined && known >= last && then !== 'hold') return c.body(null, 204);

    return exchange.stream(async () => {
      if (flag(c, 'retry', true)) await exchange.send(`retry: ${number(c, 'retry', 1000)}\n\n`);
      keepAlive(exchange, number(c, 'comments', 15_000));
      let due = '';
      for (let sent = 0; at < last;) {
        at += 1;
        const event = feedEvent(at);
        if (types.size > 0 && !types.has(event.type)) continue;
        if (isStepped) await exchange.reach(at);
        else if (isLive)
          while (head() < at)
            await exchange.pause(Math.max(1, at * Math.max(1, every) - (Date.now() - start)));
        else if (sent > 0 && every > 0) await exchange.pause(every);
        const { type, data } = event;
        due += encodeEvent(flag(c, 'ids', true) ? event : { type, data });
        sent += 1;
        // as fast as it goes: many events in one write
        if (every > 0 || isLive || isStepped || sent >= dropAfter || due.length > BATCH) {
          await exchange.send(due);
          due = '';
        }
        if (sent >= dropAfter) exchange.cut();
      }
      await exchange.send(due);
      if (then === 'hold') await exchange.hold();
      else if (then === 'drop') exchange.cut();
    });
  };
}
