import { comment, COMMENT_EVERY, headers } from './sse.ts';

/** A response with messages as they come, until there are no more or the reader leaves. */
export function respond(open: (signal: AbortSignal) => AsyncIterable<string>): Response {
  const left = new AbortController();
  const messages = open(left.signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let keepAlive: ReturnType<typeof setInterval>;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const sendComment = (): void => controller.enqueue(encoder.encode(comment));
      // Firefox tells of a response with the first byte of its body.
      sendComment();
      keepAlive = setInterval(sendComment, COMMENT_EVERY);
    },
    async pull(controller) {
      try {
        const { done, value } = await messages.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        controller.close();
      } catch (error) {
        // Cut, not ended: a clean end would say that the answer is whole.
        controller.error(error);
      }
      clearInterval(keepAlive);
    },
    cancel() {
      clearInterval(keepAlive);
      left.abort();
    },
  });
  return new Response(body, { headers });
}
