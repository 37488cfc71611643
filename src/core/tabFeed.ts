import { noop } from './callbacks';
import { SseError, type SseErrorKind } from './error';
import { createFeed, type Feed, type FeedListener, type FeedSource } from './feed';
import { type FeedState, feedReducer, idleFeed } from './feedState';
import type { SseMessage } from './message';
import { createRecentIds } from './recentIds';

/** An error as it travels between tabs; response headers do not. */
interface PostedError {
  readonly kind: SseErrorKind;
  readonly message: string;
  readonly status: number | undefined;
  readonly body: string | undefined;
  readonly retryAfter: number | undefined;
  readonly isRetryable: boolean;
}

/** What a state was told for, beside itself. */
type Event = 'opened' | 'failed' | 'ended' | null;

/** What tabs tell each other. */
type Note =
  /** A tab came, and wants these events. */
  | { readonly type: 'hello'; readonly events: readonly string[] }
  /** A tab asks to connect again. */
  | { readonly type: 'open' }
  | {
      readonly type: 'state';
      readonly state: Omit<FeedState, 'error'>;
      readonly error: PostedError | null;
      readonly attempt: number;
      readonly lastEventId: string;
      readonly event: Event;
      /** For a tab that has just come: the newest message of each type, the newest last. */
      readonly latest?: readonly SseMessage[] | undefined;
    }
  | { readonly type: 'message'; readonly message: SseMessage; readonly ownId: boolean };

/** How many ids each tab remembers, so that a change of leader repeats nothing. */
const TAB_IDS = 2_000;

/** Whether this environment can share one connection between tabs. */
export const canShareTabs = (): boolean =>
  typeof document === 'object' &&
  typeof BroadcastChannel === 'function' &&
  globalThis.navigator?.locks !== undefined;

const toPosted = (error: SseError | null): PostedError | null => {
  if (!error) return null;
  const { kind, message, status, body, retryAfter, isRetryable } = error;
  return { kind, message, status, body, retryAfter, isRetryable };
};

const fromPosted = (error: PostedError | null): SseError | null =>
  error && new SseError(error.kind, error.message, error);

/**
 * The one connection of all tabs of the origin for `key`. The tab that holds the lock of that name leads: it connects,
 * and tells the others what it hears. When it goes away, the browser gives the lock to another, which goes on after
 * the last id that it has seen; every tab drops what it has had.
 *
 * @see https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */
export function createTabFeed(key: string, source: () => FeedSource, listener: FeedListener): Feed {
  const name = `react-event-source ${key}`;
  let state = idleFeed;
  let attempt = 0;
  let lastEventId = '';
  let channel: BroadcastChannel | undefined;
  /** Gives up the lock, or the place in its queue. */
  let resign = noop;
  /** The connection itself, while this tab leads. */
  let led: Feed | undefined;
  const events = new Set<string>();
  const seen = createRecentIds(TAB_IDS);
  /** The newest message of each type, the newest last. */
  const latest = new Map<string, SseMessage>();

  const post = (note: Note): void => channel?.postMessage(note);
  const follow = (next: FeedState): void => {
    if (next === state) return;
    state = next;
    listener.changed();
  };

  const deliver = (message: SseMessage, ownId: boolean): void => {
    if (ownId) {
      if (seen.has(message.lastEventId)) return;
      seen.add(message.lastEventId);
    }
    latest.delete(message.type);
    latest.set(message.type, message);
    attempt = 0;
    lastEventId = message.lastEventId;
    listener.message(message, ownId);
  };

  const postState = (event: Event = null, news?: readonly SseMessage[]): void => {
    const { status, nextRetryAt, error } = state;
    const told = { status, nextRetryAt };
    post({ type: 'state', state: told, error: toPosted(error), attempt, lastEventId, event, latest: news });
  };

  const lead = (): void => {
    const taken = state.status === 'open' || state.status === 'reconnecting';
    const feed = createFeed(() => ({ ...source(), events: [...events, ...source().events] }), {
      changed() {
        if (led !== feed) return;
        attempt = feed.attempt;
        // What was open before is interrupted, not new.
        const { status } = feed.state;
        follow(taken && status === 'connecting' ? { ...feed.state, status: 'reconnecting' } : feed.state);
        postState();
      },
      opened(response) {
        postState('opened');
        listener.opened(response);
      },
      message(message, ownId) {
        post({ type: 'message', message, ownId });
        deliver(message, ownId);
      },
      recall: noop,
      identified() {
        lastEventId = feed.lastEventId;
        listener.identified();
      },
      failed(error, willRetry) {
        postState('failed');
        listener.failed(error, willRetry);
      },
      ended() {
        postState('ended');
        listener.ended();
      },
    });
    led = feed;
    feed.resumeAfter(lastEventId);
    feed.open();
  };

  const hear = ({ data: note }: MessageEvent<Note>): void => {
    switch (note.type) {
      case 'hello':
        for (const event of note.events) events.add(event);
        led?.listen(note.events);
        if (led) postState(null, [...latest.values()]);
        return;
      case 'open':
        led?.open();
        return;
      case 'message':
        deliver(note.message, note.ownId);
        return;
      case 'state': {
        // The leader knows better than a note that another one left behind.
        if (led) return;
        const error = fromPosted(note.error);
        attempt = note.attempt;
        lastEventId = note.lastEventId;
        follow({ ...note.state, error });
        if (!latest.size) note.latest?.forEach(listener.recall);
        if (note.event === 'opened') listener.opened(undefined);
        if (note.event === 'failed' && error) listener.failed(error, note.state.status === 'reconnecting');
        if (note.event === 'ended') listener.ended();
        return;
      }
      default:
        note satisfies never;
    }
  };

  const join = (): void => {
    if (channel) return;
    channel = new BroadcastChannel(name);
    channel.onmessage = hear;
    const waiting = new AbortController();
    const term = new Promise<void>((end) => {
      resign = () => {
        waiting.abort();
        end();
      };
    });
    navigator.locks
      .request(name, { signal: waiting.signal }, () => {
        if (waiting.signal.aborted) return;
        lead();
        return term;
      })
      .catch(noop);
    post({ type: 'hello', events: source().events });
  };

  const leave = (): void => {
    const feed = led;
    led = undefined;
    channel?.close();
    channel = undefined;
    feed?.close('closed');
    resign();
  };

  return {
    get state() {
      return state;
    },
    get attempt() {
      return attempt;
    },
    get lastEventId() {
      return lastEventId;
    },
    open() {
      follow(feedReducer(state, { type: 'connect' }));
      addEventListener('pagehide', leave);
      addEventListener('pageshow', join);
      document.addEventListener('freeze', leave);
      document.addEventListener('resume', join);
      if (led) led.open();
      else if (channel) post({ type: 'open' });
      else join();
    },
    close(status) {
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', join);
      document.removeEventListener('freeze', leave);
      document.removeEventListener('resume', join);
      leave();
      follow(feedReducer(state, { type: status === 'idle' ? 'disconnected' : 'closed' }));
    },
    refuse: (error) => follow(feedReducer(state, { type: 'refused', error })),
    resumeAfter(id) {
      lastEventId = id;
    },
    listen(names) {
      post({ type: 'hello', events: names });
      led?.listen(names);
    },
  };
}
