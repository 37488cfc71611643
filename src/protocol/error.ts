/**
 * What went wrong:
 *
 * - `http` the server answered with a status that is not a stream
 * - `network` the request could not be made, or its connection broke
 * - `contentType` the answer was not `text/event-stream`
 * - `timeout` one of the `timeout` options ran out
 * - `format` the format could not read a message
 * - `decode` a decoder of `events` refused a message
 * - `server` the provider reported an error inside the stream
 * - `incomplete` the stream closed cleanly before the answer ended
 */
export type SseErrorKind =
  'http' | 'network' | 'contentType' | 'timeout' | 'format' | 'decode' | 'server' | 'incomplete';

/** What an {@link SseError} carries beside its kind and message. */
export interface SseErrorDetails {
  /** The HTTP status. */
  status?: number | undefined;
  /** The response's headers. */
  headers?: Headers | undefined;
  /** The response's body, at most 64 kB of it; for `format` and `decode` the data of the message. */
  body?: string | undefined;
  /** What `Retry-After` asked for, in ms. */
  retryAfter?: number | undefined;
  /** The provider's own code, as it came. */
  code?: string | number | undefined;
  /** Overrides {@link SseError.isRetryable}: `false` for a mistake that trying again cannot mend. */
  isRetryable?: boolean | undefined;
  cause?: unknown;
}

const RETRYABLE_STATUS = [408, 425, 429];

/** The one error of this library. Its message never holds request headers or bodies. */
export class SseError extends Error {
  override readonly name = 'SseError';
  /** What went wrong. */
  declare readonly kind: SseErrorKind;
  /** The HTTP status. */
  declare readonly status: number | undefined;
  /** The response's headers. */
  declare readonly headers: Headers | undefined;
  /** The response's body, at most 64 kB of it; for `format` and `decode` the data of the message. */
  declare readonly body: string | undefined;
  /** What `Retry-After` asked for, in ms. */
  declare readonly retryAfter: number | undefined;
  /** The provider's own code, as it came. */
  declare readonly code: string | number | undefined;
  /**
   * Whether the same request may succeed later: a broken connection, a timeout, 408, 425, 429 and 5xx. Whether it
   * is in fact sent again is for the `retry` policy to say.
   */
  declare readonly isRetryable: boolean;

  constructor(kind: SseErrorKind, message: string, details: SseErrorDetails = {}) {
    super(message, details);
    const { status } = details;
    this.kind = kind;
    this.status = status;
    this.headers = details.headers;
    this.body = details.body;
    this.retryAfter = details.retryAfter;
    this.code = details.code;
    this.isRetryable =
      details.isRetryable ??
      (kind === 'network' ||
        kind === 'timeout' ||
        (kind === 'http' && (status! >= 500 || RETRYABLE_STATUS.includes(status!))));
  }

  /** For logs: without the body and headers, which may hold secrets. */
  toJSON(): object {
    const { name, kind, message, status, code, retryAfter } = this;
    return { name, kind, message, status, code, retryAfter };
  }
}

/** The words of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** Whatever was thrown, as an {@link SseError}: itself, or the cause of a new one. */
export const toSseError = (kind: SseErrorKind, thrown: unknown, details?: SseErrorDetails): SseError =>
  thrown instanceof SseError
    ? thrown
    : new SseError(kind, messageOf(thrown), {
        ...details,
        cause: thrown,
      });
