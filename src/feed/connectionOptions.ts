import type { TimeoutOptions } from '../attempts/attempts';
import type { Retry } from '../attempts/retry';
import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { InStatus } from '../protocol/readyState';
import type { Transport } from '../protocol/transport';
import type { Readable } from '../publish/store';
import type { Throttle } from '../publish/throttle';
import type { EventsOption, MessageOf } from './decode';
import type { Resumed } from './feed';

/** Whose connection it is: this subscription's, the page's, or the browser's. */
export type Share = false | 'page' | 'browser';

/** The options of a lasting connection. All of them may change at any time. */
export interface ConnectionOptions<Events extends EventsOption = readonly ['message'], State = undefined> {
  /** `null` or `undefined`: not connected. */
  url?: string | URL | null | undefined;
  /**
   * Sends cookies to another origin, as `EventSource` does.
   * @default false
   */
  withCredentials?: boolean | undefined;
  /**
   * The event-type filter: a list of names, a map from name to a decoder, a Standard Schema or `true` (text as it is),
   * or `'*'` for all types, which only transports over fetch can do.
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
  /**
   * `state` before the first message: the one given when the feed starts. An empty array needs its type:
   * `[] as Item[]`.
   */
  initialState?: State | undefined;
  /**
   * The id after which a new feed begins, such as one that was stored. Later attempts resume after the newest id.
   * @default ''
   */
  lastEventId?: string | undefined;
  /**
   * What to do after a connection broke; over the native transport, after the browser itself gave up.
   * @default true: without limit, from 1 s to 30 s
   */
  retry?: Retry | undefined;
  /** How long to wait for what, in ms. @default none */
  timeout?: TimeoutOptions | undefined;
  /** How often new data is published; a change of status is published at once. @default 'auto' */
  throttle?: Throttle | undefined;
  /** Makes the attempts. One without a `key` is compared by identity. @default eventSource() */
  transport?: Transport | undefined;
  /**
   * `'page'`: subscriptions equal in url, credentials and transport share one connection, with all their events; each
   * keeps its own filter, decoders, reducer, history, throttle and callbacks. `'browser'`: one connection for all tabs
   * of the origin; where the browser cannot do that, as `'page'`.
   * @default false
   */
  share?: Share | undefined;
  /**
   * Allows sharing where the transport's headers or body are functions, or where it has a `fetch` or `EventSource` of its
   * own: it says that subscriptions with the same `shareKey` make the same request. Another `shareKey` is another feed.
   */
  shareKey?: string | undefined;
  /** Whether this message, whose data is text, says that the server cannot resume where the feed was interrupted. */
  isGap?: ((message: SseMessage) => boolean) | undefined;
  /** The stream is open. Over fetch with the response. */
  onOpen?: ((response?: Response) => void) | undefined;
  /** The feed is open again: whether the server goes on where it was interrupted. */
  onResume?: ((resumed: Resumed) => void) | undefined;
  /** Every message, in order, exactly once, as soon as it arrives. */
  onMessage?: ((message: MessageOf<Events>) => void) | undefined;
  /** The text of a comment. Over fetch only: the native transport hides comments. */
  onComment?: ((text: string) => void) | undefined;
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
  /** How the feed went on when it was last opened again; `null` before. */
  readonly resumed: Resumed | null;
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
  /** Ends the connection, until the next `open()` or another url. What was received is kept. */
  readonly close: () => void;
  /** As `close()`, without any callback; `'idle'` where there is nothing to connect to. */
  readonly disconnect: (status?: 'closed' | 'idle') => void;
}

/** What a connection publishes to a binding. */
export interface Published<Message, State> extends Pick<
  ConnectionSnapshot<Message, State>,
  'status' | 'error' | 'attempt' | 'nextRetryAt'
> {
  /** Which feed the snapshot is about; `undefined` before the first was opened. */
  readonly feedKey: string | undefined;
  /** The url whose feed the user has closed. */
  readonly closedUrl: string | undefined;
  /** It has failed because its request differs in every render. */
  readonly isRefused: boolean;
  readonly snapshot: ConnectionSnapshot<Message, State>;
}

/** What a binding needs beside the public verbs: its options change with each render. */
export interface BoundConnection<Events extends EventsOption, State> extends Connection<
  MessageOf<Events>,
  State
> {
  readonly published: Readable<Published<MessageOf<Events>, State>>;
  /** The snapshot of a feed of which nothing has been received. */
  readonly initial: ConnectionSnapshot<MessageOf<Events>, State>;
  /**
   * @param request what of the options makes another connection, to be compared
   * @param shown what the render shows
   */
  setOptions(
    options: ConnectionOptions<Events, State>,
    request?: string,
    shown?: Published<MessageOf<Events>, State>,
  ): void;
  /** As `open()`, unless the user has closed the feed of this url, or the server has ended this feed for good. */
  readonly connect: () => void;
  /** Closes silently what is open; how it has ended stays. */
  readonly pause: () => void;
  /** The component is mounted. Returns its unmounting: closes silently, and opens nothing until it is mounted again. */
  attach(): () => void;
}
