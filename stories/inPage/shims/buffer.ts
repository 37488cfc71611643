// What the playground's server uses of Node's global Buffer, for the page that runs it without Node.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function from(value: string | ArrayLike<number>, encoding = 'utf8'): Uint8Array {
  if (typeof value !== 'string') return Uint8Array.from(value);
  if (encoding === 'base64') return Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
  return encoder.encode(value);
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return Object.assign(bytes, { toString: () => decoder.decode(bytes) });
}

export const Buffer = { from, concat, alloc: (size: number): Uint8Array => new Uint8Array(size) };
