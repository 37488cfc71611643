import { type ConnectionOptions, createConnection, type EventsOption } from 'react-event-source/core';
import { createWire } from './wire.ts';

/** A connection over a wire, not yet opened, and what it was told. */
export function connect<const Events extends EventsOption = readonly ['message'], State = undefined>(
  options: ConnectionOptions<Events, State> = {},
) {
  const wire = createWire();
  const told: string[] = [];
  const all: ConnectionOptions<Events, State> = {
    url: 'http://test/feed',
    transport: wire.transport,
    throttle: 'message',
    onOpen: () => void told.push('open'),
    onMessage: (each) => void told.push(String((each as { data: unknown }).data)),
    onError: ({ kind }, willRetry) => void told.push(`${kind}${willRetry ? ', retry' : ''}`),
    onClose: () => void told.push('close'),
    ...options,
  };
  const feed = createConnection<Events, State>(all);
  return {
    wire,
    told,
    feed,
    /** What a binding does with each render. */
    change: (next: ConnectionOptions<Events, State>): void =>
      (feed as unknown as { setOptions(options: ConnectionOptions<Events, State>): void }).setOptions({
        ...all,
        ...next,
      }),
  };
}

/** The same, opened. */
export async function open<const Events extends EventsOption = readonly ['message'], State = undefined>(
  options: ConnectionOptions<Events, State> = {},
) {
  const made = connect<Events, State>(options);
  made.feed.open();
  const attempt = await made.wire.attempt(1);
  attempt.sink.open();
  return { ...made, attempt, sink: attempt.sink };
}
