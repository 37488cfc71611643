import { callSafely } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import { at } from '../protocol/lifecycle';
import type { SseMessage } from '../protocol/message';
import { type ConnectionStatus, readyStateOf } from '../protocol/readyState';
import type { Store } from '../publish/store';
import type { ConnectionOptions, ConnectionSnapshot, Published } from './connectionOptions';
import { accepts, decode, type EventsOption, type MessageOf } from './decode';
import type { Feed, FeedListener, Resumed } from './feed';
import type { Received } from './received';

/** One subscriber: its options of the moment, its feed, and what it has received. */
export interface Subscriber<Events extends EventsOption, State> {
  options: ConnectionOptions<Events, State>;
  feed: Feed;
  received: Received<MessageOf<Events>, State>;
  /** The url whose feed the user has closed. */
  closedUrl: string | undefined;
  /** The error of a request that differs in every render. */
  refused: SseError | undefined;
}

export const eventsOf = ({ events }: { events?: EventsOption | undefined }): EventsOption =>
  events ?? ['message'];

/** The state of this moment, as it is published. */
export function readSubscriber<Events extends EventsOption, State>(
  subscriber: Subscriber<Events, State>,
): Published<MessageOf<Events>, State> {
  const { feed, received, options, closedUrl, refused } = subscriber;
  const { attempt, lastEventId } = feed;
  const { status, nextRetryAt } = feed.state;
  const error = (status === 'open' && received.decodeError) || feed.state.error;
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
  } as ConnectionSnapshot<MessageOf<Events>, State>;
  const isRefused = error !== null && error === refused;
  return { status, error, attempt, nextRetryAt, feedKey: received.feedKey, closedUrl, isRefused, snapshot };
}

/** Ends the subscription for good, for a reason that is no fault of the connection. */
export function fail<Events extends EventsOption, State>(
  { feed, options }: Subscriber<Events, State>,
  error: SseError,
): void {
  feed.close(at('failed', error));
  callSafely(options.onError, error, false);
  // Unless the callback opened it again.
  if (feed.state.error === error) callSafely(options.onClose);
}

/** What a subscriber does with what its feed reports. */
export function createSubscriberListener<Events extends EventsOption, State>(
  get: () => Subscriber<Events, State>,
  store: Pick<Store<unknown>, 'touch' | 'publish'>,
): FeedListener {
  const setResumed = (resumed: Resumed): void => {
    const { received, options } = get();
    received.awaitsGap = null;
    received.resumed = resumed;
    store.touch();
    callSafely(options.onResume, resumed);
  };

  /** Where the response does not say how the stream was resumed, messages may. */
  const checkGap = (message: SseMessage): void => {
    const { received, options } = get();
    const { awaitsGap } = received;
    const resumed = awaitsGap ?? received.resumed;
    if (!resumed || !options.isGap) return;
    const isGap = resumed.outcome !== 'gap' && callSafely(options.isGap, message) === true;
    if (isGap) setResumed({ ...resumed, outcome: 'gap' });
    else if (awaitsGap) setResumed(awaitsGap);
  };

  /** The failure of a decoder is this subscriber's alone. */
  const onDecodeError = (error: SseError): void => {
    if (error.kind === 'server') return fail(get(), error);
    get().received.decodeError = error;
    store.touch();
    callSafely(get().options.onError, error, false);
  };

  return {
    onChange: () => store.publish(),
    onOpen(response, resumed) {
      const { received, options } = get();
      const again =
        resumed ?? (received.hasOpened ? ({ lastEventId: '', outcome: 'unknown' } as const) : null);
      received.decodeError = null;
      received.hasOpened = true;
      callSafely(options.onOpen, response);
      if (!again) return;
      if (again.outcome === 'unknown' && options.isGap) received.awaitsGap = again;
      else setResumed(again);
    },
    onMessage(raw, ownId) {
      checkGap(raw);
      const { options, received } = get();
      if (!accepts(eventsOf(options), raw.type)) {
        // Its id is the newest all the same.
        if (ownId) store.touch();
        return;
      }
      let message: MessageOf<Events>;
      try {
        message = decode(eventsOf(options), raw) as MessageOf<Events>;
      } catch (error) {
        return onDecodeError(error as SseError);
      }
      received.keep(message, options.history ?? 0);
      received.fold(message, options.reducer);
      store.touch();
      callSafely(options.onMessage, message);
    },
    onReplay(raw) {
      const { options, received } = get();
      if (!accepts(eventsOf(options), raw.type)) return;
      try {
        received.lastMessage = decode(eventsOf(options), raw) as MessageOf<Events>;
      } catch {
        // It was reported when it came, to the subscribers of that time.
        return;
      }
      store.publish();
    },
    onId: () => store.touch(),
    onComment: (text) => callSafely(get().options.onComment, text),
    onError: (error, willRetry) => callSafely(get().options.onError, error, willRetry),
    onClose() {
      const { feed, received, options } = get();
      received.isOver = feed.state.status === 'closed';
      callSafely(options.onClose);
    },
  };
}
