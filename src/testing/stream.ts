import { encodeEvent, encodeLine, type TestMessage } from './encode';

/** What a client asked for. */
export interface TestRequest {
  /** Absolute. */
  readonly url: string;
  readonly method: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was given to `fetch`. */
  readonly body: BodyInit | null;
  readonly credentials: RequestCredentials;
}

/** What a response says in place of a stream. */
export interface TestFailure {
  /** A value that is not a string goes out as JSON. */
  body?: unknown;
  headers?: Record<string, string> | undefined;
}

/** One request and its response: you are the server. */
export interface TestStream extends TestRequest {
  /** The `Last-Event-ID` that the client resumes after; `''` on a first request. */
  readonly lastEventId: string;
  /** The response has started. */
  readonly started: boolean;
  /** The stream is over, whoever closed it. */
  readonly closed: boolean;
  /** The client closed it. */
  readonly aborted: boolean;
  /** The request's body, parsed. */
  json(): unknown;
  /** Sends a message: `send('text')`, `send({ type: 'price', data: { … }, lastEventId: '7' })`. */
  send(message: string | TestMessage): void;
  /** Sends raw text or bytes, cut wherever you like. `write('')` only starts the response. */
  write(chunk: string | Uint8Array): void;
  /** Closes the stream cleanly. */
  end(): void;
  /**
   * Before the response has started: a status answers with it, an error (or nothing) is one of the network.
   * Afterwards no status can be sent any more: the connection breaks.
   */
  fail(failure?: number | Error, response?: TestFailure): void;
}

/** The client's end of a stream. */
export interface Wire {
  start(status: number, response: TestFailure): void;
  chunk(chunk: string | Uint8Array): void;
  end(): void;
  /** The connection broke. */
  break(error: Error): void;
}

const networkError = (): Error => new TypeError('network error');

/** Whether the client asked for lines of JSON in place of events. */
const wantsLines = (request: TestRequest): boolean => /ndjson/.test(request.headers['accept'] ?? '');

function parseBody({ body }: TestRequest): unknown {
  if (typeof body === 'string') return JSON.parse(body);
  throw new TypeError(`The body is ${body === null ? 'empty' : 'not text'}: there is no JSON to read.`);
}

/** The server's end of a request, and what the client calls when it leaves. */
export function createStream(request: TestRequest, wire: Wire): { stream: TestStream; abort: () => void } {
  let started = false;
  let closed = false;
  let aborted = false;
  const lines = wantsLines(request);
  const streamHeaders = { 'content-type': lines ? 'application/x-ndjson' : 'text/event-stream' };

  /** False where the client has left: nothing reaches it, as on a real server. */
  const begin = (): boolean => {
    if (aborted) return false;
    if (closed) throw new Error('This stream was ended by the test: nothing more can be sent on it.');
    if (!started) wire.start(200, { headers: streamHeaders });
    started = true;
    return true;
  };
  const write = (chunk: string | Uint8Array): void => {
    if (begin() && chunk.length > 0) wire.chunk(chunk);
  };
  const finish = (tell: () => void): void => {
    closed = true;
    tell();
  };

  const stream: TestStream = {
    ...request,
    lastEventId: request.headers['last-event-id'] ?? '',
    get started() {
      return started;
    },
    get closed() {
      return closed;
    },
    get aborted() {
      return aborted;
    },
    json: () => parseBody(request),
    send: (message) => write(lines ? encodeLine(message) : encodeEvent(message)),
    write,
    end() {
      if (begin()) finish(() => wire.end());
    },
    fail(failure = networkError(), response = {}) {
      if (typeof failure === 'number' && !started && !closed) finish(() => wire.start(failure, response));
      else if (!aborted && !closed)
        finish(() => wire.break(failure instanceof Error ? failure : networkError()));
    },
  };
  const abort = (): void => {
    if (!closed) aborted = closed = true;
  };
  return { stream, abort };
}
