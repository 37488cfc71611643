import { SseError, type SseErrorKind } from '../protocol/error';
import type { SseRequest } from '../protocol/transport';

/**
 * What a page sends to a Worker, with a port on which this one attempt is reported. Everything that was a function has
 * been called in the page.
 */
export interface WorkerRequest {
  readonly request: SseRequest;
  /** The longest message, in characters. */
  readonly limit: number;
  /** Feeds with the same one may share a connection; missing for answers. */
  readonly feed?: string | undefined;
  /**
   * The name of the Web Lock that the page holds while it wants the attempt; `''` where the Worker ends with the page,
   * missing where there are no locks.
   */
  readonly lock?: string | undefined;
}

/** The message that carries it, told apart from messages of other code by `sse`. */
export interface WorkerCall {
  readonly sse: WorkerRequest;
  readonly port: MessagePort;
}

/**
 * A batch of reports in one flat list: for each its code, then its arguments. To clone it costs far less than an object
 * for each message.
 */
export type Batch = unknown[];

/** The reports, by their codes. */
export const REPORT = {
  activity: 0,
  message: 1,
  id: 2,
  retry: 3,
  comment: 4,
  open: 5,
  end: 6,
  fail: 7,
  replay: 8,
} as const;

/** What else a Worker sends: first the name of its lock, see `hold`, and pings. */
export type WorkerWord = { readonly worker: string | undefined } | 'ping';

/** What a page sends: `next` asks for another batch, `pong` answers a ping, the others end the attempt. */
export type PageWord = 'next' | 'pong' | 'close' | 'finished' | 'lost';

/** How often a Worker pings a page where there are no Web Locks, in ms. */
export const PING = 15_000;
/** How many pings without an answer mean that the other side is dead. */
export const MISSED_PINGS = 3;

/** The head of a response. */
export interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly url: string;
  readonly redirected: boolean;
}

export const headOf = ({ status, statusText, headers, url, redirected }: Response): Head => ({
  status,
  statusText,
  headers: [...headers],
  url,
  redirected,
});

/** The response as the page sees it; its body stays in the Worker. */
export function toResponse({ url, redirected, headers, ...init }: Head): Response {
  const response = new Response(null, { ...init, headers: headers as [string, string][] });
  return Object.defineProperties(response, { url: { value: url }, redirected: { value: redirected } });
}

/** An `SseError` as it is posted: a structured clone would lose its own properties. */
export interface ErrorParts {
  readonly kind: SseErrorKind;
  readonly message: string;
  readonly status: number | undefined;
  readonly headers: readonly (readonly [string, string])[] | undefined;
  readonly body: string | undefined;
  readonly retryAfter: number | undefined;
  readonly code: string | number | undefined;
  readonly isRetryable: boolean;
  readonly cause: unknown;
}

/** The cause itself where it can be cloned, else an error with its text. */
function portable(cause: unknown): unknown {
  try {
    return structuredClone(cause);
  } catch {
    return new Error(String(cause));
  }
}

export function partsOf(error: SseError): ErrorParts {
  const { kind, message, status, headers, body, retryAfter, code, isRetryable, cause } = error;
  return {
    ...{ kind, message, status, body, retryAfter, code, isRetryable },
    headers: headers && [...headers],
    cause: portable(cause),
  };
}

export const toError = ({ kind, message, headers, ...rest }: ErrorParts): SseError =>
  new SseError(kind, message, { ...rest, headers: headers && new Headers(headers as [string, string][]) });

/**
 * Holds a Web Lock with a new name. The browser releases it when this page or Worker is gone, however that happens.
 * Resolves with the name once it is held; with `undefined` where there are no locks.
 */
export async function hold(released: AbortSignal): Promise<string | undefined> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks) return undefined;
  const name = `react-event-source ${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    locks
      .request(name, () => {
        resolve(name);
        return new Promise<void>((release) => {
          if (released.aborted) release();
          released.addEventListener('abort', () => release());
        });
      })
      // The browser refuses locks, for example because cookies are blocked.
      .catch(() => resolve(undefined));
  });
}

/** Calls back when nobody holds the lock of that name any more. */
export function whenReleased(name: string, signal: AbortSignal, onReleased: () => void): void {
  const granted = (): void => {
    if (!signal.aborted) onReleased();
  };
  navigator.locks.request(name, { mode: 'shared', signal }, granted).catch(() => {
    // Aborted: nobody waits for it any more.
  });
}
