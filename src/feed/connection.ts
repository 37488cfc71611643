import { callSafely } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import { at } from '../protocol/lifecycle';
import type { SseMessage } from '../protocol/message';
import { type ConnectionStatus, readyStateOf } from '../protocol/readyState';
import { badRequest } from '../protocol/request';
import type { Transport } from '../protocol/transport';
import { createStore } from '../publish/store';
import type { BoundConnection, ConnectionOptions, ConnectionSnapshot, Published } from './connectionOptions';
import { accepts, decode, eventNames, type EventsOption, type MessageOf } from './decode';
import { createFeed, type Feed, type FeedListener, type FeedSource, type Resumed } from './feed';
import { closedFeed, idleFeed, isLive } from './feedState';
import { feedKeyOf, type Sharing, sharingOf } from './identity';
import { createReceived } from './received';
import { createSharedFeed } from './shared/pageFeed';

/** How often in a row a transport without a key may be another one. */
const TRANSPORT_CHANGES = 5;

const unstableTransport = (): SseError =>
  badRequest(
    'The transport is another function in each render and has no `key`, so each render would reconnect. ' +
      'Make it once, outside the component or with useMemo, or give it a `key`.',
  );
const nativeWildcard = (): SseError =>
  badRequest(
    "EventSource hears only events that it can name, so `events: '*'` needs transport: fetchEventSource().",
  );

/**
 * One subscriber of a feed: its filter, decoders, state and callbacks.
 *
 * @param defaultTransport makes the attempts where the options name no transport
 */
export function createConnection<const Events extends EventsOption = readonly ['message'], State = undefined>(
  initial: ConnectionOptions<Events, State>,
  defaultTransport: Transport,
): BoundConnection<Events, State> {
  type Message = MessageOf<Events>;
  let options = initial;
  let received = createReceived<Message, State>(undefined, initial.initialState as State);
  let isMounted = true;
  /** The url whose feed the user has closed. */
  let closedUrl: string | undefined;
  /** How often in a row the transport was another one without a key. */
  let transportChanges = 0;
  let refused: SseError | undefined;

  const events = (): EventsOption => options.events ?? ['message'];
  const source = (): FeedSource => ({
    url: options.url ?? '',
    withCredentials: options.withCredentials ?? false,
    events: eventNames(events()),
    transport: options.transport ?? defaultTransport,
    retry: options.retry,
    timeout: options.timeout,
  });
  const feedKey = (): string => feedKeyOf({ ...options, url: options.url, transport: source().transport });

  const read = (): Published<Message, State> => {
    const { status, nextRetryAt } = feed.state;
    const error = (status === 'open' && received.decodeError) || feed.state.error;
    const { attempt, lastEventId } = feed;
    const snapshot = {
      status: status as ConnectionStatus,
      readyState: readyStateOf(status),
      error,
      lastMessage: received.lastMessage,
      messages: received.newest(options.history ?? 0),
      state: received.state,
      lastEventId,
      resumed: received.resumed,
      attempt,
      nextRetryAt,
    } as ConnectionSnapshot<Message, State>;
    return { status, error, attempt, nextRetryAt, feedKey: received.feedKey, closedUrl, snapshot };
  };

  const end = (error: SseError): void => {
    feed.close(at('failed', error));
    callSafely(options.onError, error, false);
    if (feed.state.error === error) callSafely(options.onClose);
  };

  const setResumed = (resumed: Resumed): void => {
    received.awaitsGap = null;
    received.resumed = resumed;
    store.touch();
    callSafely(options.onResume, resumed);
  };

  const checkGap = (message: SseMessage): void => {
    const { awaitsGap } = received;
    const resumed = awaitsGap ?? received.resumed;
    if (!resumed || !options.isGap) return;
    const isGap = resumed.outcome !== 'gap' && callSafely(options.isGap, message) === true;
    if (isGap) setResumed({ ...resumed, outcome: 'gap' });
    else if (awaitsGap) setResumed(awaitsGap);
  };

  const listener: FeedListener = {
    onChange: () => store.publish(),
    onOpen(response, resumed) {
      received.decodeError = null;
      const again = resumed ?? (received.hasOpened ? { lastEventId: '', outcome: 'unknown' as const } : null);
      received.hasOpened = true;
      callSafely(options.onOpen, response);
      if (!again) return;
      // Where the response does not say it, the first message may.
      if (again.outcome === 'unknown' && options.isGap) received.awaitsGap = again;
      else setResumed(again);
    },
    onMessage(raw) {
      checkGap(raw);
      if (!accepts(events(), raw.type)) {
        if (raw.lastEventId !== store.getSnapshot().snapshot.lastEventId) store.touch();
        return;
      }
      let message: Message;
      try {
        message = decode(events(), raw) as Message;
      } catch (thrown) {
        const error = thrown as SseError;
        if (error.kind === 'server') return end(error);
        received.decodeError = error;
        store.touch();
        callSafely(options.onError, error, false);
        return;
      }
      received.keep(message, options.history ?? 0);
      received.fold(message, options.reducer);
      store.touch();
      callSafely(options.onMessage, message);
    },
    onReplay(raw) {
      if (!accepts(events(), raw.type)) return;
      try {
        received.lastMessage = decode(events(), raw) as Message;
      } catch {
        // Reported when it came, to those who were there.
        return;
      }
      store.publish();
    },
    onId: () => store.touch(),
    onComment: (text) => callSafely(options.onComment, text),
    onError: (error, willRetry) => callSafely(options.onError, error, willRetry),
    onClose: () => callSafely(options.onClose),
  };

  let feed: Feed = createFeed(source, listener);
  let sharing: Sharing | undefined;
  const store = createStore(read, () => options.throttle ?? 'auto');

  /** The shared or own feed that the options mean now. What is shared by reference stays so while it is connected. */
  const chooseFeed = (lastEventId: string): void => {
    const next = sharingOf(options, source());
    const isSame = isLive(feed.state) ? next?.request === sharing?.request : next?.key === sharing?.key;
    if (isSame) return;
    if (feed.state !== idleFeed) feed.close();
    sharing = next;
    feed = next ? createSharedFeed(source, listener, next) : createFeed(source, listener);
    feed.resumeAfter(lastEventId);
  };

  /** Another feed: nothing of the old one is kept. */
  const startOver = (key: string): void => {
    if (isLive(feed.state)) feed.close();
    received = createReceived<Message, State>(key, options.initialState as State);
    const { lastEventId = '' } = options;
    feed.resumeAfter(lastEventId);
    chooseFeed(lastEventId);
  };

  const mistake = (): SseError | undefined => {
    if (transportChanges > TRANSPORT_CHANGES) return (refused ??= unstableTransport());
    const { events: names, transport } = source();
    return names.includes('*') && transport.platform === 'EventSource' ? nativeWildcard() : undefined;
  };

  const start = (): void => {
    if (!isMounted || options.url == null) return;
    const key = feedKey();
    if (received.feedKey === key) chooseFeed(feed.lastEventId);
    else startOver(key);
    const error = mistake();
    if (!error) feed.open();
    else if (error !== feed.state.error) end(error);
  };

  const close = (): void => {
    if (options.url != null) closedUrl = String(options.url);
    const { status } = feed.state;
    if (status === 'idle') store.publish();
    if (status === 'closed' || status === 'idle') return;
    feed.close();
    if (status !== 'failed') callSafely(options.onClose);
  };

  return {
    getSnapshot: () => store.getSnapshot().snapshot,
    subscribe: store.subscribe,
    published: store,
    setOptions(next) {
      const { transport } = next;
      if (transport === options.transport || transport?.key !== undefined) transportChanges = 0;
      else transportChanges++;
      options = next;
    },
    open() {
      closedUrl = undefined;
      start();
    },
    connect() {
      if (closedUrl !== String(options.url)) return this.open();
      const key = feedKey();
      if (received.feedKey === key) return;
      startOver(key);
      store.publish();
    },
    close,
    disconnect(status = 'closed') {
      if (status === 'idle') closedUrl = undefined;
      feed.close(status === 'idle' ? idleFeed : closedFeed);
    },
    pause() {
      if (isLive(feed.state)) feed.close();
    },
    attach() {
      isMounted = true;
      return () => {
        isMounted = false;
        if (isLive(feed.state)) feed.close();
      };
    },
  };
}
