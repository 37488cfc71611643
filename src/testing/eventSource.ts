import { createParser, type EventSourceParser } from 'eventsource-parser';
import { createStream, type TestFailure, type TestStream, type Wire } from './stream';

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

type Handler = ((event: Event) => unknown) | null;

/** Runs in a turn of its own, as the platform's tasks do; a promise, since fake timers leave promises alone. */
const queueTask = (task: () => void): void => void Promise.resolve().then(task);

/** Turns text and bytes into text; a character that was cut is put together again. */
function createTextReader(): (chunk: string | Uint8Array) => string {
  let decoder: TextDecoder | undefined;
  return (chunk) => {
    if (typeof chunk === 'string') return decoder ? decoder.decode() + chunk : chunk;
    decoder ??= new TextDecoder();
    return decoder.decode(chunk, { stream: true });
  };
}

/**
 * The platform's `EventSource`, whose requests become streams.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
 */
export function createEventSourceClass(receive: (stream: TestStream) => void): typeof EventSource {
  class TestEventSource extends EventTarget {
    static readonly CONNECTING = CONNECTING;
    static readonly OPEN = OPEN;
    static readonly CLOSED = CLOSED;
    readonly CONNECTING = CONNECTING;
    readonly OPEN = OPEN;
    readonly CLOSED = CLOSED;
    readonly url: string;
    readonly withCredentials: boolean;
    onopen: Handler = null;
    onmessage: Handler = null;
    onerror: Handler = null;
    #readyState: number = CONNECTING;
    #lastEventId = '';
    /** [spec] Some seconds in a browser; a test that wants them sends `retry`. */
    #reconnectionTime = 0;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #abort: () => void = () => {};

    constructor(url: string | URL, init: EventSourceInit = {}) {
      super();
      try {
        this.url = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href;
      } catch {
        throw new DOMException(
          `Cannot open an EventSource to '${String(url)}'. The URL is invalid.`,
          'SyntaxError',
        );
      }
      this.withCredentials = init.withCredentials ?? false;
      for (const type of ['open', 'message', 'error'] as const) {
        this.addEventListener(type, (event) => this[`on${type}`]?.call(this, event));
      }
      this.#connect();
    }

    get readyState(): number {
      return this.#readyState;
    }

    close(): void {
      this.#readyState = CLOSED;
      clearTimeout(this.#timer);
      this.#abort();
    }

    #connect(): void {
      const wire = this.#createWire();
      const resume = this.#lastEventId ? { 'last-event-id': this.#lastEventId } : undefined;
      const { stream, abort } = createStream(
        {
          url: this.url,
          method: 'GET',
          headers: { accept: 'text/event-stream', ...resume },
          body: null,
          credentials: this.withCredentials ? 'include' : 'same-origin',
        },
        wire,
      );
      this.#abort = abort;
      receive(stream);
    }

    #createWire(): Wire {
      const parser = this.#createParser();
      const read = createTextReader();
      // What was queued before the client closed must not be heard after it.
      const unlessClosed = (task: () => void): void => queueTask(() => this.#readyState !== CLOSED && task());
      return {
        start: (status, response) => unlessClosed(() => this.#respond(status, response)),
        chunk: (chunk) => unlessClosed(() => parser.feed(read(chunk))),
        end: () => unlessClosed(() => this.#reestablish()),
        break: () => unlessClosed(() => this.#reestablish()),
      };
    }

    #createParser(): EventSourceParser {
      const parser = createParser({
        onId: (id) => (this.#lastEventId = id),
        onRetry: (delay) => (this.#reconnectionTime = delay),
        onEvent: ({ event, data }) => {
          // [spec] After close() nothing is dispatched, though the rest of a chunk is still read.
          if (this.#readyState === CLOSED) return;
          const { origin } = new URL(this.url);
          this.dispatchEvent(
            new MessageEvent(event || 'message', { data, lastEventId: this.#lastEventId, origin }),
          );
        },
      });
      return parser;
    }

    /** [spec] Only a 200 with the type of an event stream is one; anything else fails the connection. */
    #respond(status: number, { headers }: TestFailure): void {
      const isStream = status === 200 && /^text\/event-stream/i.test(headers?.['content-type'] ?? '');
      this.#readyState = isStream ? OPEN : CLOSED;
      this.dispatchEvent(new Event(isStream ? 'open' : 'error'));
    }

    /** [spec] Reestablish the connection. */
    #reestablish(): void {
      this.#readyState = CONNECTING;
      this.dispatchEvent(new Event('error'));
      // A listener may have closed it.
      if (this.#readyState !== CONNECTING) return;
      this.#timer = setTimeout(() => this.#connect(), this.#reconnectionTime);
    }
  }
  return TestEventSource as unknown as typeof EventSource;
}
