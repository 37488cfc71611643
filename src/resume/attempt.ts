import { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { Transport } from '../protocol/transport';
import type { ResumePoint } from './contract';
import type { LedgerAttempt } from './ledger';
import { finishStopping, learn, type Session } from './session';

/** How long a request that was stopped may take to tell where its answer is to be ended, in ms. */
const STOPPING_TIME = 5000;

const otherAnswer = (isRetryable: boolean): SseError =>
  new SseError(
    'server',
    'The address of this answer gave other messages than before. The answer so far is kept. Give each answer its own address, and replay the same messages.',
    { isRetryable },
  );

const nothingLeft = (): SseError =>
  new SseError(
    'incomplete',
    'The server no longer has this answer, which had not ended. The answer so far is kept.',
  );

/** A transport whose messages are those of the session's answer, each once. */
export const resumed =
  <Point extends ResumePoint>(
    session: Session<Point>,
    transport: Transport,
    { isWhole, classify }: LedgerAttempt,
    isFirst: boolean,
  ): Transport =>
  (request, sink) => {
    const { url } = request;
    const { fromResponse, fromMessage, ledger } = session;
    const held: [SseMessage, boolean][] = [];
    let isClosed = false;

    const learnNoMore = (): void => {
      session.mayLearn = false;
      finishStopping(session);
    };

    const fail = (error: SseError): void => {
      finishStopping(session);
      if (ledger.isJoining && [404, 410].includes(error.status!)) session.nothing();
      else sink.fail(error);
    };

    const take = (message: SseMessage, ownId: boolean): void => {
      const verdict = isClosed && !session.hangUp ? 'repeat' : classify(message, ownId);
      if (verdict === 'other') fail(otherAnswer(!isWhole));
      if (verdict !== 'next') return;
      const { point } = session;
      const { lastEventId } = message;
      const byId = point && ownId && lastEventId ? { ...point, lastEventId } : undefined;
      learn(session, fromMessage ? fromMessage(message, point, url) : byId, url);
      learnNoMore();
      sink.message(message, ownId);
    };

    const attempt = transport(request, {
      ...sink,
      open(response) {
        if (response && isFirst) learn(session, fromResponse?.(response, response.url || url), url);
        if (!fromMessage) learnNoMore();
        sink.open(response);
      },
      // What comes again takes no id back.
      id(id) {
        if (isFirst) sink.id(id);
      },
      message(message, ownId) {
        held.push([message, ownId]);
        if (session.inBatches && !fromMessage?.(message, session.point, url)) return;
        for (const each of held.splice(0)) take(...each);
      },
      end(noContent, words) {
        finishStopping(session);
        if (!noContent || isFirst) sink.end(noContent, words);
        else if (ledger.isJoining) session.nothing();
        else sink.fail(nothingLeft());
      },
      fail,
    });

    const close = (isFinished?: boolean): void => {
      isClosed = true;
      if (!session.hangUp) return attempt(isFinished);
      const timer = setTimeout(() => finishStopping(session), STOPPING_TIME);
      session.hangUp = () => {
        clearTimeout(timer);
        attempt();
      };
    };
    return Object.assign(close, attempt);
  };
