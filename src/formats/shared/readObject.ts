/**
 * The JSON object in `data`. Throws unless it has one of `names`: what has none of them was written by another
 * kind of server, and dropping it in silence would end in an empty answer.
 */
export function readObject<T extends object>(data: string, ...names: (keyof T & string)[]): T {
  const value = JSON.parse(data) as T | null;
  if (value) for (const name of names) if (value[name] !== undefined) return value;
  throw new TypeError(`expected ${names.join(' or ')}`);
}
