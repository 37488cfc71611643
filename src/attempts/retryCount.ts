import type { SseError } from '../protocol/error';

/** Counts the retries in a row. */
export interface RetryCount {
  /** Retries of the policy and of the transport's own engine: what is shown. */
  readonly shown: number;
  /** Failed attempts, offline or not: the delay grows with them. */
  readonly failures: number;
  /** How long the connection had been up when it was last open, in ms. */
  readonly uptime: number;
  /** The stream makes progress: the row ends. */
  progress(): void;
  /** A connection that was open has ended. It may end the row too. */
  closed(uptime: number): void;
  /** An attempt failed. Returns the number that a retry would have, and how many of this row have failed like it. */
  failed(error: SseError | null, isOffline: boolean): { retry: number; failuresAlike: number };
  /** The retry of that number follows, after a delay in ms. */
  retries(retry: number, delay: number): void;
  /** The transport's own engine reconnects: that does not count for the policy. */
  engineRetried(): void;
}

/** A connection that was open for so long, in ms, has worked. */
const STABLE_TIME = 5000;

/** @param isFeed a feed may be quiet: that it was open for a while is progress, too */
export function createRetryCount(isFeed: boolean): RetryCount {
  let attempt = 0;
  let engineRetries = 0;
  let failures = 0;
  let uptime = 0;
  let lastDelay = 0;
  let reasons = new Map<string, number>();
  const progress = (): void => {
    if (!failures && !engineRetries) return;
    attempt = engineRetries = failures = lastDelay = 0;
    reasons = new Map();
  };
  return {
    get shown() {
      return attempt + engineRetries;
    },
    get failures() {
      return failures;
    },
    get uptime() {
      return isFeed ? uptime : 0;
    },
    progress,
    closed(ms) {
      uptime = ms;
      if (isFeed && ms >= STABLE_TIME && ms > lastDelay) progress();
    },
    failed(error, isOffline) {
      failures++;
      const reason = `${error?.kind} ${error?.status}`;
      const failuresAlike = (reasons.get(reason) ?? 0) + 1;
      reasons.set(reason, failuresAlike);
      // What fails while the device is offline says nothing about the server.
      return { retry: isOffline ? Math.max(attempt, 1) : attempt + 1, failuresAlike };
    },
    retries(retry, delay) {
      attempt = retry;
      lastDelay = delay;
    },
    engineRetried() {
      engineRetries++;
    },
  };
}
