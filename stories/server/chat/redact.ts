/** The length of the longest end of `text` that `secret` begins with. */
function overlap(text: string, secret: string): number {
  for (let n = Math.min(text.length, secret.length - 1); n > 0; n -= 1) {
    if (text.endsWith(secret.slice(0, n))) return n;
  }
  return 0;
}

/**
 * Takes a secret out of a stream of bytes, also where it is cut in two. Only what could be the beginning of the
 * secret is held back, so tokens pass without delay. Latin-1 keeps every byte as it is.
 */
export function createRedactor(secret: string) {
  const needle = Buffer.from(secret).toString('latin1');
  let kept = '';
  return {
    push(bytes: Uint8Array): Uint8Array {
      if (!needle) return bytes;
      const text = (kept + Buffer.from(bytes).toString('latin1')).replaceAll(needle, '[redacted]');
      const held = overlap(text, needle);
      kept = text.slice(text.length - held);
      return Buffer.from(text.slice(0, text.length - held), 'latin1');
    },
    rest: (): Uint8Array => Buffer.from(kept, 'latin1'),
  };
}
