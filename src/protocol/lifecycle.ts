import type { SseError } from './error';

/** Where a connection or a run stands. */
export interface Lifecycle<Status> {
  readonly status: Status;
  /** What interrupted or ended it; `null` where nothing went wrong. */
  readonly error: SseError | null;
  /** When the next attempt is made, in epoch ms; `null` where none is planned, or the browser plans it. */
  readonly nextRetryAt: number | null;
}

export const at = <Status>(
  status: Status,
  error: SseError | null = null,
  nextRetryAt: number | null = null,
): Lifecycle<Status> => ({ status, error, nextRetryAt });
