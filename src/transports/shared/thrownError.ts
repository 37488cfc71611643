import { SseError } from '../../protocol/error';
import { httpError } from './httpError';
import { textOf } from './response';

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

function asText(data: unknown): string {
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
    return (
      (await readThrown(thrown)) ?? (await readThrown((thrown as ThrownHttpError | null)?.cause, thrown))
    );
  } catch {
    // It throws when it is read.
    return undefined;
  }
}

/** @param cause what was thrown, where it only has the error as its `cause` */
async function readThrown(thrown: unknown, cause: unknown = thrown): Promise<SseError | undefined> {
  if (typeof thrown !== 'object' || !thrown) return undefined;
  const error = thrown as ThrownHttpError;
  // Some throw the response itself.
  const response: ThrownHttpError['response'] = 'bodyUsed' in thrown ? (thrown as Response) : error.response;
  const status = Number(response?.status ?? error.status ?? error.statusCode);
  if (!(status >= 300 && status <= 599)) return undefined;
  let body = asText(error.data ?? error.body ?? response?.data ?? response?._data);
  if (!body && response && typeof response.headers?.get === 'function') body = await textOf(response);
  const own = typeof error.message === 'string' ? error.message : '';
  return httpError({ status, headers: headersOf(response?.headers), body, cause }, own);
}
