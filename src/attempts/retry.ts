import { callSafely } from '../platform/callbacks';
import type { SseError } from '../protocol/error';

/** How to try again. Times are milliseconds. */
export interface RetryOptions {
  /**
   * Most retries in a row without a message in between.
   * @default Infinity for a feed, 3 for a run
   */
  limit?: number | undefined;
  /**
   * The first delay. A `retry:` field of the server takes its place.
   * @default 1000; for a feed a tenth of the time that the connection had been up, from 1 s to 20 s
   */
  delay?: number | undefined;
  /**
   * The longest delay that growth leads to. What the server asks for may be longer.
   * @default 30000
   */
  maxDelay?: number | undefined;
  /**
   * What the delay is multiplied with from one retry to the next.
   * @default 2
   */
  factor?: number | undefined;
  /**
   * Full jitter: a random delay between 0 and the computed one, so that clients do not come back all at once.
   * @default true
   */
  jitter?: boolean | undefined;
  /**
   * Says whether this error is worth another attempt, in place of `error.isRetryable`. `attempt` is the number of
   * the retry, from 1. It cannot allow what would repeat an answer that has begun.
   */
  shouldRetry?: ((error: SseError, attempt: number) => boolean) | undefined;
}

/** `false` or `0`: never; `true`: the defaults; a number: that limit. */
export type Retry = boolean | number | RetryOptions;

/** A retry option as it is to be applied. */
export interface RetryPolicy extends RetryOptions {
  readonly limit: number;
  /** Whether the caller asked for retries: what is not idempotent is sent again only then. */
  readonly asked: boolean;
}

/** What an attempt that failed was, for {@link mayRetry}. */
export interface FailedAttempt {
  /** A feed without an end, not an answer with one. */
  readonly live: boolean;
  /** GET or HEAD. */
  readonly idempotent: boolean;
  /** Whether a byte of the stream had arrived. */
  readonly began: boolean;
  /** Whether the server sent ids. */
  readonly resumable: boolean;
  /** `null` when the server closed the stream cleanly. */
  readonly error: SseError | null;
}

/** The longest delay that a timer can hold: 2³¹ − 1 ms. */
const MAX_TIMER = 2 ** 31 - 1;

export function resolveRetry(retry: Retry | undefined, defaultLimit: number): RetryPolicy {
  const options = typeof retry === 'object' ? retry : {};
  const limit = typeof retry === 'number' ? retry : (options.limit ?? defaultLimit);
  return { ...options, limit: retry === false ? 0 : limit, asked: retry !== undefined && retry !== false };
}

/** The table of the README: whether the attempt may be made again at all, `attempt` being the retry's number. */
export function mayRetry(policy: RetryPolicy, attempt: number, failed: FailedAttempt): boolean {
  const { asked, limit, shouldRetry } = policy;
  const { live, idempotent, began, resumable, error } = failed;
  if (attempt > limit) return false;
  if (began && !(idempotent ? live || resumable : asked && resumable)) return false;
  // A clean end: only a feed comes here with it.
  if (!error) return idempotent || asked;
  if (!(shouldRetry ? callSafely(shouldRetry, error, attempt) : error.isRetryable)) return false;
  if (began || idempotent || asked) return true;
  // The server said when to come again, so it did not act on the request.
  return (error.status === 429 || error.status === 503) && error.retryAfter !== undefined;
}

/** What a delay depends on beside the policy. Times are milliseconds. */
export interface RetrySituation {
  /** The number of the retry, from 1. */
  readonly attempt: number;
  /** The server's `retry:` field: the base in place of `delay`. */
  readonly serverDelay?: number | undefined;
  /** The server's `Retry-After`: a floor. */
  readonly retryAfter?: number | undefined;
  /**
   * How long the connection had been up. A server that restarts cuts all its clients at once: the longer they were
   * there, the more of them there are, and the less a longer gap is felt.
   */
  readonly uptime?: number | undefined;
}

/** How long to wait before a retry, in ms. */
export function retryDelay(
  { delay, maxDelay = 30_000, factor = 2, jitter = true }: RetryOptions,
  { attempt, serverDelay, retryAfter = 0, uptime = 0 }: RetrySituation,
): number {
  const base = serverDelay ?? delay ?? Math.min(Math.max(uptime / 10, 1000), 20_000);
  const grown = Math.min(base * factor ** (attempt - 1), Math.max(maxDelay, base));
  const spread = jitter ? grown * Math.random() : grown;
  return Math.min(Math.max(spread, retryAfter), MAX_TIMER);
}
