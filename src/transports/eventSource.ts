import { withLastEventId } from '../protocol/request';
import type { EventSourceConstructor, Transport } from '../protocol/transport';
import { openSource } from './shared/nativeSource';

export interface EventSourceOptions {
  /**
   * The query parameter that tells a new source where to resume. The browser sends `Last-Event-ID` only when it
   * reconnects by itself, which it does not after an HTTP error.
   * @default none
   */
  lastEventIdParam?: string;
  /** In place of the platform's, such as a polyfill. @default the platform's */
  EventSource?: EventSourceConstructor;
}

/**
 * The browser's own `EventSource`. It reconnects by itself after a broken connection; where it gives up (an HTTP
 * error, 204, a wrong content type, and it does not say which) the attempt fails with a `'network'` error.
 *
 * An event that is listed in `events` and named `error` or `open` by the server is distinguished from the source's own.
 */
export function eventSource({ lastEventIdParam, EventSource }: EventSourceOptions = {}): Transport {
  const transport: Transport = (request, sink) => {
    const url = withLastEventId(request.url, lastEventIdParam, request.lastEventId);
    return openSource({ ...request, url }, sink, EventSource);
  };
  return Object.assign(transport, {
    key: `eventSource ${lastEventIdParam ?? ''}`,
    platform: 'EventSource' as const,
    ...(EventSource && { references: [EventSource] }),
  });
}
