import { callSafely } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import { MAX_TIMER } from './deadline';

/** How to try again. Times are milliseconds. */
export interface RetryOptions {
  /**
   * Most retries in a row. A message begins a new row; for a feed, so does a connection that was open for at least
   * 5 s and longer than the wait before it.
   * @default Infinity for a feed, 3 for a run
   */
  limit?: number | undefined;
  /**
   * The first delay. A `retry:` field of the server takes its place. No retry comes sooner than 100 ms after the last
   * attempt failed.
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
   * Full jitter: a random delay between 0 and the computed one, so that clients do not come back all at once. To what
   * the server asks for (`retry:`, `Retry-After`) it only adds.
   * @default true
   */
  jitter?: boolean | undefined;
  /**
   * Says whether this error is worth another attempt, in place of `error.isRetryable`. `attempt` counts the failures
   * of this kind and status in the present row of retries, from 1: `attempt === 1` is the first 401, whatever failed
   * before it. An answer that has begun can only be resumed, and only if the server sent ids: `shouldRetry` cannot
   * change that.
   */
  shouldRetry?: ((error: SseError, attempt: number) => boolean) | undefined;
}

/** `false` or `0`: never; `true`: the defaults; a number: that limit. */
export type Retry = boolean | number | RetryOptions;

/** A retry option as it is to be applied. */
export interface RetryPolicy extends RetryOptions {
  readonly limit: number;
  /** Whether the caller asked for retries: a request that is not safe is sent again only then. */
  readonly asked: boolean;
}

/** A retry option that does not come from the caller of the request, see {@link asDefaultRetry}. */
interface DefaultRetry extends RetryOptions {
  readonly isDefault?: boolean;
}

/** What an attempt that failed was, for {@link mayRetry}. */
export interface FailedAttempt {
  /** A feed without an end, not an answer with one. */
  readonly live: boolean;
  /** HTTP's word: GET or HEAD, which change nothing at the server. */
  readonly isSafe: boolean;
  /** Whether a byte of the stream had arrived. */
  readonly began: boolean;
  /** Whether the stream can be resumed where it stopped. */
  readonly isResumable: boolean;
  /** `null` when the server closed the stream cleanly. */
  readonly error: SseError | null;
  /** How many attempts of this row have failed like this one, itself included. */
  readonly failuresAlike: number;
}

/** The least wait after a failed attempt, in ms. */
const MIN_DELAY = 100;

const toOptions = (retry: Retry | undefined): DefaultRetry => {
  if (typeof retry === 'object') return retry ?? {};
  if (retry === false) return { limit: 0 };
  return typeof retry === 'number' ? { limit: retry } : {};
};

const markDefault = (retry: Retry): DefaultRetry => ({ ...toOptions(retry), isDefault: true });

/** Marks a retry option, such as a provider's, that never makes a request that is not safe be sent again. */
export const asDefaultRetry = (retry: Retry | undefined): Retry | undefined =>
  retry === undefined ? retry : markDefault(retry);

export function resolveRetry(retry: Retry | undefined, defaultLimit: number): RetryPolicy {
  const { isDefault = false, ...options } = toOptions(retry);
  const asked = retry != null && retry !== false && !isDefault;
  return { ...options, limit: options.limit ?? defaultLimit, asked };
}

/** When a request is retried: the table of the docs. `attempt` is the retry's number, from 1. */
export function mayRetry(policy: RetryPolicy, attempt: number, failed: FailedAttempt): boolean {
  const { asked, limit, shouldRetry } = policy;
  const { live, isSafe, began, isResumable, error, failuresAlike } = failed;
  if (!(attempt <= limit)) return false;
  // A stream that has begun: a feed goes on, an answer must not begin again.
  if (began && !((isSafe || asked) && (live || isResumable))) return false;
  // A clean end: only a feed comes here with it.
  if (!error) return isSafe || asked;
  if (!(shouldRetry ? callSafely(shouldRetry, error, failuresAlike) === true : error.isRetryable))
    return false;
  if (began || isSafe || asked) return true;
  // The server said when to come again, so it did not act on the request.
  return (error.status === 429 || error.status === 503) && error.retryAfter !== undefined;
}

/** What a delay depends on beside the policy. Times are milliseconds. */
export interface RetrySituation {
  /** How many attempts in a row have failed, from 1. */
  readonly attempt: number;
  /** The server's `retry:` field: the base in place of `delay`, and a floor. */
  readonly serverDelay?: number | undefined;
  /** The server's `Retry-After`: a floor. */
  readonly retryAfter?: number | undefined;
  /**
   * How long the connection had been up. A server that restarts cuts all its clients at once: the longer they were
   * there, the more of them there are, and the less a longer gap is felt.
   */
  readonly uptime?: number | undefined;
}

/** The least wait before a retry, in ms: the server's word, or 100 ms. */
export const leastDelay = ({
  serverDelay = 0,
  retryAfter = 0,
}: Pick<RetrySituation, 'serverDelay' | 'retryAfter'>): number =>
  Math.min(Math.max(serverDelay, retryAfter, MIN_DELAY), MAX_TIMER);

/** How long to wait before a retry, in ms. */
export function retryDelay(
  { delay, maxDelay = 30_000, factor = 2, jitter = true }: RetryOptions,
  situation: RetrySituation,
): number {
  const { attempt, serverDelay, uptime = 0 } = situation;
  const floor = leastDelay(situation);
  const wanted = serverDelay ?? delay ?? Math.min(Math.max(uptime / 10, 1000), 20_000);
  // Also where `wanted` is no number.
  const base = wanted > MIN_DELAY ? wanted : MIN_DELAY;
  const longest = Math.min(base * factor ** (attempt - 1), Math.max(maxDelay, base));
  let result = longest;
  // Above a wait that the server asked for, the clients are spread over half as much again.
  if (jitter && floor > MIN_DELAY) result = floor + (Math.max(longest, floor * 1.5) - floor) * Math.random();
  else if (jitter) result = longest * Math.random();
  return Math.min(result > floor ? result : floor, MAX_TIMER);
}
