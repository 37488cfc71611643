import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { createLiveness } from './liveness';
import type { AttemptPlan } from './phases';
import type { RetryPolicy } from './retry';
import type { TimeoutOptions } from './timeouts';

/** The owner of a series of attempts: a lasting connection or a finite run. */
export interface AttemptsOwner {
  /** A feed without an end, not an answer with one. */
  readonly live: boolean;
  /** What notices that a stream with a regular beat fell silent. Answers have no beat. */
  readonly createLiveness?: typeof createLiveness;
  /** What it throws ends the series, unless it is an `SseError` that is retryable. */
  prepare(lastEventId: string): AttemptPlan | Promise<AttemptPlan>;
  settings(): { readonly retry: RetryPolicy; readonly timeout: TimeoutOptions | undefined };
  /** `resumedAfter` is the id that the attempt resumes after, `''` where it begins anew. */
  onOpen(response: Response | undefined, resumedAfter: string): void;
  onMessage(message: SseMessage, ownId: boolean): void;
  /** A message that came before, see `SseSink.replay`. */
  onReplay?(message: SseMessage): void;
  /** The text of a comment. Only transports over fetch see them. */
  onComment?(text: string): void;
  /** A promise while no more messages are wanted: the transport reads on after it. */
  ready?(): Promise<void> | undefined;
  /** The last event id changed without a message. */
  onId(): void;
  /** The wait is over: another attempt is under way. */
  onRetrying(): void;
  /** Waiting for the next attempt, or for the browser's own: then without a time. */
  onReconnecting(error: SseError | null, nextRetryAt: number | null): void;
  /**
   * The server closed the stream cleanly, with these words of its own: the error that this stands for where the
   * answer has not ended. It is tried again where the stream can be resumed.
   */
  earlyClose?(words: string | undefined): SseError | undefined;
  /** No attempt is left: `error`, or the server's clean end, after which nothing more comes. */
  onEnd(error: SseError | null, noContent: boolean): void;
}
