import type { SseError } from '../protocol/error';
import { at, type Lifecycle } from '../protocol/lifecycle';
import { CLOSED, readyStateOf, type RunStatus } from '../protocol/readyState';

/** Where a run stands. */
export type RunState = Lifecycle<RunStatus>;

/** What can happen to a run. */
export type RunAction =
  | { readonly type: 'start' }
  | { readonly type: 'reset' }
  | { readonly type: 'opened' }
  | { readonly type: 'retrying' }
  | { readonly type: 'done' }
  | { readonly type: 'stopped' }
  | { readonly type: 'interrupted'; readonly error: SseError | null; readonly nextRetryAt: number | null }
  | { readonly type: 'incomplete'; readonly error: SseError }
  | { readonly type: 'failed'; readonly error: SseError };

export const idleRun: RunState = /* @__PURE__ */ at('idle');

/** Every transition of a run. An ended run is left by `start` and `reset` only. */
export function runReducer(state: RunState, action: RunAction): RunState {
  if (action.type === 'start') return at('connecting');
  if (action.type === 'reset') return idleRun;
  if (readyStateOf(state.status) === CLOSED) return state;
  switch (action.type) {
    case 'opened':
      return at('streaming');
    case 'interrupted':
      return at('reconnecting', action.error, action.nextRetryAt);
    case 'retrying':
      return at('reconnecting', state.error);
    case 'done':
    case 'stopped':
    case 'incomplete':
    case 'failed':
      return at(action.type, 'error' in action ? action.error : null);
    default:
      return action satisfies never;
  }
}
