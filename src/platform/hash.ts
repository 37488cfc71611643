/** 32 bits of a text (FNV-1a): by chance, two texts have the same in one of 4·10⁹ cases. */
export function hash(text: string, seed = 0x811c9dc5): number {
  let bits = seed;
  for (let index = 0; index < text.length; index++)
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x1000193);
  return bits;
}
