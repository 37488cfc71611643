import { type RequestOptions, resolveInit, withLastEventId, withoutUndefined } from '../../protocol/request';
import type { SseRequest, Transport } from '../../protocol/transport';
import { completeRequest } from './completeRequest';

/**
 * Makes what is sent where the transport has options of its own, which win over those of the request, headers by name.
 *
 * @param idParam the query parameter that has the last event id in place of the header
 */
export const completeWith =
  (options: RequestOptions, idParam: string | undefined) =>
  async (request: SseRequest): Promise<SseRequest> => {
    const { headers, method, ...init } = request.init;
    // A body of the transport's own makes a POST of the run's GET.
    const inherited = method && options.body == null ? { method } : undefined;
    const own = await resolveInit({ ...withoutUndefined(init), ...inherited, ...withoutUndefined(options) });
    return completeRequest({
      ...request,
      url: withLastEventId(request.url, idParam, request.lastEventId),
      lastEventId: idParam ? '' : request.lastEventId,
      init: { ...own, headers: { ...headers, ...own.headers } },
    });
  };

/** What such options say of a transport over `fetch`. */
export const traitsOf = ({
  headers,
  body,
  method,
}: RequestOptions): Pick<Transport, 'platform' | 'dynamic' | 'method'> => ({
  platform: 'fetch',
  dynamic: typeof headers === 'function' || typeof body === 'function',
  method: method ?? (body == null ? undefined : 'POST'),
});
