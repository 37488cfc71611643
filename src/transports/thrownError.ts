import { SseError } from '../protocol/error';
import { parseRetryAfter, providerMessage } from './httpError';
import { responseError } from './response';

/** What clients that throw on an HTTP error put on it: ky, ofetch, axios, wrappers of one's own. */
interface ThrownHttpError {
  readonly response?: (Response & { readonly data?: unknown; readonly _data?: unknown }) | undefined;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly data?: unknown;
  readonly message?: unknown;
}

const textOf = (data: unknown): string =>
  typeof data === 'string' ? data : typeof data === 'object' && data ? JSON.stringify(data) : '';

/** Headers of any shape; none where they cannot be read. */
function headersOf(headers: unknown): Headers {
  try {
    return new Headers(headers as HeadersInit);
  } catch {
    return new Headers();
  }
}

/** The HTTP error that a `fetch` has thrown in place of returning the response; `undefined` where it is none. */
export async function thrownHttpError(thrown: unknown): Promise<SseError | undefined> {
  if (typeof thrown !== 'object' || !thrown) return undefined;
  const error = thrown as ThrownHttpError;
  const { response } = error;
  const status = Number(response?.status ?? error.status ?? error.statusCode);
  if (!(status >= 300 && status <= 599)) return undefined;
  let body = textOf(error.data ?? response?.data ?? response?._data);
  if (!body && response && typeof response.headers?.get === 'function') {
    ({ body = '' } = await responseError(response));
  }
  const headers = headersOf(response?.headers);
  const own = typeof error.message === 'string' ? error.message : '';
  return new SseError(
    'http',
    providerMessage(body) || own || `The server answered with HTTP status ${status}`,
    {
      status,
      headers,
      body,
      retryAfter: parseRetryAfter(headers),
      cause: thrown,
    },
  );
}
