import { noop } from '../core/callbacks';
import { SseError } from '../core/error';
import { parseRetryAfter, providerMessage } from '../core/httpMessage';

/** Most bytes of an error's body that are read. */
const BODY_LIMIT = 65_536;
/** How long an error's body is waited for, in ms: some never end. */
const BODY_TIME = 1000;

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let left = BODY_LIMIT;
  const cancel = (): void => void reader.cancel().catch(noop);
  const timer = setTimeout(cancel, BODY_TIME);
  try {
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
  } catch {
    // The connection broke: what came before is still worth telling.
  } finally {
    clearTimeout(timer);
    cancel();
  }
  return text;
}

/** [spec] Compared without regard to case; Chromium also refuses an encoding that is not UTF-8. */
function isStream(type: string, framing: 'events' | 'lines' | undefined): boolean {
  const [essence = '', ...parameters] = type.toLowerCase().split(';');
  if (framing === 'lines') return /json|text\/plain/.test(essence);
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  return essence.trim() === 'text/event-stream' && (!charset || /^charset="?utf-?8"?$/.test(charset));
}

/**
 * Makes sure that a response is a stream, and returns its body; `null` for a 204, which is an end without content.
 *
 * @throws SseError of kind `'http'` or `'contentType'`, with the body's text and the provider's own words
 */
export async function openBody(
  response: Response,
  framing: 'events' | 'lines' | undefined,
): Promise<ReadableStream<Uint8Array> | null> {
  const { status, headers, body } = response;
  if (status === 204) return null;
  const type = headers.get('content-type') ?? '';
  if (status === 200 && isStream(type, framing)) {
    if (body) return body;
    throw new SseError('network', 'The response has no body that can be read as a stream. Pass a `fetch` that has.', {
      isRetryable: false,
    });
  }
  const text = body ? await readText(body) : '';
  const details = { status, headers, body: text, retryAfter: parseRetryAfter(headers) };
  const words = providerMessage(text);
  if (status !== 200) throw new SseError('http', words ?? `The server answered with HTTP status ${status}`, details);
  throw new SseError('contentType', words ?? expected(type, framing), details);
}

const expected = (type: string, framing: 'events' | 'lines' | undefined): string =>
  `Expected ${framing === 'lines' ? 'application/x-ndjson' : 'text/event-stream'} but the server sent ` +
  `${type ? `"${type}"` : 'no content type'}. Check the url and the server's headers.`;
