import type { ServerResponse } from 'node:http';

/** The headers of a stream that no proxy should hold back, change or keep. */
export const SSE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform also keeps compression middleware from buffering the stream
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** Sends the head at once: a client learns that it is connected before the first message exists. */
export function openStream(res: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  res.writeHead(200, { ...SSE_HEADERS, ...headers });
  res.flushHeaders();
}
