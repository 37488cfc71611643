import { detach } from '../platform/detach';

/** Reads JSON that grows. */
export interface JsonReader {
  /**
   * What is there of the value so far. `json` continues what was read before: only what is new is read. What has not
   * changed keeps its identity, and no value that was handed out is written to.
   */
  read(json: string): unknown;
  /** Whether the value is there to its end. */
  readonly isWhole: boolean;
}

type Container = unknown[] | Record<string, unknown>;

/** A list or object whose end has not come. */
interface Level {
  container: Container;
  /** Where in it the next value goes. */
  name: string | number;
  /** Whether the container was made since the last one was handed out. */
  isOurs: boolean;
}

const BLANK = /[ \t\n\r]*/y;
/** Also control characters, which JSON wants escaped: models do not always do so. */
const PLAIN = /[^"\\]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const MAY_GO_ON = /[\d.eE+-]*/y;
const LITERALS: readonly (readonly [word: string, value: unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const PLAIN_PROPERTY = { writable: true, enumerable: true, configurable: true };

/**
 * A reader for one list or object. A name without a value, a literal or an escape that is not whole, and half of an
 * emoji are left out until they are whole. Behind the value, or where what comes is no JSON, it stops reading.
 */
export function createJsonReader(): JsonReader {
  const levels: Level[] = [];
  let root: unknown;
  let at = 0;
  let expected: 'value' | 'name' | 'colon' | 'comma' | 'string' | 'nothing' = 'value';
  let isName = false;
  let string = '';
  let isWhole = false;
  /** Whether the string ends with half a character. */
  let isTorn = false;

  const match = (pattern: RegExp, json: string): string => {
    pattern.lastIndex = at;
    return pattern.exec(json)?.[0] ?? '';
  };

  /** Sets the value being read. Containers that were handed out are copied first, from the inside out. */
  const put = (value: unknown, depth = levels.length): void => {
    const level = levels[depth - 1];
    if (!level) {
      root = value;
      return;
    }
    if ((level.container as Record<string, unknown>)[level.name] === value) return;
    if (!level.isOurs) {
      const { container } = level;
      level.isOurs = true;
      level.container = Array.isArray(container) ? container.slice() : { ...container };
      put(level.container, depth - 1);
    }
    // An assignment to __proto__ would set the prototype.
    if (level.name === '__proto__')
      Object.defineProperty(level.container, '__proto__', { value, ...PLAIN_PROPERTY });
    else (level.container as Record<string, unknown>)[level.name] = value;
  };

  const open = (container: Container): void => {
    put(container);
    levels.push({ container, name: 0, isOurs: true });
    expected = Array.isArray(container) ? 'value' : 'name';
  };

  const close = (): void => {
    levels.pop();
    isWhole = levels.length === 0;
    expected = isWhole ? 'nothing' : 'comma';
  };

  const beginString = (asName: boolean): void => {
    isName = asName;
    string = '';
    isTorn = false;
    if (!isName) put('');
    expected = 'string';
  };

  const endString = (): void => {
    if (isName) levels.at(-1)!.name = string;
    else put(string);
    expected = isName ? 'colon' : 'comma';
  };

  const append = (text: string, length: number): void => {
    string += text;
    isTorn = /[\ud800-\udbff]$/.test(text);
    at += length;
  };

  /** Whether it read anything. An escape that is not whole is read when it is. */
  const readEscape = (json: string): boolean => {
    const escaped = json[at + 1];
    if (escaped === undefined) return false;
    const digits = json.slice(at + 2, at + 6);
    if (escaped === 'u' && digits.length < 4 && !/[^\da-f]/i.test(digits)) return false;
    const text =
      escaped === 'u' && /^[\da-f]{4}$/i.test(digits)
        ? String.fromCharCode(parseInt(digits, 16))
        : ESCAPES[escaped];
    if (text === undefined) expected = 'nothing';
    else append(text, escaped === 'u' ? 6 : 2);
    return true;
  };

  const readString = (json: string): boolean => {
    const plain = match(PLAIN, json);
    if (plain) append(detach(plain), plain.length);
    if (json[at] === '\\') return readEscape(json);
    if (json[at] !== '"') return false;
    at++;
    endString();
    return true;
  };

  /** A literal or a number. A number at the end of the text may go on: it is read again from its beginning. */
  const readWord = (json: string): boolean => {
    for (const [word, value] of LITERALS) {
      const part = json.slice(at, at + word.length);
      if (!word.startsWith(part)) continue;
      if (part !== word) return false;
      put(value);
      at += word.length;
      expected = 'comma';
      return true;
    }
    const number = match(NUMBER, json);
    const mayGoOn = at + match(MAY_GO_ON, json).length === json.length;
    if (number) put(Number(number));
    if (mayGoOn) return false;
    at += number.length;
    expected = number ? 'comma' : 'nothing';
    return true;
  };

  const readValue = (json: string): boolean => {
    const character = json[at]!;
    if (levels.length && !'{["]'.includes(character)) return readWord(json);
    if (character === '{') open({});
    else if (character === '[') open([]);
    else if (character === '"' && levels.length) beginString(false);
    // after a comma, too: models write lists with one too many
    else if (character === ']' && Array.isArray(levels.at(-1)?.container)) close();
    else expected = 'nothing';
    at++;
    return true;
  };

  const readSign = (sign: string): void => {
    const level = levels.at(-1)!;
    const isList = Array.isArray(level.container);
    at++;
    if (expected === 'colon' && sign === ':') expected = 'value';
    else if (expected === 'name' && sign === '"') beginString(true);
    else if (expected !== 'colon' && sign === (isList ? ']' : '}')) close();
    else if (expected === 'comma' && sign === ',') {
      if (isList) level.name = (level.name as number) + 1;
      expected = isList ? 'value' : 'name';
    } else expected = 'nothing';
  };

  const readOne = (json: string): boolean => {
    if (expected === 'string') return readString(json);
    at += match(BLANK, json).length;
    const sign = json[at];
    if (sign === undefined) return false;
    if (expected === 'value') return readValue(json);
    readSign(sign);
    return true;
  };

  return {
    get isWhole() {
      return isWhole;
    },
    read(json) {
      while (expected !== 'nothing' && readOne(json));
      if (expected === 'string' && !isName) put(isTorn ? string.slice(0, -1) : string);
      for (const level of levels) {
        if (!level.isOurs) break;
        level.isOurs = false;
      }
      return root;
    },
  };
}
