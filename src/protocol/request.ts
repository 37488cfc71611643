import { SseError } from './error';
import type { SseRequest } from './transport';

/** A value, or what makes it: called afresh for each attempt, so that a token refreshed meanwhile is used. */
export type Resolvable<T> = T | (() => T | Promise<T>);

/** Headers as `fetch` takes them; in a plain object, `undefined` leaves a header out. */
export type HeadersOption = HeadersInit | Readonly<Record<string, string | undefined>>;

/** What is sent as JSON unless `fetch` knows it as a body: plain objects, arrays, numbers, booleans. */
export type BodyOption = BodyInit | object | number | boolean | null | undefined;

/** What a request is made of. */
export interface RequestOptions extends Omit<RequestInit, 'headers' | 'body' | 'signal'> {
  /** A value, or a function (may be async) called afresh for each attempt. */
  headers?: Resolvable<HeadersOption | undefined> | undefined;
  /** A value or such a function. A plain object is sent as JSON with its content type. */
  body?: Resolvable<BodyOption> | undefined;
  /** The HTTP method. @default 'POST' with a body, else 'GET' */
  method?: string;
}

/** A mistake in the request: trying again cannot mend it. */
export const badRequest = (message: string, cause?: unknown): SseError =>
  new SseError('network', message, { cause, isRetryable: false });

/** An absolute URL. `base` is the page's, where there is a page. */
export function resolveUrl(url: string | URL): string {
  if (url === '') throw badRequest('The url is empty. Pass one, or `null` to stay disconnected.');
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    return new URL(url, base).href;
  } catch (cause) {
    const mend = base ? 'Check its spelling.' : 'Outside a page it must be absolute.';
    throw badRequest(`"${String(url)}" is not a valid URL. ${mend}`, cause);
  }
}

/** The headers as a plain object with names in lower case: what every engine merges without surprises. */
export function resolveHeaders(headers: HeadersOption = {}): Record<string, string> {
  const pairs = Symbol.iterator in headers ? headers : Object.entries(headers);
  try {
    const given = [...(pairs as Iterable<[string, string]>)].filter(([, value]) => value !== undefined);
    return Object.fromEntries(new Headers(given));
  } catch {
    // What was thrown may quote the value, which may be a secret.
    throw badRequest('A header has a name or value that HTTP does not allow. Check `headers`.');
  }
}

/** By the tag, which holds in every realm: what is data and not one of the bodies that `fetch` knows. */
const isData = (body: unknown): boolean =>
  / (Object|Array|Number|Boolean|BigInt|Date|Map|Set)\]$/.test(Object.prototype.toString.call(body));

/** `JSON.stringify` would send these as `{}`. */
function refuseCollection(_: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set)
    throw new TypeError('A Map or a Set has no JSON: use Object.fromEntries(map) or [...set]');
  return value;
}

function serialise(body: unknown): string {
  try {
    return JSON.stringify(body, refuseCollection);
  } catch (cause) {
    throw badRequest(
      'The body cannot be sent as JSON. Pass plain data without cycles, BigInt, Map or Set, or a string.',
      cause,
    );
  }
}

/** Without what is `undefined`, which means the default. */
export const withoutUndefined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Calls what is a function, and waits for what is a promise. */
export const resolve = async <T>(value: Resolvable<T>): Promise<T> =>
  typeof value === 'function' ? (value as () => T | Promise<T>)() : value;

/** Everything of a request but its URL, resolved and checked. */
export async function resolveInit(options: RequestOptions): Promise<SseRequest['init']> {
  const { headers: headersOption, body: bodyOption, ...rest } = options;
  const headers = resolveHeaders(await resolve(headersOption));
  let body = await resolve(bodyOption);
  const method = (rest.method ?? (body == null ? 'GET' : 'POST')).toUpperCase();
  if (body == null) return { ...rest, method, headers };
  if (method === 'GET' || method === 'HEAD') {
    throw badRequest(`A ${method} request cannot have a body. Leave out \`method\` to POST it, or the body.`);
  }
  if (isData(body)) {
    body = serialise(body);
    headers['content-type'] ??= 'application/json';
  }
  // A body that is a stream needs `duplex`; to others it means nothing.
  return { ...rest, ...{ duplex: 'half' }, method, headers, body: body as BodyInit };
}

/** The URL with the last event id in its query, for servers that cannot be sent the header. */
export function withLastEventId(url: string, param: string | undefined, id: string): string {
  if (!param || !id) return url;
  const resumed = new URL(url);
  resumed.searchParams.set(param, id);
  return resumed.href;
}

/** A value that can be compared: what is a function is called afresh anyway. */
export function keyOf(value: unknown): string {
  const plain = (_: string, part: unknown): unknown =>
    typeof part === 'function'
      ? 'function'
      : part instanceof Headers || part instanceof URLSearchParams || part instanceof FormData
        ? [...part]
        : part;
  try {
    return JSON.stringify(value, plain);
  } catch {
    // What cannot be serialised is told when it is sent.
    return '';
  }
}
