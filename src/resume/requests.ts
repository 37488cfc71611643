import { noop } from '../platform/callbacks';
import type { SseSink } from '../protocol/transport';
import type { ResumeHost, ResumePlan, ResumePoint, ResumeProtocol, ResumeRequest } from './contract';

/** Plans a request of a protocol, with the headers of the run's own. */
export async function planRequest(
  { send }: ResumeHost,
  { url, method, body, lastEventId = '' }: ResumeRequest,
): Promise<ResumePlan> {
  const { transport, request } = await send({ url, method, body }, lastEventId);
  const { headers = {}, ...init } = request.init;
  const { 'content-type': _type, ...others } = headers;
  // Servers refuse a type without a body.
  return { transport, request: { ...request, init: { ...init, headers: body == null ? others : headers } } };
}

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

/** Ends the answer at the server, unless the options say not to. */
export function endAtServer<Point extends ResumePoint>(
  session: Pick<ResumeProtocol<Point>, 'stop'> & ResumeHost,
  point: Point,
): void {
  const stopping = session.stop ? session.stop(point) : { url: point.url, method: 'DELETE' };
  if (!stopping || session.options.resumeStop === false) return;
  // The answer has ended here: there is nobody to tell of a failure.
  planRequest(session, stopping).then(({ transport, request: { init, ...rest } }) => {
    transport({ ...rest, init: { ...init, keepalive: true } }, unheard);
  }, noop);
}
