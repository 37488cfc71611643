import type {
  ConnectionOptions,
  EventsOption,
  SseRequest,
  SseSink,
  Transport,
} from 'react-event-source/core';

export { message } from './wire.ts';

/** One connection as the server sees it. */
export interface Line {
  readonly request: SseRequest;
  readonly sink: SseSink;
  /** The names listened for: the first, and all that came later. */
  readonly events: string[];
  isClosed: boolean;
}

/** A transport without a network that can be shared, and a url of its own. A test says what arrives, and when. */
export function createSharedWire(kind: Partial<Transport> = { key: 'wire' }) {
  const lines: Line[] = [];
  const waiting: (() => void)[] = [];
  const connect: Transport = (request, sink) => {
    const line: Line = { request, sink, events: [...(request.events ?? [])], isClosed: false };
    lines.push(line);
    for (const tell of waiting.splice(0)) tell();
    const close = (): void => {
      line.isClosed = true;
    };
    return Object.assign(close, { listen: (events: readonly string[]) => void line.events.push(...events) });
  };
  const transport = Object.assign(connect, kind);
  const url = `http://wire.test/${crypto.randomUUID()}`;
  return {
    transport,
    url,
    lines,
    /** What all subscribers have in common. */
    shared: { url, transport, share: 'page', throttle: 'message' } as const,
    /** Options of a subscriber. */
    options: <const Events extends EventsOption = readonly ['message'], State = undefined>(
      options: ConnectionOptions<Events, State> = {},
    ): ConnectionOptions<Events, State> => ({
      url,
      transport,
      share: 'page',
      throttle: 'message',
      ...options,
    }),
    /** Resolves with the connection of that number, from 1, once it is made. */
    async line(number: number): Promise<Line> {
      for (;;) {
        const found = lines[number - 1];
        if (found) return found;
        await new Promise<void>((resolve) => void waiting.push(resolve));
      }
    },
    /** Resolves when everything that was to be connected by now has been. */
    async settled(): Promise<number> {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      return lines.length;
    },
  };
}
