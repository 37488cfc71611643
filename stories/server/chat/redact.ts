/** One letter for each byte, so that every byte stays as it is. */
const toText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** The length of the longest end of `text` that `secret` begins with. */
function overlap(text: string, secret: string): number {
  for (let n = Math.min(text.length, secret.length - 1); n > 0; n -= 1) {
    if (text.endsWith(secret.slice(0, n))) return n;
  }
  return 0;
}

/**
 * Takes a secret out of a stream of bytes, also where it is cut in two. Only what could be the beginning of the
 * secret is held back, so tokens pass without delay.
 */
export function createRedactor(secret: string) {
  const needle = toText(new TextEncoder().encode(secret));
  let kept = '';
  return {
    push(bytes: Uint8Array): Uint8Array {
      if (!needle) return bytes;
      const text = (kept + toText(bytes)).replaceAll(needle, '[redacted]');
      const held = overlap(text, needle);
      kept = text.slice(text.length - held);
      return toBytes(text.slice(0, text.length - held));
    },
    rest: (): Uint8Array => toBytes(kept),
  };
}
