import { createEventSourceClass } from './eventSource';
import { createFetch } from './fetch';
import type { TestStream } from './stream';

/** A server inside the test. Make one for each test: there is nothing to clean up. */
export interface TestServer {
  /** For the option `fetch`, for `SseProvider`, or in place of the global one. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** The platform's `EventSource`, for `SseProvider`, for `eventSource({ EventSource })`, or as the global one. */
  readonly EventSource: typeof EventSource;
  /** Every request so far, the oldest first. */
  readonly streams: readonly TestStream[];
  /** The next request that was not taken yet: waits for it if need be, by no clock. */
  nextStream(): Promise<TestStream>;
}

/**
 * A server of which the test says every byte, and when it comes. No network, no timers: it works under fake ones.
 *
 * @example
 * const server = createTestServer();
 * render(<SseProvider fetch={server.fetch} EventSource={server.EventSource}><Chat /></SseProvider>);
 * const stream = await server.nextStream();
 * stream.send('Hello');
 * await screen.findByText('Hello');
 */
export function createTestServer(): TestServer {
  const streams: TestStream[] = [];
  const waiting: ((stream: TestStream) => void)[] = [];
  let taken = 0;

  const receive = (stream: TestStream): void => {
    streams.push(stream);
    const next = waiting.shift();
    if (!next) return;
    taken++;
    next(stream);
  };

  return {
    fetch: createFetch(receive),
    EventSource: createEventSourceClass(receive),
    streams,
    nextStream() {
      const stream = streams[taken];
      if (!stream) return new Promise((resolve) => waiting.push(resolve));
      taken++;
      return Promise.resolve(stream);
    },
  };
}
