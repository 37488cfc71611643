import { setTimeout as wait } from 'node:timers/promises';
import { message } from './sse.ts';

/** Stands for your model. `signal` says that the reader has left: pass it on to what costs money. */
export async function* chat(question: string, signal: AbortSignal): AsyncGenerator<string> {
  for (const token of `You asked:\n${question}`.match(/\s*\S+/g) ?? []) {
    await wait(20, undefined, { signal });
    yield message(token);
  }
  yield message('[DONE]');
}

/** Stands for your feed: what came after the message with that id, and then whatever comes. */
export async function* feed(lastEventId: string, signal: AbortSignal): AsyncGenerator<string> {
  for (let id = Number(lastEventId) + 1; ; id++) {
    await wait(20, undefined, { signal });
    yield message(JSON.stringify({ symbol: 'ACME', price: 100 + id }), { event: 'price', id });
  }
}
