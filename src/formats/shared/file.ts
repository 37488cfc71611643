import type { Delta } from '../../answer/format';

/** A file by its url; a `data:` url is taken apart. */
export function fileAt(url: string, key?: string | number, otherwise = 'image/*'): Delta {
  const [, mediaType = otherwise, data] = /^data:([^;,]+);base64,(.*)/s.exec(url) ?? [];
  return { type: 'file', key, mediaType, ...(data ? { data } : { url }) };
}
