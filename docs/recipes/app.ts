import { setTimeout as wait } from 'node:timers/promises';
import { message } from './sse.ts';

/** Stands for your model. `signal` says that the reader has left: pass it on to what costs money. */
export async function* tokens(question: string, signal: AbortSignal): AsyncGenerator<string> {
  for (const token of `You asked:\n${question}`.match(/\s*\S+/g) ?? []) {
    await wait(20, undefined, { signal });
    yield token;
  }
}

/** The same as messages of an answer. */
export async function* chat(question: string, signal: AbortSignal): AsyncGenerator<string> {
  for await (const token of tokens(question, signal)) yield message(token);
  yield message('[DONE]');
}

/** Stands for your prices: what came after the one with that id, and then whatever comes. */
export async function* prices(lastEventId: string, signal: AbortSignal) {
  for (let id = Number(lastEventId) + 1; ; id++) {
    await wait(20, undefined, { signal });
    yield { id, symbol: 'ACME', price: 100 + id };
  }
}

/** The same as messages of a feed. */
export async function* feed(lastEventId: string, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { id, ...price } of prices(lastEventId, signal)) {
    yield message(JSON.stringify(price), { event: 'price', id });
  }
}

/** Stands for your job: says how far it is, in percent. */
export async function* job(signal: AbortSignal): AsyncGenerator<number> {
  for (let percent = 0; percent <= 100; percent += 10) {
    await wait(20, undefined, { signal });
    yield percent;
  }
}
