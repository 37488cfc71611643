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
   * The Web Lock that the page holds as long as the attempt is wanted; `''` where the Worker dies with the page, and
   * missing where there are no locks.
   */
  readonly lock?: string | undefined;
}

/** How it stands in a message: Workers may get others of their own. */
export interface WorkerCall {
  readonly sse: WorkerRequest;
  readonly port: MessagePort;
}

/**
 * A batch of reports in one flat list, each its code with its arguments: a structured clone of that costs far less
 * than of an object for each message.
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

/** What else a Worker says: its name, see `hold`, before the first report, and that it is there. */
export type WorkerWord = { readonly worker: string | undefined } | 'ping';

/** What a page says: that it has dealt with a batch and wants the next, that it is there, and the end. */
export type PageWord = 'next' | 'pong' | 'close' | 'finished' | 'lost';

/** How often those without Web Locks tell each other that they are there, in ms. */
export const PING = 15_000;
/** Silence of so many of them is taken for death. */
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

/** An `SseError` on its way: a structured clone would leave out what is its own. */
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

/** What can be cloned as it is, else its words. */
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
 * Holds a Web Lock of a name that is new, which the browser releases when this page or Worker is gone, however that
 * happens. Resolves with the name when it is held; with `undefined` where there are no locks.
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
      // The browser gives none here: cookies are blocked, for example.
      .catch(() => resolve(undefined));
  });
}

/** Calls `gone` when nobody holds the lock of that name any more. */
export function whenReleased(name: string, signal: AbortSignal, gone: () => void): void {
  const isGone = (): void => {
    if (!signal.aborted) gone();
  };
  navigator.locks.request(name, { mode: 'shared', signal }, isGone).catch(() => {
    // It is no longer asked for.
  });
}
