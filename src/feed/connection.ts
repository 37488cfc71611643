import type { TimeoutOptions } from '../attempts/attempts';
import { callSafely, reportUncaught } from '../platform/callbacks';
import { accepts, decode, eventNames, type EventsOption, type MessageOf } from './decode';
import type { SseError } from '../protocol/error';
import { createFeed, type Feed, type FeedListener, type FeedSource } from './feed';
import type { SseMessage } from '../protocol/message';
import { type ConnectionStatus, type InStatus, readyStateOf } from '../protocol/readyState';
import { resolveUrl } from '../protocol/request';
import type { Retry } from '../attempts/retry';
import { canShareTabs, createSharedFeed } from './shared/pageFeed';
import { createStore, type Readable } from '../publish/store';
import type { Throttle } from '../publish/throttle';
import type { Transport } from '../protocol/transport';

/** Whose connection it is: this subscription's, the page's, or the browser's. */
export type Share = false | 'page' | 'browser';

/** What a lasting connection can be told. All of it may change at any time. */
export interface ConnectionOptions<Events extends EventsOption = readonly ['message'], State = undefined> {
  /** `null` or `undefined`: not connected. */
  url?: string | URL | null | undefined;
  /**
   * Sends cookies to another origin, as `EventSource` does.
   * @default false
   */
  withCredentials?: boolean | undefined;
  /**
   * The event-type filter: a list of names, or a map from name to a decoder or Standard Schema.
   * @default ['message']
   */
  events?: Events | undefined;
  /**
   * How many of the newest messages `messages` keeps.
   * @default 0
   */
  history?: number | undefined;
  /** Folds every message into `state`, once, outside rendering. What it throws is reported. */
  reducer?: ((state: State, message: MessageOf<Events>) => State) | undefined;
  /** `state` before the first message. An empty array needs its type: `[] as Item[]`. */
  initialState?: State | undefined;
  /**
   * What to do after a connection broke; over the native transport, after the browser itself gave up.
   * @default true: without limit, from 1 s to 30 s
   */
  retry?: Retry | undefined;
  /** How long to wait for what, in ms. @default none */
  timeout?: TimeoutOptions | undefined;
  /** How often React is told of new data; a change of status is told at once. @default 'auto' */
  throttle?: Throttle | undefined;
  /** Makes the attempts. @default eventSource() */
  transport?: Transport | undefined;
  /**
   * `'page'`: subscriptions equal in url, credentials and transport share one connection, with all their events; each
   * keeps its own filter, decoders, reducer, history, throttle and callbacks. `'browser'`: one connection for all tabs
   * of the origin; where the browser cannot do that, as `'page'`.
   * @default false
   */
  share?: Share | undefined;
  /**
   * Says what is shared where the transport's headers or body are functions: subscriptions with the same `shareKey`
   * make the same request. Without it such a transport is not shared. Another one starts over, as another url does.
   */
  shareKey?: string | undefined;
  /** The stream is open. Over fetch with the response. */
  onOpen?: ((response?: Response) => void) | undefined;
  /** Every message, in order, exactly once, as soon as it arrives. */
  onMessage?: ((message: MessageOf<Events>) => void) | undefined;
  /** An attempt failed (`willRetry` says whether another follows), or a message could not be decoded. */
  onError?: ((error: SseError, willRetry: boolean) => void) | undefined;
  /** The feed ended for good: by the server, by `close()`, or after the last retry. */
  onClose?: (() => void) | undefined;
}

interface ConnectionData<Message, State> {
  /** The newest message, `null` before the first. */
  readonly lastMessage: Message | null;
  /** The newest `history` messages, the oldest first. */
  readonly messages: readonly Message[];
  /** What `reducer` has made of all messages. */
  readonly state: State;
  /** The newest id that the server sent, `''` before the first: where the feed would be resumed. */
  readonly lastEventId: string;
  /** Retries since the last message: 0 while all is well. */
  readonly attempt: number;
  /** When the next attempt is made, in epoch ms; `null` where none is planned, or where the browser plans it. */
  readonly nextRetryAt: number | null;
}

/** The connection's state, as one consistent value. A union by `status`, so that `error` narrows. */
export type ConnectionSnapshot<Message = SseMessage, State = undefined> = ConnectionData<Message, State> &
  (
    | InStatus<'idle' | 'connecting' | 'closed', null>
    /** While open, `error` is the last message that could not be decoded. */
    | InStatus<'open' | 'reconnecting', SseError | null>
    | InStatus<'failed', SseError>
  );

/** A lasting subscription to a feed, without React. */
export interface Connection<Message = SseMessage, State = undefined> extends Readable<
  ConnectionSnapshot<Message, State>
> {
  /** Connects; while waiting for a retry, at once. */
  readonly open: () => void;
  /** Ends the connection, until the next `open()`. What was received is kept. */
  readonly close: () => void;
  /** As `close()`, without any callback; `'idle'` where there is nothing to connect to. */
  readonly disconnect: (status?: 'closed' | 'idle') => void;
}

/** What a binding needs beside the public verbs: its options change with each render. */
export interface BoundConnection<Events extends EventsOption, State> extends Connection<
  MessageOf<Events>,
  State
> {
  setOptions(options: ConnectionOptions<Events, State>): void;
  /** `snapshot` where it is about that feed, else that of a feed of which nothing is known yet. */
  about(
    snapshot: ConnectionSnapshot<MessageOf<Events>, State>,
    url: ConnectionOptions['url'],
    shareKey: string | undefined,
  ): ConnectionSnapshot<MessageOf<Events>, State>;
  /** The component is there. Returns what says that it is gone: closes silently, and opens nothing until it is back. */
  attach(): () => void;
}

const noMessages: readonly never[] = [];

/** What a feed is, for whom. */
const nameOf = (url: ConnectionOptions['url'], shareKey: string | undefined): string =>
  `${String(url)} ${shareKey}`;

/**
 * @param defaultTransport makes the attempts where the options name no transport
 */
export function createConnection<const Events extends EventsOption = readonly ['message'], State = undefined>(
  initial: ConnectionOptions<Events, State>,
  defaultTransport: Transport,
): BoundConnection<Events, State> {
  type Message = MessageOf<Events>;
  let options = initial;
  let opened: string | undefined;
  /** Which feed a snapshot is about. */
  const subjects = new WeakMap<object, string | undefined>();
  let gone = false;
  let lastMessage: Message | null = null;
  let kept: Message[] = [];
  let messages: readonly Message[] = noMessages;
  let state = initial.initialState as State;

  const events = (): EventsOption => options.events ?? ['message'];

  const read = (): ConnectionSnapshot<Message, State> => {
    const { status, error, nextRetryAt } = feed.state;
    const { history = 0 } = options;
    if (messages.at(-1) !== kept.at(-1) || messages.length > history)
      messages = history > 0 ? kept.slice(-history) : noMessages;
    const snapshot = {
      status: status as ConnectionStatus,
      readyState: readyStateOf(status),
      error,
      lastMessage,
      messages,
      state,
      lastEventId: feed.lastEventId,
      attempt: feed.attempt,
      nextRetryAt,
    } as ConnectionSnapshot<Message, State>;
    subjects.set(snapshot, opened);
    return snapshot;
  };

  const keep = (message: Message, history: number): void => {
    kept.push(message);
    // Trimmed now and then, so that a message costs the same however many are kept.
    if (kept.length >= 2 * history + 16) kept = kept.slice(-history);
  };

  const fold = (message: Message): void => {
    const { reducer, history = 0 } = options;
    lastMessage = message;
    if (history > 0) keep(message, history);
    if (!reducer) return;
    try {
      state = reducer(state, message);
    } catch (error) {
      reportUncaught(error);
    }
  };

  const listener: FeedListener = {
    changed: () => store.publish(),
    opened: (response) => callSafely(options.onOpen, response),
    message(raw) {
      const wanted = events();
      if (!accepts(wanted, raw.type)) {
        if (raw.lastEventId !== store.getSnapshot().lastEventId) store.touch();
        return;
      }
      let message: Message;
      try {
        message = decode(wanted, raw) as Message;
      } catch (error) {
        feed.refuse(error as SseError);
        callSafely(options.onError, error as SseError, false);
        return;
      }
      fold(message);
      store.touch();
      callSafely(options.onMessage, message);
    },
    recall(raw) {
      const wanted = events();
      if (!accepts(wanted, raw.type)) return;
      try {
        lastMessage = decode(wanted, raw) as Message;
      } catch {
        // Told when it came, to those who were there.
        return;
      }
      store.publish();
    },
    identified: () => store.touch(),
    failed: (error, willRetry) => callSafely(options.onError, error, willRetry),
    ended: () => callSafely(options.onClose),
  };

  const source = (): FeedSource => ({
    url: options.url ?? '',
    withCredentials: options.withCredentials ?? false,
    events: eventNames(events()),
    transport: options.transport ?? defaultTransport,
    retry: options.retry,
    timeout: options.timeout,
  });

  /** Names what may be shared; `undefined` where nothing may be. */
  const sharedAs = (acrossTabs: boolean): string | undefined => {
    const { share, shareKey } = options;
    const { url, withCredentials, transport } = source();
    if (!share || (shareKey === undefined && (transport.key === undefined || transport.dynamic)))
      return undefined;
    try {
      return JSON.stringify([acrossTabs, resolveUrl(url), withCredentials, transport.key, shareKey]);
    } catch {
      // A url that is none is told when it is opened.
      return undefined;
    }
  };

  let feed: Feed = createFeed(source, listener);
  let feedKey: string | undefined;
  const chooseFeed = (lastEventId: string): void => {
    const acrossTabs = options.share === 'browser' && canShareTabs();
    const key = sharedAs(acrossTabs);
    if (key === feedKey) return;
    if (feed.state.status !== 'idle') feed.close('closed');
    feedKey = key;
    feed =
      key === undefined
        ? createFeed(source, listener)
        : createSharedFeed(source, listener, { key, acrossTabs });
    feed.resumeAfter(lastEventId);
  };

  const store = createStore(read, () => options.throttle ?? 'auto');
  const blank = store.getSnapshot();

  /** Another url or shareKey is another feed: nothing of the old one is shown as if it were of the new one. */
  const startOver = (): void => {
    lastMessage = null;
    kept = [];
    messages = noMessages;
    state = options.initialState as State;
    feed.resumeAfter('');
  };

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    setOptions(next) {
      options = next;
    },
    about(snapshot, url, shareKey) {
      const subject = subjects.get(snapshot);
      const isAnother = url != null && subject !== undefined && subject !== nameOf(url, shareKey);
      return isAnother ? blank : snapshot;
    },
    open() {
      if (gone || options.url == null) return;
      const opening = nameOf(options.url, options.shareKey);
      const isAnother = opened !== undefined && opened !== opening;
      opened = opening;
      if (isAnother) startOver();
      chooseFeed(isAnother ? '' : feed.lastEventId);
      feed.open();
    },
    close() {
      const { status } = feed.state;
      if (status === 'closed' || status === 'idle') return;
      feed.close('closed');
      if (status !== 'failed') callSafely(options.onClose);
    },
    disconnect: (status = 'closed') => feed.close(status),
    attach() {
      gone = false;
      return () => {
        gone = true;
        feed.close('closed');
      };
    },
  };
}
