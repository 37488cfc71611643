import { kindOf } from './kind';

/** The bytes of a buffer, or of a view of one; `undefined` for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  const { buffer = value, byteOffset, byteLength } = Object(value) as Partial<ArrayBufferView>;
  return /ArrayBuffer$/.test(kindOf(buffer))
    ? new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
    : undefined;
}
