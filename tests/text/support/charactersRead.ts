import { vi } from 'vitest';

const METHODS = [
  'at',
  'charAt',
  'charCodeAt',
  'codePointAt',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'match',
  'matchAll',
  'replace',
  'search',
  'slice',
  'split',
  'startsWith',
  'substring',
  'trim',
  'trimEnd',
  'trimStart',
] as const;

/**
 * How many characters the strings have that `run` reads, each counted as often as it is read. A string that was put
 * together is copied whole when any of it is read, so every call counts the whole string: what grows with the square of
 * the text shows on any machine.
 */
export function charactersRead(run: () => void): number {
  let count = 0;
  const spies = METHODS.map((name) => {
    const original = String.prototype[name] as (...args: unknown[]) => unknown;
    return vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...args: unknown[]) {
      count += this.length;
      return original.apply(this, args) as never;
    });
  });
  try {
    run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return count;
}
