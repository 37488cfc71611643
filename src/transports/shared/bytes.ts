import { bytesOf } from '../../platform/bytes';
import { badRequest } from '../../protocol/request';

/** A chunk of a body as bytes: some bridges to native code deliver an `ArrayBuffer` or another view. */
export function toBytes(chunk: unknown): Uint8Array {
  const bytes = bytesOf(chunk);
  if (bytes) return bytes;
  throw badRequest('The response body does not deliver bytes. Pass a `fetch` whose body does.');
}

/** A streaming decoder of UTF-8. @throws SseError where the runtime has none */
export function createDecoder(): TextDecoder {
  if (typeof TextDecoder === 'function') return new TextDecoder();
  throw badRequest('There is no TextDecoder here. Load a polyfill first.');
}
