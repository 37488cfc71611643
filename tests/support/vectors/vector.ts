/** What a stream must give: its messages as `[data, type, lastEventId]`, what is left out being `message` and none. */
type Expected = readonly [data: string, type?: string, lastEventId?: string];

/** A stream of bytes, and what the specification makes of it. */
export interface Vector {
  readonly name: string;
  /** Text is sent as UTF-8. */
  readonly stream: string | Uint8Array;
  readonly messages: readonly Expected[];
  /** What Chromium's own `EventSource` makes of it, where that departs from the specification. */
  readonly native?: readonly Expected[];
}

type Row = readonly [name: string, stream: string | Uint8Array, ...messages: readonly (string | Expected)[]];

/** Vectors from rows; a message that is only a string has no type and no id. */
export const vectors = (group: string, rows: readonly Row[]): Vector[] =>
  rows.map(([name, stream, ...messages]) => ({
    name: `${group}: ${name}`,
    stream,
    messages: messages.map((each) => (typeof each === 'string' ? [each] : each)),
  }));

export const bytesOf = (stream: string | Uint8Array): Uint8Array =>
  typeof stream === 'string' ? new TextEncoder().encode(stream) : stream;

/** Bytes from text and numbers. */
export const raw = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...bytesOf(part)] : [part])));

export const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
