import type { SseError } from './error';
import type { ConnectionStatus } from './readyState';

/** Where a lasting connection stands. */
export interface FeedState {
  readonly status: ConnectionStatus;
  /** What interrupted or ended the connection; `null` where nothing went wrong. */
  readonly error: SseError | null;
  /** When the next attempt is made, in epoch ms; `null` where none is planned, or the browser plans it. */
  readonly nextRetryAt: number | null;
}

/** What can happen to a lasting connection. */
export type FeedAction =
  | { readonly type: 'connect' }
  | { readonly type: 'opened' }
  | { readonly type: 'interrupted'; readonly error: SseError | null; readonly nextRetryAt: number | null }
  | { readonly type: 'refused'; readonly error: SseError }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly error: SseError }
  | { readonly type: 'disconnected' };

export const idleFeed: FeedState = { status: 'idle', error: null, nextRetryAt: null };

const at = (status: ConnectionStatus, error: SseError | null = null): FeedState => ({
  status,
  error,
  nextRetryAt: null,
});

/** Every transition of a lasting connection. Where an action does not apply, the state is returned as it is. */
export function feedReducer(state: FeedState, action: FeedAction): FeedState {
  const { status } = state;
  const live = status === 'connecting' || status === 'open' || status === 'reconnecting';
  switch (action.type) {
    case 'connect':
      return live ? state : at('connecting');
    case 'opened':
      return live ? at('open') : state;
    case 'interrupted':
      return live ? { status: 'reconnecting', error: action.error, nextRetryAt: action.nextRetryAt } : state;
    case 'refused':
      return status === 'open' ? at('open', action.error) : state;
    case 'closed':
      return status === 'closed' ? state : at('closed');
    case 'failed':
      return live ? at('failed', action.error) : state;
    case 'disconnected':
      return status === 'idle' ? state : idleFeed;
    default:
      return action satisfies never;
  }
}
