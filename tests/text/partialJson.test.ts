import { fc } from '../support/property.ts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type DeepPartial, parsePartialJson, partialObject } from 'react-event-source/core';
import { createJsonReader } from '../../src/text/jsonReader';

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

/** What ends a list, an object or a string that is cut off here. */
function closing(json: string): string {
  const open: string[] = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]]/gs)) {
    if (token === '{') open.push('}');
    if (token === '[') open.push(']');
    if (token === '}' || token === ']') open.pop();
    if (token[0] === '"' && !/^"(?:[^"\\]|\\.)*"$/s.test(token)) open.push('"');
  }
  return open.reverse().join('');
}

/** The slow way: the longest beginning that is JSON once what is open is closed. */
function slowly(json: string): unknown {
  for (let end = json.length; end > 0; end--) {
    const start = json.slice(0, end);
    const end_ = closing(start);
    if (end_.startsWith('"') && /(?:[\ud800-\udbff]|\\ud[89ab]..)$/i.test(start)) continue;
    try {
      return JSON.parse(start + end_);
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Makes sure that nobody writes to a value. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

const containers = fc.oneof(
  fc.array(fc.jsonValue()),
  fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
);

describe('parsePartialJson', () => {
  it('gives at every prefix of any JSON what the longest whole beginning is, in reads of any size', () => {
    fc.assert(
      fc.property(
        containers,
        fc.constantFrom(0, 1, '\t'),
        fc.integer({ min: 1, max: 9 }),
        (value, indent, size) => {
          const json = JSON.stringify(value, null, indent);
          fc.pre(json.length < 200);
          const reader = createJsonReader();
          for (let end = 1; end <= json.length; end++) {
            const start = json.slice(0, end);
            const wanted = slowly(start);
            expect(parsePartialJson(start)).toEqual(wanted);
            const read = end % size === 0 ? freeze(reader.read(start)) : wanted;
            expect(read).toEqual(wanted);
          }
          expect(reader.read(json)).toEqual(JSON.parse(json));
        },
      ),
      { numRuns: 100 },
    );
  });

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

  it.each([
    ['{"code":"if (a) {', { code: 'if (a) {' }],
    ['{"code":"}', { code: '}' }],
    ['{"url":"http:/', { url: 'http:/' }],
    ['{"text":"one ', { text: 'one ' }],
    ['{"text":"a\\', { text: 'a' }],
    ['{"text":"a\\u00e', { text: 'a' }],
    ['{"text":"\\ud83d', { text: '' }],
    ['{"text":"\\ud83d\\ude00', { text: '😀' }],
    ['{"text":"😀'.slice(0, -1), { text: '' }],
    ['{"n":-', {}],
    ['{"n":-1.', { n: -1 }],
  ])('reads to the last character of %j', (json, value) => expect(parsePartialJson(json)).toEqual(value));

  it.each([
    ['{"a":"one\ntwo"}', { a: 'one\ntwo' }],
    ['{"a":[1,2,],}', { a: [1, 2] }],
    ['{"a":1} and more', { a: 1 }],
    ['{"a":1,"b":NaN,"c":2}', { a: 1 }],
    ['{"a":"\\x"}', { a: '' }],
  ])('bears what models get wrong: %j', (json, value) => expect(parsePartialJson(json)).toEqual(value));

  it('reads only what is new', () => {
    const reader = createJsonReader();
    const json = '{"a":"one two","b":[true,{"c":"\\u00e9"}]}';
    for (let end = 1; end <= json.length; end++) {
      // the number, literal or escape at the end is read again when it goes on
      const begun = /(?:\\u?[\da-f]*|t|tr|tru)$/.exec(json.slice(0, end - 1))?.[0].length ?? 0;
      reader.read('#'.repeat(end - 1 - begun) + json.slice(end - 1 - begun, end));
    }
    expect(reader.read(json)).toEqual(JSON.parse(json));
  });

  it('keeps what has not changed, while two texts grow in turn', () => {
    const first = '{"list":[{"a":1},{"b":"one"}],"text":"';
    const one = parsePartialJson(first) as { list: object[] };
    const other = parsePartialJson('{"list":[{"a":2},{"b":"two"}],"text":"') as { list: object[] };
    const oneMore = parsePartialJson(`${first}more`) as { list: object[] };
    const otherMore = parsePartialJson('{"list":[{"a":2},{"b":"two"}],"text":"more') as { list: object[] };
    expect(oneMore).toEqual({ list: [{ a: 1 }, { b: 'one' }], text: 'more' });
    expect(oneMore).not.toBe(one);
    expect(oneMore.list).toBe(one.list);
    expect(otherMore.list).toBe(other.list);
    const ended = parsePartialJson(`${first}more"`);
    expect(parsePartialJson(`${first}more"} `)).toBe(ended);
  });

  it('reaches no prototype', () => {
    parsePartialJson('{"__proto__":{"polluted":1');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('partialObject', () => {
  interface Recipe {
    readonly title: string;
    readonly steps: readonly { readonly text: string; readonly minutes: number }[];
  }

  it('is what is there of the object, with the type of one that grows', () => {
    const recipe = partialObject<Recipe>('{"title":"Soup","steps":[{"text":"Boil');
    expectTypeOf(recipe).toEqualTypeOf<DeepPartial<Recipe> | undefined>();
    expectTypeOf(recipe?.steps?.[0]?.minutes).toEqualTypeOf<number | undefined>();
    expect(recipe).toEqual({ title: 'Soup', steps: [{ text: 'Boil' }] });
  });

  it('keeps finished branches while the text grows', () => {
    const before = partialObject<Recipe>('{"title":"Soup","steps":[{"text":"Boil","minutes":5},{"text":"Ser');
    const after = partialObject<Recipe>(
      '{"title":"Soup","steps":[{"text":"Boil","minutes":5},{"text":"Serve',
    );
    expect(after?.steps?.[1]).toEqual({ text: 'Serve' });
    expect(before?.steps?.[1]).toEqual({ text: 'Ser' });
    expect(after?.steps?.[0]).toBe(before?.steps?.[0]);
  });

  it('has nothing of a text that is no JSON', () => expect(partialObject('Here it is:')).toBeUndefined());
});
