import { SseError } from '../../protocol/error';
import { providerWords } from '../../protocol/providerWords';

const LONGEST_PLAIN_TEXT = 300;

const EVENT_STREAM = /^(?:data|event|id|retry)?:/;
/** An error that comes as an event stream: the JSON of a message, or the words of an `event: error`. */
const ERROR_IN_STREAM = /^(?:data: ?(?={)|event: ?error\r?\ndata: ?)(.*)/m;

/**
 * What the provider itself says in the body of an error, JSON or a short plain text; `undefined` where it says
 * nothing to a reader (HTML, codes, an empty body).
 */
export function providerMessage(body: string): string | undefined {
  const text = body.trim();
  try {
    return providerWords(JSON.parse(text));
  } catch {
    if (EVENT_STREAM.test(text)) return providerMessage(ERROR_IN_STREAM.exec(text)?.[1] ?? '');
    // A page or a dump is not a message, and JSON that was cut off reads as one neither.
    return text && text.length <= LONGEST_PLAIN_TEXT && !/^[<{[]/.test(text) ? text : undefined;
  }
}

/**
 * What `retry-after-ms` or `Retry-After` (seconds or a date) asks for, in ms; never negative. A date is compared with
 * the server's own clock, its `Date` header, where it is to be had: the device's may be wrong.
 */
export function parseRetryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const ms = toNumber(headers.get('retry-after-ms'));
  if (ms !== undefined) return ms;
  const value = headers.get('retry-after');
  const seconds = toNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  // A bare or negative number would parse as a year.
  const date = value && /[a-z]/i.test(value) ? Date.parse(value) : NaN;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(serverNow) ? now : serverNow));
}

const toNumber = (value: string | null): number | undefined =>
  value && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;

/** A response that is no stream, as far as it is known. */
interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly cause?: unknown;
}

/** Its error, in the words of the provider or of whoever threw it. */
export const httpError = (refusal: Refusal, own?: string): SseError =>
  new SseError(
    'http',
    providerMessage(refusal.body) || own || `The server answered with HTTP status ${refusal.status}`,
    { ...refusal, retryAfter: parseRetryAfter(refusal.headers) },
  );
