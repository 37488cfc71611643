import { encodeMessage } from 'react-event-source/core';

/** What `(await client.send(new ConverseStreamCommand(input))).stream` gives, as an event stream. */
export function toEventStream(events: AsyncIterable<object>): Response {
  const next = events[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const write = (message: { type?: string; data: string }) =>
        controller.enqueue(encoder.encode(encodeMessage(message)));
      try {
        const { done, value } = await next.next();
        if (done) return controller.close();
        write({ data: JSON.stringify(value) });
      } catch (cause) {
        write({ type: 'error', data: cause instanceof Error ? cause.message : 'failed' });
        controller.close();
      }
    },
    cancel: () => void next.return?.(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
