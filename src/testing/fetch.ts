import { createStream, type TestFailure, type TestRequest, type TestStream, type Wire } from './stream';

const textOf = (body: unknown): BodyInit | null =>
  body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);

type Step = (controller: ReadableStreamDefaultController<Uint8Array>) => void;

/** A body that takes its steps in order: what was sent before the connection broke is read before the error. */
function createBody(cancelled: () => void): {
  body: ReadableStream<Uint8Array>;
  push: (step: Step) => void;
  error: (reason: unknown) => void;
} {
  const steps: Step[] = [];
  let notify: (() => void) | undefined;
  let own: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        own = controller;
      },
      async pull(controller) {
        while (!steps.length) await new Promise<void>((resolve) => (notify = resolve));
        steps.shift()?.(controller);
      },
      cancel: cancelled,
    },
    { highWaterMark: 0 },
  );
  const push = (step: Step): void => {
    steps.push(step);
    notify?.();
  };
  return { body, push, error: (reason) => own.error(reason) };
}

/** The client's end of a stream as a `Response`. */
function createResponse(cancelled: () => void): {
  wire: Wire;
  response: Promise<Response>;
  abort: (reason: unknown) => void;
} {
  let resolve: (response: Response) => void;
  let reject: (error: unknown) => void;
  let stream: ReturnType<typeof createBody> | undefined;
  const response = new Promise<Response>((onResponse, onError) => {
    resolve = onResponse;
    reject = onError;
  });
  const respond = (status: number, { headers = {}, body }: TestFailure): void => {
    if (status === 200 && body === undefined) stream = createBody(cancelled);
    resolve(new Response(stream ? stream.body : textOf(body), { status, headers }));
  };
  const wire: Wire = {
    start: respond,
    chunk: (chunk) => {
      const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
      stream?.push((controller) => controller.enqueue(bytes));
    },
    end: () => stream?.push((controller) => controller.close()),
    break(error) {
      if (stream) stream.push((controller) => controller.error(error));
      else reject(error);
    },
  };
  const abort = (reason: unknown): void => (stream ? stream.error(reason) : reject(reason));
  return { wire, response, abort };
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
    const { wire, response, abort } = createResponse(() => leave());
    const { stream, abort: leave } = createStream(readRequest(input, init), wire);
    signal?.addEventListener(
      'abort',
      () => {
        if (stream.closed) return;
        leave();
        abort(signal.reason);
      },
      { once: true },
    );
    receive(stream);
    return response;
  };
