/** What is asked for, for each framing. */
export const MEDIA_TYPES = { events: 'text/event-stream', lines: 'application/x-ndjson' };

/** A `Content-Type` as a browser reads it, in lower case. */
interface MimeType {
  /** Without parameters; `''` where there is none. */
  readonly essence: string;
  /** `''` where none is named. */
  readonly charset: string;
}

/**
 * Reads a `Content-Type`, which may hold several values: the last valid one counts, and keeps the charset of the one
 * before where both name the same type. Like Chromium, it ends a type at a space or a parenthesis.
 *
 * [spec] https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 */
export function readMimeType(header: string): MimeType {
  let essence = '';
  let charset = '';
  for (const value of header.match(/(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g) ?? []) {
    const next = /^\s*([^\s;(]*)/.exec(value)![1]!.toLowerCase();
    if (!next.includes('/') || next === '*/*') continue;
    const named = /;\s*charset\s*=\s*(?:"([^"]*)"?|([^\s;"]*))/i.exec(value);
    if (next !== essence) charset = '';
    essence = next;
    if (named) charset = (named[1] ?? named[2]!).trim().toLowerCase();
  }
  return { essence, charset };
}
