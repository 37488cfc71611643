import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as immediate, setTimeout as timeout } from 'node:timers/promises';

/** What an endpoint may know and do of its own entry in the books. */
export interface Visit {
  isCut: boolean;
  isStalled(): boolean;
  /** Resolves at once, or when the key is no longer told to stall. */
  passage(signal: AbortSignal): Promise<void> | undefined;
}

/** One request and its response, as the endpoints see them. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly query: URLSearchParams;
  /** The decoded path segments after the route's own prefix. */
  readonly rest: readonly string[];
  readonly body: string;
  readonly key: string;
  readonly visit: Visit;
  /** Aborted as soon as the response is closed, whoever closed it: every timer hangs on it. */
  readonly signal: AbortSignal;
}

/** A whole or broken number from the query, within bounds; `fallback` where it is absent or no number. */
export function number(ex: Exchange, name: string, fallback: number): number {
  const text = ex.query.get(name);
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}

/** Whether the query has `name` and does not say `0`, `no` or `false`. */
export function flag(ex: Exchange, name: string, fallback = false): boolean {
  const text = ex.query.get(name);
  return text === null ? fallback : !['0', 'no', 'false', 'none'].includes(text);
}

/** Waits `ms`; rejects as soon as the response is closed. */
export async function pause(ex: Exchange, ms: number): Promise<void> {
  await timeout(Math.min(ms, 2 ** 31 - 1), undefined, { signal: ex.signal });
}

/** Writes, and waits while the client reads slower than we write or while the key is told to stall. */
export async function send(ex: Exchange, chunk: string | Uint8Array): Promise<void> {
  await ex.visit.passage(ex.signal);
  ex.signal.throwIfAborted();
  if (ex.res.writableEnded) return hold(ex); // ended from outside: the close is on its way
  if (!ex.res.write(chunk)) await once(ex.res, 'drain', { signal: ex.signal });
}

/** Writes one piece on its own: resolves when the kernel has it, so that the next piece is another write. */
export async function sendAlone(ex: Exchange, chunk: string | Uint8Array): Promise<void> {
  await ex.visit.passage(ex.signal);
  if (ex.res.writableEnded) return hold(ex);
  await new Promise<void>((resolve, reject) => {
    const gone = (): void => reject(ex.signal.reason as Error);
    if (ex.signal.aborted) return gone();
    ex.signal.addEventListener('abort', gone, { once: true });
    ex.res.write(chunk, () => {
      ex.signal.removeEventListener('abort', gone);
      resolve();
    });
  });
  await immediate(undefined, { signal: ex.signal });
}

/** Stays open and silent until somebody closes the response. */
export async function hold(ex: Exchange): Promise<never> {
  return new Promise<never>((_, reject) => {
    const gone = (): void => reject(ex.signal.reason as Error);
    if (ex.signal.aborted) gone();
    else ex.signal.addEventListener('abort', gone, { once: true });
  });
}

/** Cuts the connection without ending the response; `reset` sends a TCP reset instead of a FIN. */
export function cut(ex: Pick<Exchange, 'res' | 'visit'>, reset = false): void {
  ex.visit.isCut = true;
  const { socket } = ex.res;
  // over HTTP/2 only this stream is ours to cut
  const stream = (ex.res as { stream?: { destroy(): void } }).stream;
  if (stream) stream.destroy();
  else if (reset) socket?.resetAndDestroy();
  else socket?.destroy();
}

/** Answers at once with a short text. */
export function text(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  res.end(body);
}

/** Answers at once with JSON. */
export function json(
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  res.end(JSON.stringify(value));
}

/** The request's body as text; undefined where it is longer than `limit` bytes. */
export async function readBody(req: IncomingMessage, limit = 16 * 2 ** 20): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    // read on where it is too long: an answer reaches only a client that could send all
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks).toString('utf8');
}
