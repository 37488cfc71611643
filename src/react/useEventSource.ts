import { useDebugValue, useEffect, useInsertionEffect, useState } from 'react';
import { createConnection } from '../feed/connection';
import type { Connection, ConnectionOptions, ConnectionSnapshot } from '../feed/connectionOptions';
import { eventNames, type EventsOption, type MessageOf } from '../feed/decode';
import { feedKeyOf } from '../feed/feedKey';
import { readyStateOf } from '../protocol/readyState';
import { nativeSource } from '../transports/shared/nativeSource';
import { useDefaults } from './context';
import { useStore } from './useStore';

/** The options of {@link useEventSource}. Written inline they never reconnect: they are compared by value. */
export interface UseEventSourceOptions<
  Events extends EventsOption = readonly ['message'],
  State = undefined,
> extends Omit<ConnectionOptions<Events, State>, 'url'> {
  /**
   * `false`: closed, and the last state is kept.
   * @default true
   */
  enabled?: boolean | undefined;
}

/** What {@link useEventSource} returns: the state of one moment, and the verbs. */
export type UseEventSourceResult<Message, State> = ConnectionSnapshot<Message, State> &
  Pick<Connection, 'open' | 'close'>;

/**
 * Keeps a lasting subscription to a feed of server-sent events, over the browser's `EventSource` by default.
 *
 * @param url `null` or `undefined`: not connected. Another url closes the old connection before it opens the new one
 *
 * @example
 * const { lastMessage, status } = useEventSource('/prices', { events: { price: json<Price>() } });
 */
export function useEventSource<const Events extends EventsOption, State = undefined>(
  url: string | URL | null | undefined,
  options: UseEventSourceOptions<Events, State> = {},
): UseEventSourceResult<MessageOf<Events>, State> {
  const own: ConnectionOptions<Events, State> = { ...options, url };
  const [connection] = useState(() => createConnection(own, nativeSource));
  const all = useDefaults(connection.published, own, nativeSource);
  const { events, withCredentials = false, share, shareKey } = all;
  const transport = all.transport ?? nativeSource;
  const [published] = useStore(connection.published);

  const active = url != null && (options.enabled ?? true);
  const feedKey = feedKeyOf({ url, shareKey, transport });
  const names = [...eventNames(events ?? ['message'])].sort().join('\n');
  const request = `${feedKey}\n${withCredentials}\n${share}\n${names}`;
  useInsertionEffect(() => connection.setOptions(all, request, published));

  // A transport without a key is compared by identity.
  const identity = transport.key === undefined ? transport : undefined;
  useEffect(() => connection.attach(), [connection]);
  const inactive = url == null ? 'idle' : 'closed';
  useEffect(() => {
    if (!active) {
      connection.disconnect(inactive);
      return;
    }
    connection.connect();
    return connection.pause;
  }, [connection, active, inactive, request, identity]);

  // Nothing is known yet of a feed that is about to start.
  const isOfThis = url == null || published.isRefused || published.feedKey === feedKey;
  const isKnown = published.feedKey !== undefined && isOfThis;
  const snapshot = isKnown
    ? published.snapshot
    : { ...connection.initial, state: options.initialState, lastEventId: options.lastEventId ?? '' };
  // Until the effect has run, and on the server: what is about to happen.
  const upcoming = active && published.closedUrl !== String(url) ? 'connecting' : 'closed';
  const status = snapshot.status === 'idle' && url != null ? upcoming : snapshot.status;
  useDebugValue(status);
  const { open, close } = connection;
  return { ...snapshot, status, readyState: readyStateOf(status), open, close } as UseEventSourceResult<
    MessageOf<Events>,
    State
  >;
}
