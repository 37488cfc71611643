import { noop } from '../../platform/callbacks';
import { SseError } from '../../protocol/error';
import { badRequest } from '../../protocol/request';
import type { SseRequest } from '../../protocol/transport';
import { createDecoder, toBytes } from './bytes';
import { httpError, parseRetryAfter, providerMessage } from './httpError';
import { MEDIA_TYPES, readMimeType } from './mimeType';

/** Most bytes of an error's body that are read. */
const BODY_LIMIT = 65_536;
/** How long an error's body is waited for, in ms: some never end. */
const BODY_TIME = 1000;

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  let text = '';
  let left = BODY_LIMIT;
  const cancel = (): void => void reader.cancel().catch(noop);
  const timer = setTimeout(cancel, BODY_TIME);
  try {
    const decoder = createDecoder();
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      const bytes = toBytes(value);
      text += decoder.decode(bytes.subarray(0, left), { stream: true });
      left -= bytes.length;
    }
  } catch {
    // The connection broke, or the text cannot be read: what came before, and the status, are still worth telling.
  }
  clearTimeout(timer);
  cancel();
  return text;
}

/** Whether a response with this `Content-Type` is what was asked for. */
function isExpected(header: string, expected: string): boolean {
  const { essence, charset } = readMimeType(header);
  if (expected !== MEDIA_TYPES.events) return /json|^text\/plain$/.test(essence);
  // [NON-SPEC] As in Chromium, another encoding than UTF-8 is refused.
  return essence === expected && (!charset || charset === 'utf-8');
}

/** Text that is an event stream under a wrong name: its messages are no words about the error. */
const isEventStream = (text: string): boolean => /^\uFEFF?\s*(?:(?:data|event|id|retry)?:|data$)/m.test(text);

/** Why a body cannot be read, and what to do. */
function unreadable(response: Response): string | undefined {
  const body: unknown = response.body;
  if (!body) {
    return 'The response has no body to read. Pass a `fetch` that streams (in React Native: `expo/fetch`).';
  }
  if (typeof (body as ReadableStream).getReader !== 'function') {
    return 'The response body is no web stream. Pass a `fetch` whose body is one (of a Node stream: `Readable.toWeb(stream)`).';
  }
  if ((body as ReadableStream).locked || response.bodyUsed) {
    return 'The response body has been read already. In your `fetch`, read a `response.clone()` instead.';
  }
  return undefined;
}

/** What a `fetch` may return that is no response of a server. */
function checkResponse(response: Response): void {
  if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
    throw badRequest('`fetch` returned no Response. Return that of the platform.');
  }
  if (response.type === 'opaqueredirect') {
    throw badRequest("The server redirects, and `redirect: 'manual'` does not follow. Leave out `redirect`.");
  }
  if (response.status === 0) {
    throw badRequest("The response cannot be read by this page. Leave out `mode: 'no-cors'` and allow CORS.");
  }
}

/** The text of a response that is no stream; empty where it cannot be read. */
export const textOf = async (response: Response): Promise<string> =>
  unreadable(response) ? '' : readText(response.body!);

async function contentTypeError(response: Response, expected: string): Promise<SseError> {
  const { status, headers } = response;
  const body = await textOf(response);
  const type = headers.get('content-type');
  return new SseError(
    'contentType',
    (!isEventStream(body) && providerMessage(body)) ||
      `Expected ${expected}, got ${type ? `"${type}"` : 'no content type'}. Check the url and the server.`,
    { status, headers, body, retryAfter: parseRetryAfter(headers) },
  );
}

/**
 * Makes sure that a response is a stream, and returns its body; `null` for a 204, which is an end without content.
 *
 * @throws SseError of kind `'http'` or `'contentType'`, with the body's text and the provider's own words
 */
export async function openBody(
  response: Response,
  framing: SseRequest['framing'] = 'events',
): Promise<ReadableStream<unknown> | null> {
  checkResponse(response);
  const { status, headers } = response;
  if (status === 204) return null;
  // A 205 has no body.
  if (status < 200 || status > 299 || status === 205)
    throw httpError({ status, headers, body: await textOf(response) });
  const expected = MEDIA_TYPES[framing];
  if (!isExpected(headers.get('content-type') ?? '', expected))
    throw await contentTypeError(response, expected);
  const reason = unreadable(response);
  if (reason) throw badRequest(reason);
  return response.body;
}
