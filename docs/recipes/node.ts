import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { comment, COMMENT_EVERY, headers } from './sse.ts';

/** Sends messages as they come, until there are no more or the reader leaves. */
export async function send(
  response: ServerResponse,
  open: (signal: AbortSignal) => AsyncIterable<string>,
): Promise<void> {
  const left = new AbortController();
  const { signal } = left;
  response.on('close', () => left.abort());
  // Firefox tells of a response with the first byte of its body.
  response.writeHead(200, headers).write(comment);
  const keepAlive = setInterval(() => response.write(comment), COMMENT_EVERY);
  try {
    for await (const text of open(signal)) {
      if (!response.write(text)) await once(response, 'drain', { signal });
    }
    response.end();
  } catch (error) {
    // Cut by a reset: a clean end would say that the answer is whole.
    response.socket?.resetAndDestroy();
    if (!signal.aborted) console.error(error);
  } finally {
    clearInterval(keepAlive);
  }
}
