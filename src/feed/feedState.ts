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
  | { readonly type: 'failed'; readonly error: SseError }
  | { readonly type: 'closed' };

export const idleFeed: FeedState = /* @__PURE__ */ at('idle');
export const closedFeed: FeedState = /* @__PURE__ */ at('closed');

/** Whether it is connected, or about to be. */
export const isLive = ({ status }: FeedState): boolean => readyStateOf(status) !== CLOSED;

/** Every transition of a lasting connection. Where an action does not apply, the state is returned as it is. */
export function feedReducer(state: FeedState, action: FeedAction): FeedState {
  const live = isLive(state);
  if (action.type === 'connect') return live ? state : at('connecting');
  if (!live) return state;
  switch (action.type) {
    case 'opened':
      return at('open');
    case 'interrupted':
      return at('reconnecting', action.error, action.nextRetryAt);
    case 'retrying':
      return at('reconnecting', state.error);
    case 'failed':
      return at('failed', action.error);
    case 'closed':
      return closedFeed;
    default:
      return action satisfies never;
  }
}
