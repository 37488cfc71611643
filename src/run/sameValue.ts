/** What a container holds, where its own keys do not say it. */
function entriesOf(value: object): unknown[] | undefined {
  if (value instanceof URL || value instanceof Date)
    return [value.valueOf() === value ? String(value) : +value];
  if (ArrayBuffer.isView(value)) return [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)];
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value)];
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined;
}

/** Whether this is an object whose keys are all that it is: not a `File`, a `Blob` or a stream. */
const isPlain = (value: object): boolean => Object.prototype.toString.call(value) === '[object Object]';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Whether two parts of a request are equal by value. The order of keys and keys that are `undefined` do not matter;
 * functions are equal, since they are called afresh anyway; a `File`, a `Blob` or a stream equals itself only. What
 * kept its identity is not looked into: a long conversation costs nothing from render to render.
 */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'function' && typeof b === 'function')) return true;
  if (!isObject(a) || !isObject(b) || Object.prototype.toString.call(a) !== Object.prototype.toString.call(b))
    return false;
  const [entries, others] = [entriesOf(a), entriesOf(b)];
  if (entries && others)
    return entries.length === others.length && entries.every((entry, i) => isSameValue(entry, others[i]));
  if (!isPlain(a)) return false;
  const [left, right] = [a, b] as Record<string, unknown>[];
  return Object.keys({ ...left, ...right }).every((key) => isSameValue(left![key], right![key]));
}
