import { callSafely } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import { badRequest } from '../protocol/request';
import type { Transport } from '../protocol/transport';
import { findWrongOption, NONE, type Rule } from '../protocol/wrongOption';
import { createStore } from '../publish/store';
import type { BoundConnection, ConnectionOptions, Published } from './connectionOptions';
import { eventNames, type EventsOption, type MessageOf } from './decode';
import { createFeed, type FeedSource } from './feed';
import { closedFeed, idleFeed, isLive } from './feedState';
import { feedKeyOf } from './feedKey';
import { type Sharing, sharingOf } from './shared/sharing';
import { createReceived } from './received';
import { createSharedFeed } from './shared/sharedFeed';
import { createSubscriberListener, eventsOf, fail, readSubscriber, type Subscriber } from './subscriber';

/** What the options of a feed have to be, where they are often something else. */
const RULES: readonly Rule[] = [
  [/^events$/, /^(?:Array|Object|'\*')$/, "a list or a map, as in `['message']` or `{ price: json() }`"],
  [
    /^(?:headers|method|body|credentials|fetch|EventSource)$/,
    NONE,
    'in the transport, as in `fetchEventSource({ headers })`',
  ],
];

/** So many renders in a row that the feed itself caused, each with another request, are no user's doing. */
const CHANGES = 5;

const unstableRequest = (): SseError =>
  badRequest(
    'The url, events or transport options differ in every render, so each would reconnect. ' +
      'Keep what is new each time, such as a date or a random id, in a state or a ref.',
  );
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
  let isMounted = true;
  let sharing: Sharing | undefined;
  /** How many renders in a row asked for another feed, or brought another transport without a key. */
  let changes = 0;
  let rendered: string | undefined;
  let lastShown: unknown;

  const source = (): FeedSource => {
    const { url, withCredentials = false, retry, timeout } = subscriber.options;
    const transport = subscriber.options.transport ?? defaultTransport;
    const events = eventNames(eventsOf(subscriber.options));
    return { url: url ?? '', withCredentials, events, transport, retry, timeout };
  };
  const feedKey = (): string => feedKeyOf({ ...subscriber.options, transport: source().transport });

  const listener = createSubscriberListener(() => subscriber, {
    touch: () => store.touch(),
    publish: () => store.publish(),
  });
  const subscriber: Subscriber<Events, State> = {
    options: initial,
    feed: createFeed(source, listener),
    received: createReceived(undefined, initial.initialState as State),
    closedUrl: undefined,
    refused: undefined,
  };
  const store = createStore<Published<MessageOf<Events>, State>>(
    () => readSubscriber(subscriber),
    () => subscriber.options.throttle ?? 'auto',
  );

  /** The shared or own feed that the options mean now. What is shared by reference stays so while it is connected. */
  const chooseFeed = (lastEventId: string): void => {
    const { feed, options } = subscriber;
    const next = sharingOf(options, source());
    const isSame = isLive(feed.state) ? next?.request === sharing?.request : next?.key === sharing?.key;
    if (isSame) return;
    if (feed.state !== idleFeed) feed.close();
    sharing = next;
    subscriber.feed = next
      ? createSharedFeed(source, listener, next, subscriber)
      : createFeed(source, listener);
    subscriber.feed.resumeAfter(lastEventId);
  };

  const closeSilently = (): void => {
    if (isLive(subscriber.feed.state)) subscriber.feed.close();
  };

  /** Another feed: nothing of the old one is kept. */
  const startOver = (): void => {
    closeSilently();
    const { initialState, lastEventId = '' } = subscriber.options;
    subscriber.received = createReceived(feedKey(), initialState as State);
    subscriber.feed.resumeAfter(lastEventId);
    chooseFeed(lastEventId);
  };

  const findMistake = (): SseError | undefined => {
    const { events, transport } = source();
    const wrongOption = findWrongOption(subscriber.options, RULES);
    if (wrongOption) return wrongOption;
    if (changes > CHANGES)
      return (subscriber.refused ??= transport.key === undefined ? unstableTransport() : unstableRequest());
    return events.includes('*') && transport.platform === 'EventSource' ? nativeWildcard() : undefined;
  };

  const open = (): void => {
    subscriber.closedUrl = undefined;
    subscriber.received.isOver = false;
    if (!isMounted || subscriber.options.url == null) return;
    if (subscriber.received.feedKey === feedKey()) chooseFeed(subscriber.feed.lastEventId);
    else startOver();
    const mistake = findMistake();
    if (!mistake) subscriber.feed.open();
    else if (mistake !== subscriber.feed.state.error) fail(subscriber, mistake);
  };

  return {
    getSnapshot: () => store.getSnapshot().snapshot,
    subscribe: store.subscribe,
    published: store,
    initial: store.getSnapshot().snapshot,
    setOptions(options, request, shown) {
      const { transport } = options;
      const isSame =
        request === rendered && (transport === subscriber.options.transport || transport?.key !== undefined);
      // What the user changes is asked for, however often.
      const isOwnRender = shown === undefined || shown !== lastShown;
      if (!isSame) changes += isOwnRender ? 1 : 0;
      // That it is the same while it connects proves nothing: one with the time in it is, for some renders.
      else if (shown?.status !== 'connecting') changes = 0;
      rendered = request;
      lastShown = shown;
      subscriber.options = options;
    },
    open,
    connect() {
      const { received, closedUrl, options } = subscriber;
      const isSame = received.feedKey === feedKey();
      if (closedUrl !== String(options.url) && !(isSame && received.isOver)) return open();
      if (isSame) return;
      startOver();
      store.publish();
    },
    close() {
      const { feed, options } = subscriber;
      const { status } = feed.state;
      if (options.url != null) subscriber.closedUrl = String(options.url);
      if (status === 'idle') return store.publish();
      if (status === 'closed') return;
      feed.close();
      if (status !== 'failed') callSafely(options.onClose);
    },
    disconnect(status = 'closed') {
      if (status === 'idle') subscriber.closedUrl = undefined;
      subscriber.received.isOver = false;
      subscriber.feed.close(status === 'idle' ? idleFeed : closedFeed);
    },
    pause: closeSilently,
    attach() {
      isMounted = true;
      return () => {
        isMounted = false;
        closeSilently();
      };
    },
  };
}
