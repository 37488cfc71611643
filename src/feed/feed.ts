import { createAttempts, type TimeoutOptions } from '../attempts/attempts';
import type { SseError } from '../protocol/error';
import { type FeedAction, type FeedState, feedReducer, idleFeed } from './feedState';
import type { SseMessage } from '../protocol/message';
import { resolveUrl } from '../protocol/request';
import { resolveRetry, type Retry } from '../attempts/retry';
import type { Transport } from '../protocol/transport';

/** Where a feed comes from, and how it is kept alive. */
export interface FeedSource {
  readonly url: string | URL;
  readonly withCredentials: boolean;
  readonly events: readonly string[];
  readonly transport: Transport;
  readonly retry: Retry | undefined;
  readonly timeout: TimeoutOptions | undefined;
}

/** Who is told about a feed. */
export interface FeedListener {
  /** The state is another one. */
  readonly changed: () => void;
  readonly opened: (response: Response | undefined) => void;
  /** `ownId` says that the message carried an `id:` line of its own. */
  readonly message: (message: SseMessage, ownId: boolean) => void;
  /** A message from before this subscriber came: it is shown, and nothing else. */
  readonly recall: (message: SseMessage) => void;
  readonly identified: () => void;
  /** An attempt failed; `willRetry` says whether another follows. */
  readonly failed: (error: SseError, willRetry: boolean) => void;
  /** The feed ended for good: `closed` or `failed`. */
  readonly ended: () => void;
}

/** A lasting connection: one stream of messages, however many attempts it takes. */
export interface Feed {
  readonly state: FeedState;
  readonly attempt: number;
  readonly lastEventId: string;
  readonly open: () => void;
  /** Ends it, silently but for `changed`. */
  readonly close: (status: 'closed' | 'idle') => void;
  /** A message could not be decoded: the connection stays. */
  readonly refuse: (error: SseError) => void;
  /** What follows is another stream, or goes on after that id. */
  readonly resumeAfter: (lastEventId: string) => void;
  /** Listens for more events, where the transport must name them. */
  readonly listen: (events: readonly string[]) => void;
}

/**
 * @param source asked afresh for each attempt
 */
export function createFeed(source: () => FeedSource, listener: FeedListener): Feed {
  let state = idleFeed;
  const dispatch = (action: FeedAction): void => {
    const before = state;
    state = feedReducer(before, action);
    if (state !== before) listener.changed();
  };

  const attempts = createAttempts({
    live: true,
    prepare(lastEventId) {
      const { url, withCredentials, events, transport } = source();
      const credentials = withCredentials ? 'include' : 'same-origin';
      return { transport, request: { url: resolveUrl(url), init: { credentials }, events, lastEventId } };
    },
    settings() {
      const { retry, timeout } = source();
      return { retry: resolveRetry(retry, Infinity), timeout };
    },
    onOpen(response) {
      dispatch({ type: 'opened' });
      listener.opened(response);
    },
    onMessage: listener.message,
    onId: listener.identified,
    onRetrying: () => dispatch({ type: 'retrying' }),
    onReconnecting(error, nextRetryAt) {
      dispatch({ type: 'interrupted', error, nextRetryAt });
      if (error) listener.failed(error, true);
    },
    onEnd(error) {
      dispatch(error ? { type: 'failed', error } : { type: 'closed' });
      if (error) listener.failed(error, false);
      listener.ended();
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
    close(status) {
      attempts.close();
      dispatch({ type: status === 'idle' ? 'disconnected' : 'closed' });
    },
    refuse: (error) => dispatch({ type: 'refused', error }),
    resumeAfter: attempts.resumeAfter,
    listen: attempts.listen,
  };
}
