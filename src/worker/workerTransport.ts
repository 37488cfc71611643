import { kindOf } from '../platform/kind';
import { SseError, toSseError } from '../protocol/error';
import { badRequest, keyOf, type RequestOptions, resolveUrl } from '../protocol/request';
import type { Attempt, SseRequest, SseSink, Transport } from '../protocol/transport';
import { MAX_MESSAGE_SIZE, sendOnce } from '../transports/shared/exchange';
import { completeWith, traitsOf } from '../transports/shared/ownOptions';
import { createInbox } from './inbox';
import { die, type Link, linkTo, startedBy, type WorkerPort } from './link';
import {
  type Batch,
  hold,
  MISSED_PINGS,
  PING,
  type PageWord,
  type WorkerCall,
  type WorkerRequest,
  whenReleased,
  type WorkerWord,
} from './wire';

export interface WorkerTransportOptions extends RequestOptions {
  /**
   * Sends the last event id as this query parameter and not as a header, which would cost a cross-origin request a
   * CORS preflight.
   * @default none: the header `Last-Event-ID`
   */
  lastEventIdParam?: string | undefined;
  /**
   * The longest message, in characters; a longer one closes the connection with an error.
   * @default 33554432
   */
  maxMessageSize?: number | undefined;
}

/** How long a Worker may take to answer for the first time, in ms: its script must load first. */
const START_TIME = 30_000;

const SILENT =
  'The Worker does not answer. Check that its file imports react-event-source/worker, and that it has not been terminated.';
const GONE = 'The Worker is gone: it was terminated, or crashed.';

/** Turns a body that `fetch` takes but that cannot be posted to a Worker into bytes with their content type. */
async function portableBody(init: SseRequest['init']): Promise<SseRequest['init']> {
  const { body } = init;
  if (!/^(FormData|URLSearchParams)$/.test(kindOf(body))) return init;
  const bytes = new Response(body!);
  const headers = { 'content-type': bytes.headers.get('content-type')!, ...init.headers };
  return { ...init, headers, body: await bytes.arrayBuffer() };
}

/** A key that is equal for feeds that may share a connection: all of the request but the id to resume after. */
function feedOf({ url, init, framing, live }: SseRequest, options: readonly unknown[]): string | undefined {
  if (!live || (init.body != null && typeof init.body !== 'string')) return undefined;
  const { 'last-event-id': _, ...headers } = init.headers ?? {};
  return JSON.stringify([url, { ...init, headers }, framing, ...options]);
}

function post({ endpoint }: Link, call: WorkerCall): void {
  const { body } = call.sse.request.init;
  const streams = body instanceof ReadableStream ? [body] : [];
  try {
    endpoint.postMessage(call, [call.port, ...streams] as Transferable[]);
  } catch (cause) {
    throw badRequest(
      'The request cannot be posted to a Worker. Pass plain options, and a body of text, bytes, a Blob or a form.',
      cause,
    );
  }
}

/** One attempt in the Worker, reported to the sink. */
function makeAttempt(link: Link, sink: SseSink, create: CreateRequest): Attempt {
  const { port1: inbox, port2: port } = new MessageChannel();
  const ended = new AbortController();
  const { signal } = ended;
  let silence: ReturnType<typeof setTimeout>;
  const say = (word: PageWord): void => inbox.postMessage(word);
  const end = (word: PageWord): void => {
    if (signal.aborted) return;
    ended.abort();
    clearTimeout(silence);
    link.attempts.delete(fail);
    inbox.onmessage = null;
    // The Worker closes both ends.
    say(word);
  };
  const fail = (error: SseError): void => {
    if (signal.aborted) return;
    end('close');
    sink.fail(error);
  };
  const onDead = (): void => {
    if (!signal.aborted) die(link, GONE);
  };
  const deliver = createInbox(
    {
      ...sink,
      end(noContent, words) {
        end('close');
        sink.end(noContent, words);
      },
      fail,
    },
    () => signal.aborted,
    () => {
      if (!signal.aborted) say('next');
    },
  );
  inbox.onmessage = ({ data }: MessageEvent<Batch | WorkerWord>) => {
    link.hasAnswered = true;
    if (Array.isArray(data)) return deliver(data);
    clearTimeout(silence);
    if (data !== 'ping' && data.worker) return whenReleased(data.worker, signal, onDead);
    silence = setTimeout(onDead, PING * MISSED_PINGS);
    if (data === 'ping') say('pong');
  };
  inbox.addEventListener('messageerror', () =>
    fail(new SseError('network', 'A message from the Worker could not be read')),
  );
  inbox.addEventListener('close', onDead);
  link.attempts.add(fail);
  silence = setTimeout(() => {
    link.isSilent = true;
    fail(new SseError('timeout', SILENT));
  }, START_TIME);
  create(link.isOwn ? Promise.resolve('') : hold(signal), () => !signal.aborted)
    .then((sse) => {
      if (sse && !signal.aborted) post(link, { sse, port });
    })
    .catch((thrown: unknown) => fail(toSseError('network', thrown, { isRetryable: false })));
  return (isFinished, isLost) => end(isFinished ? 'finished' : isLost ? 'lost' : 'close');
}

/** Makes the request for the Worker; `undefined` where it is no longer wanted. */
type CreateRequest = (
  holding: Promise<string | undefined>,
  isWanted: () => boolean,
) => Promise<WorkerRequest | undefined>;

/**
 * Streams over `fetch` in a Worker, which sends the page a batch once a frame: requests, reading and parsing take no
 * time on the page's thread. The Worker's file imports `react-event-source/worker`. Functions for headers and body are
 * called in the page. In a `SharedWorker`, feeds with equal requests share one connection in all tabs of the origin.
 *
 * @param worker a `Worker`, a `SharedWorker`, or a function that starts one: it is called by the first attempt, and again
 *   when the Worker has died. Pass the same function each time
 * @example
 * const worker = workerTransport(
 *   () => new Worker(new URL('./sse.worker.js', import.meta.url), { type: 'module' }),
 * );
 * const { text, start } = useSseStream('/chat', { transport: worker });
 */
export function workerTransport(
  worker: WorkerPort | (() => WorkerPort),
  options: WorkerTransportOptions = {},
): Transport {
  const { lastEventIdParam, maxMessageSize: limit = MAX_MESSAGE_SIZE, ...requestOptions } = options;
  const complete = completeWith(requestOptions, lastEventIdParam);
  if (typeof worker !== 'function') linkTo(worker);
  const transport: Transport = (request, sink) => {
    if (request.fetch) {
      throw badRequest('A `fetch` of your own cannot run in a Worker. Set it there: `globalThis.fetch = …`.');
    }
    const link = typeof worker === 'function' ? startedBy(worker) : linkTo(worker);
    if (link.error) throw badRequest(link.error.message, link.error);
    return makeAttempt(link, sink, async (holding, isWanted) => {
      const url = resolveUrl(request.url);
      const [completed, lock] = await Promise.all([complete({ ...request, url }), holding]);
      if (!isWanted()) return undefined;
      sendOnce(completed.init.body);
      const init = await portableBody(completed.init);
      const { lastEventId, framing } = request;
      return {
        request: { url: completed.url, lastEventId, framing, events: undefined, init },
        limit,
        lock,
        feed: feedOf({ ...request, url, init }, [lastEventIdParam, limit]),
      };
    });
  };
  return Object.assign(transport, {
    key: `workerTransport ${keyOf(options)}`,
    references: [worker],
    ...traitsOf(requestOptions),
  });
}
