import type { SseError } from '../protocol/error';
import type { Throttle } from '../publish/throttle';
import type { ResumePoint } from '../resume/contract';
import type { RunOptions, RunSnapshot } from './options';
import type { RunDefaults } from './request';

/** What an execution tells the run that it belongs to. */
export interface ExecutionOwner {
  readonly defaults: RunDefaults;
  /** The options as they are now. */
  options(): RunOptions;
  /** How many starts wait for their turn. */
  queued(): number;
  /** The status changed, or data did: publish at once, or when `throttle` allows it. */
  readonly store: { publish(): void; touch(): void; flush(): void };
  /** It has ended, and its callbacks were called. */
  ended(execution: Execution): void;
  /** Whether no callback may be called: the component has been unmounted. */
  isSilent(): boolean;
}

/** One start of a run, from its request to its result. */
export interface Execution {
  readonly promise: Promise<RunSnapshot>;
  /** Whether it has ended. Before `begin()` it waits. */
  readonly hasEnded: boolean;
  /** Its state as it is now; once it has ended, its result, with usage that came later. */
  read(): RunSnapshot;
  begin(): void;
  /** Where its answer can be resumed, while that is under way at the server. */
  readonly point: () => ResumePoint | undefined;
  /**
   * Stops it if it is under way or waits, and closes its connection. An answer that can be resumed goes on at the
   * server if it `isLeft`, because its component was unmounted.
   */
  close(isLeft?: boolean): void;
  /** Its callbacks are called no more. */
  silence(): void;
  throttle(): Throttle | undefined;
  /** Ends it as failed. */
  fail(error: SseError): void;
}
