import { noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { SseSink, Transport } from '../protocol/transport';
import type {
  Resume,
  ResumeHost,
  ResumePlan,
  ResumePoint,
  ResumeProtocol,
  ResumeRequest,
  ResumeSession,
} from './contract';
import { createLedger } from './ledger';
import { forgetPoint, keepPoint, readPoint } from './points';

/** How long a request that was stopped may take to tell where its answer is to be ended, in ms. */
const STOPPING_TIME = 5000;

const otherAnswer = (isRetryable: boolean): SseError =>
  new SseError(
    'server',
    'The address of this answer gave other messages than before. The answer so far is kept; check that each answer has an address of its own, and that the server replays the same messages.',
    { isRetryable },
  );

const nothingLeft = (): SseError =>
  new SseError(
    'incomplete',
    'The server no longer has this answer, which had not ended. The answer so far is kept.',
  );

/** What comes of a request whose outcome nobody waits for. */
const unheard: SseSink = {
  open: noop,
  activity: noop,
  message: noop,
  id: noop,
  retry: noop,
  reconnecting: noop,
  end: noop,
  fail: noop,
};

const isSameOrigin = (url: string, other: string): boolean => new URL(url).origin === new URL(other).origin;

const isGone = ({ status }: SseError): boolean => status === 404 || status === 410;

/** An answer whose point is worth keeping: it failed for now, or somebody has to sign in first. */
const isForNow = ({ kind, isRetryable, status }: SseError): boolean =>
  status === 401 || (isRetryable && kind !== 'incomplete');

function createSession<Point extends ResumePoint>(
  protocol: ResumeProtocol<Point>,
  { options, send, nothing }: ResumeHost,
  joined: Point | undefined,
): ResumeSession {
  const { fromResponse, fromMessage, goOn, stop, anyOrigin, inBatches } = protocol;
  const ledger = createLedger();
  let point = joined;
  let isOver = false;
  /** What was received is asked for again, and compared. */
  let isWhole = joined !== undefined;
  /** Stopped before its address was known: the request goes on until then. */
  let isStopping = false;
  /** Whether the address may still come: with the headers, or with the first message. */
  let mayLearn = true;
  /** Closes the connection of a request that is being stopped. */
  let hangUp = noop;

  const ask = async ({ url, method, body, lastEventId = '' }: ResumeRequest): Promise<ResumePlan> => {
    const { transport, request } = await send({ url, method, body }, lastEventId);
    const { headers = {}, ...init } = request.init;
    const { 'content-type': _type, ...others } = headers;
    // Servers refuse a type without a body.
    return {
      transport,
      request: { ...request, init: { ...init, headers: body == null ? others : headers } },
    };
  };

  const endAtServer = (ended: Point): void => {
    const request = stop ? stop(ended) : { url: ended.url, method: 'DELETE' };
    if (!request || options.resumeStop === false) return;
    // Nobody waits for it, and the answer has ended here: there is nobody to tell.
    ask(request).then(({ transport, request: { init, ...rest } }) => {
      transport({ ...rest, init: { ...init, keepalive: true } }, unheard);
    }, noop);
  };

  const finishStopping = (): void => {
    isStopping = false;
    hangUp();
    if (point) endAtServer(point);
    point = undefined;
  };

  const learn = (next: Point | undefined, url: string): void => {
    if (!next || !(anyOrigin || isSameOrigin(next.url, url))) return;
    const isMoved = point?.url !== next.url;
    point = next;
    ledger.mark();
    if (isStopping) finishStopping();
    else if (!isOver && isMoved) keepPoint(options, next);
  };

  const forget = (): void => {
    isOver = true;
    if (point) forgetPoint(options, point);
    point = undefined;
  };

  /** A transport whose messages are those of the answer, each once. */
  const wrap =
    (transport: Transport, from: 'first' | 'mark' | 'beginning'): Transport =>
    (request, sink) => {
      const { url } = request;
      const isFirst = from === 'first';
      const classify = ledger.classifier(from);
      let isClosed = false;
      const fail = (error: SseError): void => {
        if (isStopping) finishStopping();
        if (joined && !ledger.hasBegun && isGone(error)) nothing();
        else sink.fail(error);
      };
      const held: [SseMessage, boolean][] = [];
      const take = (message: SseMessage, ownId: boolean): void => {
        const verdict = isClosed && !isStopping ? 'repeat' : classify(message, ownId);
        if (verdict === 'other') {
          isClosed = true;
          const isLast = isWhole;
          isWhole = true;
          fail(otherAnswer(!isLast));
        }
        if (verdict !== 'next') return;
        isWhole = false;
        const { lastEventId: id } = message;
        const byId = point && ownId && id ? { ...point, lastEventId: id } : undefined;
        learn(fromMessage ? fromMessage(message, point, url) : byId, url);
        mayLearn = false;
        if (isStopping) finishStopping();
        sink.message(message, ownId);
      };
      const attempt = transport(request, {
        ...sink,
        open(response) {
          if (response && isFirst) learn(fromResponse?.(response, response.url || url), url);
          if (!fromMessage) mayLearn = false;
          if (isStopping && !mayLearn) finishStopping();
          sink.open(response);
        },
        // What comes again takes no id back.
        id(id) {
          if (isFirst) sink.id(id);
        },
        message(message, ownId) {
          held.push([message, ownId]);
          if (inBatches && !fromMessage?.(message, point, url)) return;
          for (const each of held.splice(0)) take(...each);
        },
        end(noContent, words) {
          if (isStopping) finishStopping();
          if (!noContent || isFirst) sink.end(noContent, words);
          else if (joined && !ledger.hasBegun) nothing();
          else sink.fail(nothingLeft());
        },
        fail,
      });
      const close = (isFinished?: boolean): void => {
        isClosed = true;
        if (!isStopping) return attempt(isFinished);
        const timer = setTimeout(finishStopping, STOPPING_TIME);
        hangUp = () => {
          clearTimeout(timer);
          hangUp = noop;
          attempt();
        };
      };
      return Object.assign(close, attempt);
    };

  return {
    get point() {
      return point;
    },
    async prepare(lastEventId) {
      if (!point) {
        // Whatever is kept is an earlier answer.
        forgetPoint(options);
        const { transport, request } = await send(undefined, lastEventId);
        return {
          transport: wrap(transport, 'first'),
          request,
          get isResumable() {
            // A transport with a method of its own would send the request again.
            return point !== undefined && !transport.method;
          },
        };
      }
      isWhole ||= !ledger.hasUniqueIds;
      const next = goOn?.(point, isWhole) ?? {
        url: point.url,
        lastEventId: isWhole ? '' : point.lastEventId,
      };
      const { transport, request } = await ask(next);
      return { transport: wrap(transport, isWhole ? 'beginning' : 'mark'), request, isResumable: true };
    },
    stop() {
      if (isOver) return;
      const ended = point;
      forget();
      if (ended) endAtServer(ended);
      else isStopping = mayLearn && options.resumeStop !== false;
    },
    leave() {
      isOver = true;
    },
    ended(error) {
      if (!isOver && !(error && isForNow(error))) forget();
    },
  };
}

/**
 * Makes a {@link Resume} of a protocol, for servers with a way of their own.
 *
 * @example
 * const resume = createResume({
 *   fromResponse: (response, url) => ({ url: `${url}/${response.headers.get('x-answer-id')}` }),
 * });
 */
export const createResume = <Point extends ResumePoint>(protocol: ResumeProtocol<Point>): Resume => ({
  kept: readPoint,
  // What is kept was made by the same protocol.
  begin: (host, joined) => createSession(protocol, host, joined as Point | undefined),
});
