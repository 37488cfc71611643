import { SseError } from '../protocol/error';
import { parseRetryAfter, providerMessage } from './httpError';
import { responseError } from './response';

/** What clients that throw on an HTTP error put on it: ky, ofetch, axios, wrappers of one's own. */
interface ThrownHttpError {
  readonly response?: (Response & { readonly data?: unknown; readonly _data?: unknown }) | undefined;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly data?: unknown;
  readonly body?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

function textOf(data: unknown): string {
  if (typeof data !== 'object' || !data || 'getReader' in data) return typeof data === 'string' ? data : '';
  try {
    return JSON.stringify(data);
  } catch {
    return '';
  }
}

/** Headers of any shape; none where they cannot be read. */
function headersOf(headers: unknown): Headers {
  try {
    return new Headers(headers as HeadersInit);
  } catch {
    return new Headers();
  }
}

/**
 * What was thrown, where it says what is wrong: an `SseError`, or the HTTP error of a `fetch` that throws in place of
 * returning the response.
 */
export async function knownError(thrown: unknown): Promise<SseError | undefined> {
  try {
    if (thrown instanceof SseError) return thrown;
    return (await httpError(thrown)) ?? (await httpError((thrown as ThrownHttpError | null)?.cause, thrown));
  } catch {
    // It throws when it is read.
    return undefined;
  }
}

/** @param cause what was thrown, where it only has the error as its `cause` */
async function httpError(thrown: unknown, cause: unknown = thrown): Promise<SseError | undefined> {
  if (typeof thrown !== 'object' || !thrown) return undefined;
  const error = thrown as ThrownHttpError;
  // Some throw the response itself.
  const response: ThrownHttpError['response'] = 'bodyUsed' in thrown ? (thrown as Response) : error.response;
  const status = Number(response?.status ?? error.status ?? error.statusCode);
  if (!(status >= 300 && status <= 599)) return undefined;
  let body = textOf(error.data ?? error.body ?? response?.data ?? response?._data);
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
      cause,
    },
  );
}
