import { createAttempts, type TimeoutOptions } from '../attempts/attempts';
import { createLiveness } from '../attempts/liveness';
import type { SseError } from '../protocol/error';
import { closedFeed, type FeedAction, type FeedState, feedReducer, idleFeed } from './feedState';
import type { SseMessage } from '../protocol/message';
import { resolveUrl } from '../protocol/request';
import { resolveRetry, type Retry } from '../attempts/retry';
import type { Transport } from '../protocol/transport';

/** Where a feed comes from, and how it is kept alive. */
export interface FeedSource {
  readonly url: string | URL;
  readonly withCredentials: boolean;
  /** The names to listen for; `'*'` among them means all. */
  readonly events: readonly string[];
  readonly transport: Transport;
  readonly retry: Retry | undefined;
  readonly timeout: TimeoutOptions | undefined;
}

/** How a feed went on when it was opened again. */
export interface Resumed {
  /** The id after which it was to go on; `''` where the server had sent none. */
  readonly lastEventId: string;
  /**
   * `'continued'`: the server goes on after that id. `'gap'`: it says that it cannot, so fetch the current state.
   * `'unknown'`: it says neither.
   */
  readonly outcome: 'continued' | 'gap' | 'unknown';
}

/** The subscriber of a feed. */
export interface FeedListener {
  /** The state is another one. */
  readonly onChange: () => void;
  /** `resumed` where the stream was to go on after an id, or was open before. */
  readonly onOpen: (response: Response | undefined, resumed: Resumed | null) => void;
  /** `ownId` says that the message carried an `id:` line of its own. */
  readonly onMessage: (message: SseMessage, ownId: boolean) => void;
  /** A message that came before this subscriber: it is shown, and nothing else. */
  readonly onReplay: (message: SseMessage) => void;
  /** The last event id changed without a message. */
  readonly onId: () => void;
  readonly onComment: (text: string) => void;
  /** An attempt failed; `willRetry` says whether another follows. */
  readonly onError: (error: SseError, willRetry: boolean) => void;
  /** The feed ended for good: `closed` or `failed`. */
  readonly onClose: () => void;
}

/** A lasting connection: one stream of messages, however many attempts it takes. */
export interface Feed {
  readonly state: FeedState;
  readonly attempt: number;
  readonly lastEventId: string;
  readonly open: () => void;
  /** Ends it in this state, silently but for `onChange`. */
  readonly close: (ended?: FeedState) => void;
  /** What follows is another stream, or goes on after that id. */
  readonly resumeAfter: (lastEventId: string) => void;
  /** Listens for more events, where the transport must name them. */
  readonly listen: (events: readonly string[]) => void;
}

/** What the response says about resuming: Mercure's hub sends back the id after which it goes on. */
function resumedAfter(lastEventId: string, response: Response | undefined): Resumed {
  const answer = lastEventId ? response?.headers.get('last-event-id') : undefined;
  if (answer == null) return { lastEventId, outcome: 'unknown' };
  return { lastEventId, outcome: answer === lastEventId ? 'continued' : 'gap' };
}

/**
 * @param source asked afresh for each attempt
 */
export function createFeed(source: () => FeedSource, listener: FeedListener): Feed {
  let state = idleFeed;
  const change = (next: FeedState): void => {
    if (next === state) return;
    state = next;
    listener.onChange();
  };
  const dispatch = (action: FeedAction): void => change(feedReducer(state, action));

  const attempts = createAttempts({
    ...listener,
    live: true,
    createLiveness,
    prepare(lastEventId) {
      const { url, withCredentials, events, transport } = source();
      const credentials = withCredentials ? 'include' : 'same-origin';
      return {
        transport,
        request: {
          url: resolveUrl(url),
          init: { credentials },
          events: events.includes('*') ? undefined : events,
          lastEventId,
          live: true,
        },
      };
    },
    settings() {
      const { retry, timeout } = source();
      return { retry: resolveRetry(retry, Infinity), timeout };
    },
    onOpen(response, after) {
      const isReopened = state.status === 'reconnecting';
      // The browser's own source resumes by itself: after the newest id.
      const lastEventId = after || (isReopened ? attempts.lastEventId : '');
      const resumed = isReopened || lastEventId ? resumedAfter(lastEventId, response) : null;
      dispatch({ type: 'opened' });
      listener.onOpen(response, resumed);
    },
    onRetrying: () => dispatch({ type: 'retrying' }),
    onReconnecting(error, nextRetryAt) {
      dispatch({ type: 'interrupted', error, nextRetryAt });
      if (error) listener.onError(error, true);
    },
    onEnd(error) {
      dispatch(error ? { type: 'failed', error } : { type: 'closed' });
      const ended = state;
      if (error) listener.onError(error, false);
      // Unless the subscriber opened it again.
      if (state === ended) listener.onClose();
    },
  });

  return {
    get state() {
      return state;
    },
    get attempt() {
      return attempts.attempt;
    },
    get lastEventId() {
      return attempts.lastEventId;
    },
    open() {
      attempts.open();
      dispatch({ type: 'connect' });
    },
    close(ended = closedFeed) {
      attempts.close();
      if (ended.status !== state.status) change(ended);
    },
    resumeAfter: attempts.resumeAfter,
    listen: attempts.listen,
  };
}
