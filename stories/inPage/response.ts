import { EventEmitter } from 'node:events';

const encoder = new TextEncoder();
const BODILESS = new Set([101, 204, 205, 304]);
const BUFFERED = 65_536;

type Headers = Readonly<Record<string, string>>;

/** The part of Node's `ServerResponse` that the playground writes to; a `Response` comes out of it. */
export class PageResponse extends EventEmitter {
  headersSent = false;
  writableEnded = false;
  writableFinished = false;
  destroyed = false;
  /** What `fetch` gives back: settles with the head. */
  readonly response: Promise<Response>;
  readonly socket = {
    destroy: () => this.destroy(),
    resetAndDestroy: () => this.destroy(),
    // bytes beside HTTP cannot exist here: to a page they are a broken connection
    write: () => true,
    end: () => this.destroy(),
  };
  #status = 200;
  #headers: Record<string, string> = {};
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #resolve!: (response: Response) => void;
  #reject!: (error: Error) => void;

  constructor() {
    super();
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  setHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  getHeaderNames(): string[] {
    return Object.keys(this.#headers);
  }

  removeHeader(name: string): void {
    delete this.#headers[name];
  }

  writeHead(status: number, headers: Headers = {}): this {
    this.#status = status;
    this.#headers = { ...this.#headers, ...headers };
    return this;
  }

  flushHeaders(): void {
    if (this.headersSent || this.destroyed) return;
    this.headersSent = true;
    const init = { status: this.#status, headers: this.#headers };
    this.#resolve(new Response(BODILESS.has(this.#status) ? null : this.#body(), init));
  }

  write(chunk: string | Uint8Array, written?: () => void): boolean {
    this.flushHeaders();
    if (this.destroyed || this.writableEnded) return true;
    this.#controller?.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
    if (written) queueMicrotask(written);
    return (this.#controller?.desiredSize ?? 1) > 0;
  }

  end(chunk?: string | Uint8Array): void {
    if (chunk?.length) this.write(chunk);
    else this.flushHeaders();
    if (this.destroyed || this.writableEnded) return;
    this.writableEnded = true;
    this.writableFinished = true;
    this.#controller?.close();
    this.#close();
  }

  /** The connection breaks: before the head `fetch` fails, after it the body does. */
  destroy(error: Error = new TypeError('network error')): void {
    if (this.destroyed) return;
    if (this.headersSent) this.#controller?.error(error);
    else this.#reject(error);
    this.#close();
  }

  #body(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => void this.emit('drain'),
        cancel: () => this.#close(),
      },
      { highWaterMark: BUFFERED, size: (chunk) => chunk?.length ?? 0 },
    );
  }

  #close(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    queueMicrotask(() => this.emit('close'));
  }
}
