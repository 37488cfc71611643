import { SseError } from '../../protocol/error';
import { badRequest, unknownScheme } from '../../protocol/request';
import type { Attempt, FetchLike, SseRequest, SseSink } from '../../protocol/transport';
import { parseBody } from './parseBody';
import { throughEngine } from './engine';
import { providerMessage } from './httpError';
import { watchPolicy } from './policy';
import { openBody } from './response';
import { knownError } from './thrownError';

/** 32 Mi characters: far above any sane event, far below what ends a page. */
export const MAX_MESSAGE_SIZE = 2 ** 25;

/** Streams that have been sent as a body: used up, whatever came of the request. */
const sentStreams = new WeakSet<object>();

/** A stream can be sent only once. @throws SseError the second time */
export function sendOnce(body: unknown): void {
  if (typeof body !== 'object' || !body || !('getReader' in body || Symbol.asyncIterator in body)) return;
  if (sentStreams.has(body)) {
    throw badRequest('A stream can be sent only once. Pass a function that makes a new one.');
  }
  sentStreams.add(body);
}

const wordsOf = (text: string): string =>
  providerMessage(text) ?? 'The stream held text that is no event stream.';

/** The error of a stream that held other text, and no message. */
const strayError = (text: string): SseError => new SseError('server', wordsOf(text), { body: text });

/** Why `fetch` refuses the request as such, whatever the server: a mistake, which no retry mends. */
function findMistake({ url, init }: SseRequest): string | undefined {
  const scheme = unknownScheme(url);
  if (scheme) return scheme;
  if (/^[^/?#]+:\/\/[^/?#]*@/.test(url))
    return '`fetch` refuses a user or password in the url: send an `Authorization` header.';
  try {
    if (typeof Request === 'function') new Request(url, { ...init, body: null });
  } catch (error) {
    return `\`fetch\` refuses the request: ${(error as Error).message}`;
  }
  return undefined;
}

/** The error of a request that got no response, or whose connection broke, and what may be the reason. */
function networkError(cause: unknown, request: SseRequest, hint: string): SseError {
  const mistake = findMistake(request);
  if (mistake) return badRequest(mistake, cause);
  const page = globalThis.location?.origin;
  const isPreflighted =
    request.init.headers?.['last-event-id'] &&
    page?.startsWith('http') &&
    new URL(request.url).origin !== page;
  const preflight = isPreflighted
    ? ' The server must allow Last-Event-ID in its CORS preflight, or you set `lastEventIdParam`.'
    : '';
  return new SseError('network', `The connection could not be made, or was cut.${hint}${preflight}`, {
    cause,
  });
}

/** How a request is sent, and how much one message may be. */
interface ExchangeOptions {
  readonly fetch?: FetchLike | undefined;
  readonly limit?: number | undefined;
}

/**
 * One request over `fetch` and the reading of its response, reported to the sink.
 *
 * @param complete makes the request as it is sent
 */
export function exchange(
  request: SseRequest,
  complete: (request: SseRequest) => SseRequest | Promise<SseRequest>,
  sink: SseSink,
  { fetch: doFetch = request.fetch ?? globalThis.fetch, limit = MAX_MESSAGE_SIZE }: ExchangeOptions = {},
): Attempt {
  if (!doFetch) throw badRequest('There is no fetch here. Pass one: fetchEventSource({ fetch }).');
  /** What `fetch` is given: aborted only where the answer is given up, never after it ended well. */
  const exchanging = new AbortController();
  /** Aborted where nothing more is to be reported. */
  const attempt = new AbortController();
  const { signal } = attempt;
  const giveUp = (): void => {
    exchanging.abort();
    attempt.abort();
  };
  const policy = watchPolicy();
  let completed = request;
  let isOver = false;
  const send = async (url: string, init: RequestInit): Promise<void> => {
    const response = await doFetch(url, { ...init, signal: exchanging.signal });
    const body = await openBody(response, request.framing);
    if (signal.aborted) return body?.cancel();
    if (body) sink.open(response);
    const stray = body ? await parseBody(body, request, sink, { signal, limit }) : undefined;
    if (signal.aborted) return;
    if (stray?.isFailure) throw strayError(stray.text);
    isOver = true;
    sink.end(!body, stray && wordsOf(stray.text));
  };
  Promise.resolve(request)
    .then(complete)
    .then((ready) => {
      if (signal.aborted) return;
      completed = ready;
      sendOnce(ready.init.body);
      return throughEngine(ready.url, ready.init, send);
    })
    .catch(async (thrown: unknown) => {
      const known = await knownError(thrown);
      if (!known) await policy.settled();
      if (signal.aborted) return;
      sink.fail(known ?? networkError(thrown, completed, policy.hint()));
      // Whatever the connection is still doing is in vain.
      giveUp();
    })
    .finally(() => policy.stop());
  return (isFinished = false) => {
    policy.stop();
    if (isOver) return;
    // To cancel the body, which `parseBody` does, closes the connection as well.
    if (isFinished) attempt.abort();
    else giveUp();
  };
}
