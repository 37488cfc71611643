import { noop } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import { resumed } from './attempt';
import type { Resume, ResumePoint, ResumeProtocol, ResumeSession } from './contract';
import { forgetPoint, readPoint } from './points';
import { endAtServer, planRequest } from './requests';
import { createSession, forget, type Session } from './session';

/** An answer whose point is worth keeping: it failed for now, or somebody has to sign in first. */
const isForNow = ({ kind, isRetryable, status }: SseError): boolean =>
  status === 401 || (isRetryable && kind !== 'incomplete');

/** The run's own request until a point is known, then one that resumes there. */
async function planAttempt<Point extends ResumePoint>(
  session: Session<Point>,
  lastEventId: string,
): ReturnType<ResumeSession['prepare']> {
  const { point, ledger, goOn, options, send } = session;
  const attempt = ledger.attempt(!!point);
  const { isWhole } = attempt;
  // Whatever is stored before the first point is an earlier answer.
  if (!point) forgetPoint(options);
  const { transport, request } = await (point
    ? planRequest(
        session,
        goOn?.(point, isWhole) ?? { url: point.url, lastEventId: isWhole ? '' : point.lastEventId },
      )
    : send(undefined, lastEventId));
  return {
    transport: resumed(session, transport, attempt, !point),
    request,
    get isResumable() {
      // A transport with a method of its own would send the first request again.
      return !!session.point && !!(point || !transport.method);
    },
  };
}

const toResumeSession = <Point extends ResumePoint>(session: Session<Point>): ResumeSession => ({
  get point() {
    return session.point;
  },
  prepare: (lastEventId) => planAttempt(session, lastEventId),
  stop() {
    const { point, isOver, mayLearn } = session;
    if (isOver) return;
    forget(session);
    if (point) endAtServer(session, point);
    else if (mayLearn && session.options.resumeStop !== false) session.hangUp = noop;
  },
  leave() {
    session.isOver = true;
  },
  ended(error) {
    if (!session.isOver && !(error && isForNow(error))) forget(session);
  },
});

/**
 * Makes the option `resume` for a protocol of your own.
 *
 * @example
 * const resume = createResume({
 *   fromResponse: (response, url) => ({ url: `${url}/${response.headers.get('x-answer-id')}` }),
 * });
 */
export const createResume = <Point extends ResumePoint>(protocol: ResumeProtocol<Point>): Resume => ({
  kept: readPoint,
  // What is kept was made by the same protocol.
  begin: (host, joined) => toResumeSession(createSession(protocol, host, joined as Point | undefined)),
});
