import type { SseError } from './error';
import type { SseMessage } from './message';

/** The part of the platform's `fetch` that is used. */
export type FetchLike = (input: string, init: RequestInit) => Promise<Response>;

/** The part of the platform's `EventSource` that is used: any polyfill of it fits. */
export interface EventSourceLike {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent) => void): void;
  close(): void;
}

/** Makes an {@link EventSourceLike}. */
export type EventSourceConstructor = new (
  url: string,
  /** `headers` only from a provider, and only to a class in place of the platform's. */
  init?: { withCredentials?: boolean; headers?: Record<string, string> },
) => EventSourceLike;

/** One attempt, ready to be made: everything that was a function or a promise has been resolved. */
export interface SseRequest {
  /** Absolute, or relative to the page. */
  readonly url: string;
  /** `method`, `headers`, `body`, `credentials` and the rest of `RequestInit`. Header names are in lower case. */
  readonly init: Omit<RequestInit, 'headers' | 'signal'> & {
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** The names to listen for; `undefined` means all of them, which only transports over fetch can do. */
  readonly events: readonly string[] | undefined;
  /** The id to resume after; `''` on a first attempt. */
  readonly lastEventId: string;
  /** Of a feed and not of an answer: a transport may share its connection with equal ones. */
  readonly live?: boolean | undefined;
  /** How the body is cut into messages, see `Format.framing`. */
  readonly framing?: 'events' | 'lines' | undefined;
  /** Replaces the platform's `fetch`, where the transport has none of its own. */
  readonly fetch?: FetchLike | undefined;
  /** Replaces the platform's `EventSource`, where the transport has none of its own. */
  readonly EventSource?: EventSourceConstructor | undefined;
}

/**
 * Where a transport reports to. Nothing may be reported after `end` or `fail`, or after the attempt was closed:
 * the owner ignores what comes too late.
 */
export interface SseSink {
  /** The stream is open. Over fetch with the response, whose body belongs to the transport. */
  open(response?: Response): void;
  /** Bytes arrived: a sign of life, whatever they hold. */
  activity(): void;
  /** A message was dispatched; `ownId` says that it carried an `id:` line of its own. */
  message(message: SseMessage, ownId: boolean): void;
  /** A message that came before this attempt, over a connection that is shared: shown, and nothing else. */
  replay?(message: SseMessage): void;
  /** The last event id changed. A message carries its own, which need not be reported besides. */
  id(lastEventId: string): void;
  /** The server's `retry:` field, in ms. */
  retry(delay: number): void;
  /** A comment arrived, with its text behind the colon. Optional: not every transport sees comments. */
  comment?(text: string): void;
  /** A promise while no more messages are wanted: a transport that can waits for it before it reads on. */
  ready?(): Promise<void> | undefined;
  /** The transport's own engine is reconnecting (the browser's `EventSource` does); `open` follows. */
  reconnecting(): void;
  /**
   * The server closed the stream cleanly; `noContent` after a 204, which asks not to come again. `words` are text that
   * stood in the stream outside of any message, as an error that a provider writes as plain JSON.
   */
  end(noContent?: boolean, words?: string): void;
  /** The attempt failed. */
  fail(error: SseError): void;
}

/**
 * Closes an attempt: synchronously, and for good. `isFinished` says that everything that was wanted has come, though
 * the server still holds the connection open: the connection is closed, and nothing counts as aborted. `isLost` says
 * that the connection was given up because it fell silent.
 */
export interface Attempt {
  (isFinished?: boolean, isLost?: boolean): void;
  /** Listens for more events, where the transport must name them. */
  listen?(events: readonly string[]): void;
  /** Asked after a page or device has slept: `false` where the connection has ended without a report. */
  isAlive?(): boolean;
}

/** Makes one attempt and reports to the sink. Sets no retry timer. */
export interface Transport {
  (request: SseRequest, sink: SseSink): Attempt;
  /**
   * Kind and plain options, comparable: two transports with one key are the same transport, so that one written
   * inline does not reconnect.
   */
  readonly key?: string;
  /** Whether a function has a say in headers or body, so that equal keys may still mean different requests. */
  readonly dynamic?: boolean;
  /**
   * What it was given by reference and depends on, such as a `fetch` function: subscriptions share a connection only
   * where these are the same.
   */
  readonly references?: readonly object[];
  /** What of the platform it uses. */
  readonly platform?: 'EventSource' | 'fetch';
  /** The HTTP method, where the transport sets it itself. */
  readonly method?: string | undefined;
}
