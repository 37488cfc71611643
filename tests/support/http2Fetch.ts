import { connect, constants } from 'node:http2';
import type { FetchLike } from 'react-event-source/core';

/** A `fetch` over HTTP/2 that trusts any certificate, as far as a stream of events needs one. */
export function http2Fetch(origin: string): { fetch: FetchLike; close: () => void } {
  const session = connect(origin, { rejectUnauthorized: false });
  session.on('error', () => {});

  const send: FetchLike = (url, { method = 'GET', headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(url);
      const stream = session.request({
        ...Object.fromEntries(new Headers(headers)),
        ':method': method,
        ':path': pathname + search,
      });
      const abort = (): void => stream.close(constants.NGHTTP2_CANCEL);
      signal?.addEventListener('abort', abort, { once: true });
      stream.on('response', ({ ':status': status = 0, ...received }) => {
        const chunks = new ReadableStream<Uint8Array>({
          start(controller) {
            stream.on('data', (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
            stream.on('close', () => {
              if (stream.rstCode) controller.error(new Error(`the stream was reset: ${stream.rstCode}`));
              else controller.close();
            });
          },
          cancel: abort,
        });
        const type = String(received['content-type'] ?? '');
        resolve(new Response(chunks, { status, headers: { 'content-type': type } }));
      });
      stream.on('error', reject);
      stream.end(body);
    });

  return { fetch: send, close: () => session.destroy() };
}
