import { bytesOf } from '../platform/bytes';
import { kindOf } from '../platform/kind';

/** What an object holds, where its own keys do not say it. */
function contentOf(value: object): unknown[] | undefined {
  const bytes = bytesOf(value);
  if (bytes) return [...bytes];
  // A `URL` or a `Date`, and whatever else says itself what is sent of it.
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return [JSON.stringify(value)];
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined;
}

/**
 * Whether two parts of a request are equal by value. The order of keys and keys that are `undefined` do not matter;
 * functions are equal, since they are called afresh anyway; a `File`, a `Blob` or a stream equals itself only. What
 * kept its identity is not looked into: a long conversation costs nothing from render to render.
 */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'function' && typeof b === 'function')) return true;
  const kind = kindOf(a);
  if (Object(a) !== a || Object(b) !== b || kind !== kindOf(b)) return false;
  const [left, right] = [a, b] as Record<string, unknown>[];
  const [contents, others] = [contentOf(left!), contentOf(right!)];
  if (contents && others)
    return contents.length === others.length && contents.every((each, i) => isSameValue(each, others[i]));
  // Whether its keys are all that it is: not a `File`, a `Blob` or a stream.
  return (
    kind === 'Object' &&
    Object.keys({ ...left, ...right }).every((key) => isSameValue(left![key], right![key]))
  );
}
