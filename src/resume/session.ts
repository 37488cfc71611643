import type { ResumeHost, ResumePoint, ResumeProtocol } from './contract';
import { createLedger, type Ledger } from './ledger';
import { forgetPoint, keepPoint } from './points';
import { endAtServer } from './requests';

/** What is known of one answer, however many attempts it takes: made with its execution, and dropped as a whole. */
export interface Session<Point extends ResumePoint> extends ResumeProtocol<Point>, ResumeHost {
  readonly ledger: Ledger;
  /** Where the answer can be resumed. */
  point: Point | undefined;
  /** Whether the point may still come: with the headers, or with the first message. */
  mayLearn: boolean;
  /** It has ended, or the component was unmounted: nothing is stored any more. */
  isOver?: boolean;
  /** It was stopped before its point was known, and goes on until then: closes the connection. */
  hangUp?: (() => void) | undefined;
}

export const createSession = <Point extends ResumePoint>(
  protocol: ResumeProtocol<Point>,
  host: ResumeHost,
  point: Point | undefined,
): Session<Point> => ({
  ...protocol,
  ...host,
  ledger: createLedger(!!point),
  point,
  mayLearn: true,
});

const isSameOrigin = (url: string, other: string): boolean => new URL(url).origin === new URL(other).origin;

/** The server at that address has told a point, or none. */
export function learn<Point extends ResumePoint>(
  session: Session<Point>,
  point: Point | undefined,
  url: string,
): void {
  if (!point || !(session.anyOrigin || isSameOrigin(point.url, url))) return;
  const isMoved = session.point?.url !== point.url;
  session.point = point;
  session.ledger.mark();
  if (session.hangUp) finishStopping(session);
  else if (!session.isOver && isMoved) keepPoint(session.options, point);
}

export function forget<Point extends ResumePoint>(session: Session<Point>): void {
  session.isOver = true;
  if (session.point) forgetPoint(session.options, session.point);
  session.point = undefined;
}

/** Ends an answer that is being stopped: its point is known by now, or never will be. */
export function finishStopping<Point extends ResumePoint>(session: Session<Point>): void {
  const { hangUp, point } = session;
  if (!hangUp) return;
  session.hangUp = undefined;
  hangUp();
  if (point) endAtServer(session, point);
  session.point = undefined;
}
