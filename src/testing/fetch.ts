import { createStream, type TestFailure, type TestRequest, type TestStream, type Wire } from './stream';

const textOf = (body: unknown): BodyInit | null =>
  body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);

/** The client's end of a stream as a `Response`. */
function createResponse(cancelled: () => void): { wire: Wire; response: Promise<Response> } {
  let resolve: (response: Response) => void;
  let reject: (error: unknown) => void;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const response = new Promise<Response>((onResponse, onError) => {
    resolve = onResponse;
    reject = onError;
  });
  const stream = (headers: TestFailure['headers']): Response =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(own) {
          controller = own;
        },
        cancel: cancelled,
      }),
      { headers: headers ?? {} },
    );
  const wire: Wire = {
    start(status, { headers, body }) {
      if (status === 200 && body === undefined) resolve(stream(headers));
      else resolve(new Response(textOf(body), { status, headers: headers ?? {} }));
    },
    chunk: (chunk) =>
      controller?.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk),
    end: () => controller?.close(),
    break(error) {
      if (controller) controller.error(error);
      else reject(error);
    },
  };
  return { wire, response };
}

function readRequest(input: RequestInfo | URL, init: RequestInit): TestRequest {
  const from = input instanceof Request ? input : undefined;
  const address = input instanceof Request ? input.url : input;
  return {
    url: new URL(address, globalThis.location?.href ?? 'http://localhost/').href,
    method: (init.method ?? from?.method ?? 'GET').toUpperCase(),
    headers: Object.fromEntries(new Headers(init.headers ?? from?.headers)),
    body: init.body ?? from?.body ?? null,
    credentials: init.credentials ?? from?.credentials ?? 'same-origin',
  };
}

/** A `fetch` whose requests become streams. */
export const createFetch =
  (receive: (stream: TestStream) => void) =>
  (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const { wire, response } = createResponse(() => abort());
    const { stream, abort } = createStream(readRequest(input, init), wire);
    signal?.addEventListener(
      'abort',
      () => {
        if (stream.closed) return;
        abort();
        wire.break(signal.reason as Error);
      },
      { once: true },
    );
    receive(stream);
    return response;
  };
