// @ts-check
/**
 * The platform's types that the published types use. In a project without the DOM library (Node, Workers) they may be
 * missing, or only some of them there. So each file of types declares its own: the global one wherever there is one,
 * else the part of it that is used.
 */
const DECLARATIONS = `
type GlobalType<Name extends string, Otherwise> =
  typeof globalThis extends { [name in Name]: { prototype: infer Type } } ? Type : Otherwise;
type Headers = GlobalType<'Headers', {
  get(name: string): string | null;
  has(name: string): boolean;
  forEach(callback: (value: string, name: string) => void): void;
}>;
type Response = GlobalType<'Response', {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}>;
type AbortSignal = GlobalType<'AbortSignal', {
  readonly aborted: boolean;
  readonly reason: any;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}>;
type URL = GlobalType<'URL', { readonly href: string; toString(): string }>;
type Storage = GlobalType<'Storage', {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}>;
type MessageEvent = GlobalType<'MessageEvent', {
  readonly type: string;
  readonly data: any;
  readonly lastEventId: string;
}>;
type HeadersInit = typeof globalThis extends { Headers: new (init?: infer Init) => any }
  ? NonNullable<Init>
  : [string, string][] | Record<string, string>;
type BodyInit = typeof globalThis extends { Response: new (body?: infer Body, ...rest: any) => any }
  ? NonNullable<Body>
  : string | object;
type RequestInit = typeof globalThis extends { Request: new (input: any, init?: infer Init) => any }
  ? NonNullable<Init>
  : {
      method?: string;
      headers?: HeadersInit;
      body?: BodyInit | null;
      signal?: AbortSignal | null;
      credentials?: 'include' | 'omit' | 'same-origin';
      cache?: 'default' | 'force-cache' | 'no-cache' | 'no-store' | 'only-if-cached' | 'reload';
      mode?: 'cors' | 'navigate' | 'no-cors' | 'same-origin';
      redirect?: 'error' | 'follow' | 'manual';
      referrer?: string;
      integrity?: string;
      keepalive?: boolean;
    };
`;

const NAMES = [...DECLARATIONS.matchAll(/^type (\w+) =/gm)].map(([, name]) => name);
const uses = new RegExp(`\\b(?:${NAMES.join('|')})\\b`);

/** Puts them into each chunk of types that names one, without comments. */
export const platformTypes = {
  name: 'platform-types',
  /** @param {string} code */
  renderChunk: (code) =>
    uses.test(code.replace(/\/\*[^]*?\*\//g, '')) ? `${code}\n${DECLARATIONS.trim()}\n` : null,
};
