import { kindOf } from '../platform/kind';
import { SseError, toSseError } from './error';
import type { SseRequest } from './transport';

/** A value, or what makes it: called afresh for each attempt, so that a token refreshed meanwhile is used. */
export type Resolvable<T> = T | (() => T | Promise<T>);

/** Headers as `fetch` takes them; in a plain object, `undefined` leaves a header out. */
export type HeadersOption = HeadersInit | Readonly<Record<string, string | undefined>>;

/** What is sent as JSON unless `fetch` knows it as a body: plain objects, arrays, numbers, booleans. */
export type BodyOption = BodyInit | object | number | boolean | null | undefined;

/** The rest of `RequestInit`; what is `undefined` has its default. */
type FetchOptions = {
  [Name in keyof Omit<RequestInit, 'headers' | 'body' | 'signal' | 'method'>]?: RequestInit[Name] | undefined;
};

/** What a request is made of. */
export interface RequestOptions extends FetchOptions {
  /** A value, or a function (may be async) called afresh for each attempt. */
  headers?: Resolvable<HeadersOption | undefined> | undefined;
  /** A value or such a function. A plain object is sent as JSON with its content type. */
  body?: Resolvable<BodyOption> | undefined;
  /** The HTTP method. @default 'POST' with a body, else 'GET' */
  method?: string | undefined;
}

/** A mistake in the request: trying again cannot mend it. */
export const badRequest = (message: string, cause?: unknown): SseError =>
  new SseError('network', message, { cause, isRetryable: false });

const ABSOLUTE = /^[a-z][a-z\d+.-]*:/i;

/** An absolute URL; one given as a string goes out as it is. Relative ones need a page. */
export function resolveUrl(url: string | URL): string {
  // By what it has, which holds in every realm.
  if (typeof url !== 'string' && !url.href) throw badRequest('The url must be a string or a `URL`.');
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  const text = String(url).trim();
  if (!text) throw badRequest('The url is empty. Pass one, or `null` to stay disconnected.');
  let href: string;
  try {
    ({ href } = new URL(text, base));
  } catch (cause) {
    throw badRequest(`"${text}" is not a valid URL. ${howToMend(text, base)}`, cause);
  }
  refuseScheme(text, href);
  return ABSOLUTE.test(text) ? text : href;
}

function howToMend(url: string, base: string | undefined): string {
  if (ABSOLUTE.test(url)) return 'Check its spelling.';
  if (!base) return 'Outside a page it must be absolute.';
  return /^(?:blob|data|about):/.test(base)
    ? 'A page or worker made from a blob has no address: pass an absolute url.'
    : 'Check its spelling.';
}

const USE_HTTP = 'Use `http:` or `https:`.';

/** Schemes that are no way to a stream, since they are mistakes. */
function refuseScheme(url: string, href: string): void {
  const refuse = (reason: string): never => {
    throw badRequest(`"${url}" cannot be requested. ${reason}`);
  };
  if (/^(?:wss?|ftp|mailto|javascript):/i.test(href)) refuse(USE_HTTP);
  if (/^file:/i.test(href))
    refuse('The page or the url is a file: pass an absolute url that begins with `http`.');
  const port = /^([\w.-]+):\d+(?:[/?#]|$)/.exec(url);
  if (port) refuse(`"${port[1]}:" is read as a scheme: put \`http://\` before it.`);
}

/** Why a url that was not reached never will be: its scheme is known to no platform, save to apps that have one. */
export function unknownScheme(url: string): string | undefined {
  const scheme = /^(?!https?:|blob:|data:)[a-z][^:]*:/i.exec(url)?.[0];
  return scheme && scheme.toLowerCase() !== globalThis.location?.protocol
    ? `"${url}" cannot be requested. ${USE_HTTP}`
    : undefined;
}

/** The headers as a plain object with names in lower case: what every engine merges without surprises. */
export function resolveHeaders(option?: HeadersOption | null): Record<string, string> {
  const headers = option ?? {};
  try {
    const pairs = Symbol.iterator in headers ? headers : Object.entries(headers);
    const given = [...(pairs as Iterable<[string, string]>)].filter(([, value]) => value != null);
    return Object.fromEntries(new Headers(given));
  } catch {
    // What was thrown may quote the value, which may be a secret.
    throw badRequest('A header has a name or value that HTTP does not allow. Check `headers`.');
  }
}

/** What is data and not one of the bodies that `fetch` knows. */
const isData = (body: unknown): boolean =>
  /^(?:Object|Array|Number|Boolean|BigInt|Date|(?:Weak)?(?:Map|Set))$/.test(kindOf(body)) &&
  !(Symbol.asyncIterator in Object(body));

/** `JSON.stringify` would send these as `{}`. */
const UNSENDABLE = /^(?:(?:Weak)?(?:Map|Set)|File|Blob|FormData|Promise|ArrayBuffer)$/;

function refuseUnsendable(_: string, value: unknown): unknown {
  if (UNSENDABLE.test(kindOf(value))) throw new TypeError('A Map, Set, file, form or promise has no JSON');
  return value;
}

/** Data in the JSON that it had when it was given: what the caller does to it later is not sent. */
class Json {
  readonly text: string;
  constructor(data: unknown) {
    this.text = JSON.stringify(data, refuseUnsendable);
  }
}

/** A body with data made JSON, once. @throws SseError where it has none */
function toSendable<Body>(body: Body): Body | Json {
  if (body instanceof Json || !isData(body)) return body;
  try {
    return new Json(body);
  } catch (cause) {
    throw badRequest(
      'The body cannot be sent as JSON. Pass plain data without cycles, BigInt, files, Map or Set, or a string.',
      cause,
    );
  }
}

/** Data to be sent as it is now. */
export function ownBody(body: RequestOptions['body']): RequestOptions['body'] {
  try {
    return toSendable(body);
  } catch {
    // It fails again, and is told, when it is sent.
    return body;
  }
}

/** Without what is `undefined`, which means the default. */
export const withoutUndefined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Calls what is a function, and waits for what is a promise. What the caller's code throws ends the attempt. */
export const resolve = async <T>(value: Resolvable<T>): Promise<T> => {
  if (typeof value !== 'function') return value;
  try {
    return await (value as () => T | Promise<T>)();
  } catch (thrown) {
    throw toSseError('network', thrown, { isRetryable: false });
  }
};

/** Everything of a request but its URL, resolved and checked. */
export async function resolveInit(options: RequestOptions): Promise<SseRequest['init']> {
  const { headers: headersOption, body: bodyOption, ...others } = options;
  const rest = withoutUndefined(others) as Omit<RequestInit, 'headers' | 'body' | 'signal'>;
  const headers = resolveHeaders(await resolve(headersOption));
  const body = toSendable(await resolve(bodyOption));
  const method = (rest.method ?? (body == null ? 'GET' : 'POST')).toUpperCase();
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(method) || /^(?:CONNECT|TRACE|TRACK)$/.test(method)) {
    throw badRequest(`The method "${method}" cannot be requested.`);
  }
  if (body == null) return { ...rest, method, headers };
  if (method === 'GET' || method === 'HEAD') {
    throw badRequest(`A ${method} request cannot have a body. Leave out \`method\` to POST it, or the body.`);
  }
  const isJson = body instanceof Json;
  if (isJson) headers['content-type'] ??= 'application/json';
  // A body that is a stream needs `duplex`; to others it means nothing.
  return { ...rest, ...{ duplex: 'half' }, method, headers, body: isJson ? body.text : (body as BodyInit) };
}

/** The URL with the last event id in its query, for servers that cannot be sent the header. */
export function withLastEventId(url: string, param: string | undefined, id: string): string {
  if (!param || !id) return url;
  // By hand: a URL class may change the path, or lack `searchParams` (React Native).
  const [, path = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(url)!;
  const name = `${encodeText(param)}=`;
  const pairs = query.split('&').filter(Boolean);
  const place = pairs.findIndex((pair) => pair.startsWith(name));
  pairs[place < 0 ? pairs.length : place] = name + encodeText(id);
  return `${path}?${pairs.join('&')}${hash}`;
}

/** As in a form. Half a surrogate pair, which has no encoding, becomes U+FFFD. */
const encodeText = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/%20/g, '+');

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
    // What cannot be serialised is reported when it is sent.
    return '';
  }
}
