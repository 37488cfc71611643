import type { Context } from 'hono';
import { nextTask } from '../../src/platform/nextTask.ts';

/** What only a server with a socket can do: a page that runs the handlers itself has none of it. */
export interface Wire {
  /** Who asks. */
  readonly peer?: string | undefined;
  /** Puts bytes on the connection, without HTTP around them. */
  readonly write?: (bytes: string | Uint8Array) => void;
  /** Compresses a body, and flushes it after each chunk. */
  readonly gzip?: (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;
}

/** The context of the handlers. */
export type Ctx = Context<{ Bindings: Wire; Variables: { exchange: Exchange } }>;

/** How an exchange ended: in full, left by the client, or cut by the server on purpose. */
export type Outcome = 'ended' | 'aborted' | 'cut';

/** A connection that the server cuts: a body fails with it, a handler throws it. `fetch` calls it a TypeError. */
export class Cut extends TypeError {
  override readonly name = 'Cut';
  /** With a TCP reset instead of a FIN. */
  readonly isReset: boolean;

  constructor(isReset: boolean) {
    super('network error: the server cut the connection');
    this.isReset = isReset;
  }
}

/** The headers of a stream that no proxy should hold back, change or keep. */
export const SSE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform also keeps compression middleware from buffering the stream
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** Statuses whose response has no body. */
export const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

const encoder = new TextEncoder();
const encode = (chunk: string | Uint8Array): Uint8Array =>
  typeof chunk === 'string' ? encoder.encode(chunk) : chunk;

/** One request and its response: the handler writes it, and others can stall, cut or end it from outside. */
export class Exchange {
  /** Aborted as soon as the exchange is over, whoever ended it: every wait hangs on it. */
  readonly signal: AbortSignal;
  isStalled = false;
  /** The response is a stream: it is not over when the handler returns. */
  isStream = false;
  readonly #over = new AbortController();
  readonly #onOver: (outcome: Outcome) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #released = 0;
  #pulled = (): void => {};
  #stepped = (): void => {};
  #resumed = (): void => {};

  constructor(client: AbortSignal, onOver: (outcome: Outcome) => void) {
    this.signal = this.#over.signal;
    this.#onOver = onOver;
    const leave = (): void => this.#leave(client.reason as Error);
    if (client.aborted) leave();
    else client.addEventListener('abort', leave, { once: true, signal: this.signal });
  }

  /** A response whose body is what `write` sends; it begins once the head is out and somebody reads. */
  stream(write: () => Promise<void>, init: ResponseInit = { headers: SSE_HEADERS }): Response {
    this.isStream = true;
    const run = async (): Promise<void> => {
      try {
        await write();
        this.end();
      } catch {
        // the client has left, or the stream was cut: both are known. What else failed must reach the reader.
        this.cut();
      }
    };
    let pull = (): void => {
      pull = () => this.#pulled();
      void run();
    };
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => pull(),
      cancel: (reason) => this.#leave(reason as Error),
    };
    return new Response(new ReadableStream(source, { highWaterMark: 0 }), init);
  }

  /** Sends a chunk of its own, and waits until the reader comes back for more; not while stalled. */
  async send(chunk: string | Uint8Array): Promise<void> {
    if (this.isStalled) await this.#wait((go) => (this.#resumed = go));
    this.signal.throwIfAborted();
    this.#controller?.enqueue(encode(chunk));
    await this.#wait((go) => (this.#pulled = go));
    await new Promise<void>(nextTask);
    this.signal.throwIfAborted();
  }

  /** Puts a chunk into the stream at once, whatever else goes on. */
  write(chunk: string): void {
    if (!this.signal.aborted) this.#controller?.enqueue(encode(chunk));
  }

  /** Waits `ms`; rejects as soon as the exchange is over. */
  async pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.#wait((go) => (timer = setTimeout(go, Math.min(ms, 2 ** 31 - 1))));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Stays open and silent until the exchange is over: rejects then. */
  async hold(): Promise<never> {
    return this.#wait<never>(() => {});
  }

  /** Holds back what is sent, until it is called with `false`. */
  stall(isStalled: boolean): void {
    this.isStalled = isStalled;
    if (!isStalled) this.#resumed();
  }

  /** Waits until the exchange is told from outside that it may go so far. */
  async reach(step: number): Promise<void> {
    while (this.#released < step) await this.#wait((go) => (this.#stepped = go));
  }

  /** Lets it go on, up to that step. */
  release(to: number): void {
    this.#released = Math.max(this.#released, to);
    this.#stepped();
  }

  /** Ends the response in full. */
  end(): void {
    if (this.#finish('ended', new Error('the response has ended'))) this.#controller?.close();
  }

  /** Cuts the connection, and gives what a handler without a stream has to throw. */
  cut(isReset = false): Cut {
    const cut = new Cut(isReset);
    if (this.#finish('cut', cut)) this.#controller?.error(cut);
    return cut;
  }

  #leave(reason: Error): void {
    if (this.#finish('aborted', reason ?? new Error('the client has left'))) this.#controller?.error(reason);
  }

  #finish(outcome: Outcome, reason: Error): boolean {
    if (this.#over.signal.aborted) return false;
    this.#over.abort(reason);
    this.#onOver(outcome);
    return true;
  }

  #wait<T = void>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const over = (): void => reject(this.signal.reason as Error);
      if (this.signal.aborted) return over();
      this.signal.addEventListener('abort', over, { once: true });
      start((value) => {
        this.signal.removeEventListener('abort', over);
        resolve(value);
      });
    });
  }
}

/** A whole or broken number from the query; `fallback` where it is absent, negative or no number. */
export function number(c: Ctx, name: string, fallback: number): number {
  const text = c.req.query(name)?.trim();
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}

/** Whether the query has `name` and does not say `0`, `no`, `false` or `none`. */
export function flag(c: Ctx, name: string, fallback = false): boolean {
  const text = c.req.query(name);
  return text === undefined ? fallback : !['0', 'no', 'false', 'none'].includes(text);
}
