import { describe, expect, it } from 'vitest';
import { parsePartialJson } from '../../src/text/partialJson';

const whole = {
  a: 'b\n\u00e9 c"d',
  n: -12.5e3,
  t: true,
  f: null,
  l: [1, 2, { x: 'y' }],
  '😀': '👩‍👩‍👧',
  empty: {},
  none: [],
};

/** Whether what there is of a value goes on in another: strings, lists and objects only ever grow. */
function goesOn(part: unknown, all: unknown): boolean {
  if (typeof part === 'string')
    return typeof all === 'string' && all.startsWith(part.replace(/[\ud800-\udbff]$/, ''));
  if (typeof part === 'number') return typeof all === 'number';
  if (typeof part !== 'object' || !part) return part === all;
  return Object.entries(part).every(
    ([name, value]) =>
      Object.hasOwn(all as object, name) && goesOn(value, (all as Record<string, unknown>)[name]),
  );
}

describe('parsePartialJson', () => {
  it.each([JSON.stringify(whole), JSON.stringify(whole, null, 2)])(
    'gives at every character what is there so far',
    (json) => {
      const starts = Array.from(json, (_, end) => json.slice(0, end + 1));
      expect(starts.filter((start) => !goesOn(parsePartialJson(start), whole))).toEqual([]);
      expect(parsePartialJson(json)).toEqual(whole);
    },
  );

  it.each([
    ['{"city":"Ber', { city: 'Ber' }],
    ['{"city"', {}],
    ['{"city":', {}],
    ['{"ci', {}],
    ['{"city":"Berlin","un', { city: 'Berlin' }],
    ['{"on":fals', {}],
    ['{"l":["a","b', { l: ['a', 'b'] }],
    ['{"l":[{"a":1},{"b', { l: [{ a: 1 }, {}] }],
    ['[', []],
  ])('%s', (json, value) => expect(parsePartialJson(json)).toEqual(value));

  it.each(['', ' ', 'SELECT * FROM users', '"text"', '7'])('has no value for %j', (json) =>
    expect(parsePartialJson(json)).toBeUndefined(),
  );

  it('gives the same object for the same string', () => {
    expect(parsePartialJson('{"a":[1')).toBe(parsePartialJson('{"a":[1'));
  });

  it('reaches no prototype', () => {
    parsePartialJson('{"__proto__":{"polluted":1');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
