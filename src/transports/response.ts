import { noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import { parseRetryAfter, providerMessage } from './httpMessage';
import type { SseRequest } from '../protocol/transport';

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
  }
  clearTimeout(timer);
  cancel();
  return text;
}

/** What is expected, and how it is recognised. */
const STREAMS = {
  // [spec] Compared without regard to case. [NON-SPEC] As in Chromium, another encoding than UTF-8 is refused.
  events: {
    name: 'text/event-stream',
    pattern: /^\s*text\/event-stream\s*(?:;(?!.*charset=(?!"?utf-8"?\s*(?:;|$)))|$)/i,
  },
  lines: { name: 'application/x-ndjson', pattern: /^[^;]*(?:json|text\/plain)/i },
};

/**
 * Makes sure that a response is a stream, and returns its body; `null` for a 204, which is an end without content.
 *
 * @throws SseError of kind `'http'` or `'contentType'`, with the body's text and the provider's own words
 */
export async function openBody(
  { status, headers, body }: Response,
  framing: SseRequest['framing'] = 'events',
): Promise<ReadableStream<Uint8Array> | null> {
  if (status === 204) return null;
  const { name, pattern } = STREAMS[framing];
  const type = headers.get('content-type') ?? '';
  if (status === 200 && pattern.test(type)) {
    if (body) return body;
    throw new SseError('network', 'The response has no body to read. Pass a `fetch` that streams.', {
      isRetryable: false,
    });
  }
  const text = body ? await readText(body) : '';
  throw new SseError(
    status === 200 ? 'contentType' : 'http',
    providerMessage(text) ??
      (status === 200
        ? `Expected ${name}, got ${type ? `"${type}"` : 'no content type'}. Check the url and the server.`
        : `The server answered with HTTP status ${status}`),
    { status, headers, body: text, retryAfter: parseRetryAfter(headers) },
  );
}
