import { createChunks, event } from './chat/chunks.ts';
import { encodeEvent } from './encode.ts';
import { cut, flag, hold, number, pause, send, sendAlone, type Exchange } from './exchange.ts';

/** What message `i` of a fault's stream is: numbered text, or a chat chunk with `?format=openai`. */
export function good(ex: Exchange, i: number): string {
  if (ex.query.get('format') === 'openai') {
    const chunks = createChunks({ id: 'fault', model: 'playground' });
    return event(chunks.delta({ content: `word${i} ` }));
  }
  return encodeEvent(flag(ex, 'ids', true) ? { id: i, data: `message ${i}` } : { data: `message ${i}` });
}

/** Where a stream goes on: after the client's `Last-Event-ID`. */
export const resumeAt = (ex: Exchange): number => 1 + (Number(ex.req.headers['last-event-id']) || 0);

/** Sends `count` good messages, each in its own write, `every` ms apart. */
export async function sendGood(ex: Exchange, count: number): Promise<void> {
  const first = resumeAt(ex);
  const every = number(ex, 'every', 0);
  for (let i = 0; i < count; i += 1) {
    if (i > 0 && every > 0) await pause(ex, every);
    await sendAlone(ex, good(ex, first + i));
  }
}

/** Sends `after` good messages and half of the next, then cuts the connection. */
export async function dropMidEvent(ex: Exchange, after: number, reset = false): Promise<void> {
  await sendGood(ex, after);
  const next = good(ex, resumeAt(ex) + after);
  await sendAlone(ex, next.slice(0, -4));
  cut(ex, reset);
}

/** Sends bytes one by one, each in its own write. */
export async function sendBytes(ex: Exchange, text: string, every: number): Promise<void> {
  for (const byte of Buffer.from(text)) {
    await sendAlone(ex, Uint8Array.of(byte));
    if (every > 0) await pause(ex, every);
  }
}

/** Ends the stream as asked: `then=end` (default), `hold` or `drop`. */
export async function conclude(ex: Exchange): Promise<void> {
  if (ex.query.get('format') === 'openai') await send(ex, 'data: [DONE]\n\n');
  const then = ex.query.get('then');
  if (then === 'hold') await hold(ex);
  else if (then === 'drop') cut(ex);
  else ex.res.end();
}
