import type { SseError } from '../protocol/error';
import { at, type Lifecycle } from '../protocol/lifecycle';
import { CLOSED, type ConnectionStatus, readyStateOf } from '../protocol/readyState';

/** Where a lasting connection stands. */
export type FeedState = Lifecycle<ConnectionStatus>;

/** What can happen to a lasting connection. */
export type FeedAction =
  | { readonly type: 'connect' }
  | { readonly type: 'opened' }
  | { readonly type: 'interrupted'; readonly error: SseError | null; readonly nextRetryAt: number | null }
  | { readonly type: 'retrying' }
  | { readonly type: 'refused'; readonly error: SseError }
  | { readonly type: 'failed'; readonly error: SseError }
  | { readonly type: 'closed' }
  | { readonly type: 'disconnected' };

export const idleFeed: FeedState = /* @__PURE__ */ at('idle');

/** Every transition of a lasting connection. Where an action does not apply, the state is returned as it is. */
export function feedReducer(state: FeedState, action: FeedAction): FeedState {
  const { status } = state;
  const live = readyStateOf(status) !== CLOSED;
  switch (action.type) {
    case 'connect':
      return live ? state : at('connecting');
    case 'opened':
      return live ? at('open') : state;
    case 'interrupted':
      return live ? at('reconnecting', action.error, action.nextRetryAt) : state;
    case 'retrying':
      return live ? at('reconnecting', state.error) : state;
    case 'refused':
      return status === 'open' ? at('open', action.error) : state;
    case 'failed':
      return live ? at('failed', action.error) : state;
    case 'closed':
      return status === 'closed' ? state : at('closed');
    case 'disconnected':
      return status === 'idle' ? state : idleFeed;
    default:
      return action satisfies never;
  }
}
