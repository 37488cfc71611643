import type { Answer } from '../answer/answer';
import type { Format } from '../answer/format';
import type { TimeoutOptions } from '../attempts/attempts';
import type { Retry } from '../attempts/retry';
import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { InStatus } from '../protocol/readyState';
import type { RequestOptions, Resolvable } from '../protocol/request';
import type { FetchLike, Transport } from '../protocol/transport';
import type { Throttle } from '../publish/throttle';
import type { ResumeOptions } from '../resume/contract';

/** What `start()` does while a run is under way. */
export type WhenBusy = 'replace' | 'queue' | 'ignore';

/**
 * The request, and what to do with the answer. The request is that of the moment of `start()`, whatever the options
 * become later; `headers`, callbacks, `retry`, `timeout` and `throttle` are always the latest.
 */
export interface RunOptions extends RequestOptions, ResumeOptions {
  /** A value, or a function called afresh for each attempt. */
  url?: Resolvable<string | URL> | undefined;
  /**
   * Aborting it stops the run; if its reason is a timeout, as that of `AbortSignal.timeout()`, the run fails with
   * an error of kind `'timeout'`. No listener stays on it.
   */
  signal?: AbortSignal | null | undefined;
  /**
   * How messages become an answer.
   * @default plainText()
   */
  format?: Format | undefined;
  /** The event-type filter, before the format. @default all */
  events?: readonly string[] | undefined;
  /**
   * What to do when an attempt fails. Requests that are not safe (other than GET and HEAD) are sent again only if the
   * caller asks for it here.
   * @default 3 for GET; for others, where the server refused with 429 or 503 and a `Retry-After`
   */
  retry?: Retry | undefined;
  /** How long to wait for what, in ms. @default none */
  timeout?: TimeoutOptions | undefined;
  /** How often new data is published; a change of status is published at once. @default 'auto' */
  throttle?: Throttle | undefined;
  /** Makes the attempts. @default fetchEventSource() */
  transport?: Transport | undefined;
  /** For transports over fetch that have none of their own. @default the platform's */
  fetch?: FetchLike | undefined;
  /**
   * What `start()` does while a run is under way:
   *
   * - `'replace'` stops it
   * - `'queue'` waits for it: queued starts run in order. One that does not end as `done` holds the queue until the
   *   next `start()`; `reset()` empties it
   * - `'ignore'` does nothing, and returns the promise of the run under way
   *
   * @default 'replace'
   */
  whenBusy?: WhenBusy | undefined;
  /** The stream is open; its body is the transport's to read. */
  onOpen?: ((response?: Response) => void) | undefined;
  /** Every message that passes `events`, in order, exactly once, as soon as it arrives. */
  onMessage?: ((message: SseMessage) => void) | undefined;
  /** Exactly once for each start, whatever the end, unless the component was unmounted before it. */
  onFinish?: ((result: RunSnapshot) => void) | undefined;
  /** An attempt failed, or the run did; `willRetry` says whether another attempt follows. */
  onError?: ((error: SseError, willRetry: boolean) => void) | undefined;
}

/** When what happened. Points in time are epoch milliseconds, `null` until they come. */
export interface RunTiming {
  /** The run began. */
  readonly startedAt: number | null;
  /** The stream was open for the first time. */
  readonly openedAt: number | null;
  /** The first text arrived. */
  readonly firstTextAt: number | null;
  /** The run ended. */
  readonly endedAt: number | null;
  /** The longest time between two messages, in ms. */
  readonly longestGap: number;
}

interface RunData extends Omit<Answer, 'error' | 'done' | 'stopped'> {
  /** Whether a run is under way: connecting, streaming or reconnecting. */
  readonly isRunning: boolean;
  /** How many starts wait for their turn, with `whenBusy: 'queue'`. */
  readonly queued: number;
  /** The newest message, `null` before the first. */
  readonly lastMessage: SseMessage | null;
  /** The newest id that the server sent, `''` before the first: where the answer would be resumed. */
  readonly lastEventId: string;
  /** Retries since the last message: 0 while all is well. */
  readonly attempt: number;
  /** When the next attempt is made, in epoch ms; `null` where none is planned. */
  readonly nextRetryAt: number | null;
  /** When what happened. */
  readonly timing: RunTiming;
}

/** The run's state, as one consistent value. A union by `status`, so that `error` narrows. */
export type RunSnapshot = RunData &
  (
    | InStatus<'idle' | 'connecting' | 'streaming' | 'done' | 'stopped', null>
    | InStatus<'reconnecting', SseError | null>
    | InStatus<'incomplete' | 'failed', SseError>
  );

/** A DOM or React event: ignored as an argument, so that `onClick={start}` works. */
export interface EventLike {
  preventDefault(): void;
}
