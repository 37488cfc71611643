import type { SseError } from './error';
import type { RunStatus } from './readyState';

/** Where a run stands. */
export interface RunState {
  readonly status: RunStatus;
  /** What interrupted or ended the run; `null` where nothing went wrong. */
  readonly error: SseError | null;
  /** When the next attempt is made, in epoch ms; `null` where none is planned. */
  readonly nextRetryAt: number | null;
}

/** What can happen to a run. */
export type RunAction =
  | { readonly type: 'start' }
  | { readonly type: 'opened' }
  | { readonly type: 'interrupted'; readonly error: SseError | null; readonly nextRetryAt: number | null }
  | { readonly type: 'done' }
  | { readonly type: 'incomplete'; readonly error: SseError }
  | { readonly type: 'failed'; readonly error: SseError }
  | { readonly type: 'stopped' }
  | { readonly type: 'reset' };

export const idleRun: RunState = { status: 'idle', error: null, nextRetryAt: null };

const at = (status: RunStatus, error: SseError | null = null): RunState => ({
  status,
  error,
  nextRetryAt: null,
});

/** Every transition of a run. An ended run is left by `start` and `reset` only. */
export function runReducer(state: RunState, action: RunAction): RunState {
  const { status } = state;
  const running = status === 'connecting' || status === 'streaming' || status === 'reconnecting';
  switch (action.type) {
    case 'start':
      return at('connecting');
    case 'reset':
      return idleRun;
    case 'opened':
      return running ? at('streaming') : state;
    case 'interrupted':
      return running
        ? { status: 'reconnecting', error: action.error, nextRetryAt: action.nextRetryAt }
        : state;
    case 'done':
    case 'stopped':
      return running ? at(action.type) : state;
    case 'incomplete':
    case 'failed':
      return running ? at(action.type, action.error) : state;
    default:
      return action satisfies never;
  }
}
