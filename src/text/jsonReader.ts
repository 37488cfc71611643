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

/** What a pattern finds at that place; `''` where it finds nothing. */
const match = (pattern: RegExp, json: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(json)?.[0] ?? '';
};

/** The character that an escape stands for: `undefined` where it is not whole, `null` where it is no escape. */
function escapeAt(json: string, at: number): string | null | undefined {
  const escaped = json[at + 1];
  const digits = json.slice(at + 2, at + 6);
  if (escaped === undefined) return undefined;
  if (escaped !== 'u') return ESCAPES[escaped] ?? null;
  if (digits.length < 4 && !/[^\da-f]/i.test(digits)) return undefined;
  return /^[\da-f]{4}$/i.test(digits) ? String.fromCharCode(parseInt(digits, 16)) : null;
}

/**
 * The literal or number that stands at that place; `''` where none does, or a literal is not whole. A number at the end
 * of the text may go on: it is read again from its beginning.
 */
function wordAt(json: string, at: number): { word: string; value: unknown; isWhole: boolean } {
  for (const [word, value] of LITERALS) {
    const part = json.slice(at, at + word.length);
    if (word.startsWith(part)) return { word: part === word ? word : '', value, isWhole: part === word };
  }
  const word = match(NUMBER, json, at);
  const isWhole = at + match(MAY_GO_ON, json, at).length < json.length;
  return { word, value: Number(word), isWhole };
}

/** The value as far as it has been read. */
function createTree() {
  const levels: Level[] = [];
  let root: unknown;

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

  return {
    /** The innermost list or object that is open. */
    level: () => levels.at(-1),
    put,
    open(container: Container): void {
      put(container);
      levels.push({ container, name: 0, isOurs: true });
    },
    close: () => levels.pop(),
    handOut(): unknown {
      for (const level of levels) {
        if (!level.isOurs) break;
        level.isOurs = false;
      }
      return root;
    },
  };
}

/**
 * A reader for one list or object. A name without a value, a literal or an escape that is not whole, and half of an
 * emoji are left out until they are whole. Behind the value, or where what comes is no JSON, it stops reading.
 */
export function createJsonReader(): JsonReader {
  const tree = createTree();
  const { level, put } = tree;
  let at = 0;
  let expected: 'value' | 'name' | 'colon' | 'comma' | 'string' | 'nothing' = 'value';
  let isName = false;
  let string = '';
  let isWhole = false;
  /** Whether the string ends with half a character. */
  let isTorn = false;

  const open = (container: Container): void => {
    tree.open(container);
    expected = Array.isArray(container) ? 'value' : 'name';
  };

  const close = (): void => {
    tree.close();
    isWhole = !level();
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
    if (isName) level()!.name = string;
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
    const text = escapeAt(json, at);
    if (text === undefined) return false;
    if (text === null) expected = 'nothing';
    else append(text, json[at + 1] === 'u' ? 6 : 2);
    return true;
  };

  const readString = (json: string): boolean => {
    const plain = match(PLAIN, json, at);
    if (plain) append(detach(plain), plain.length);
    if (json[at] === '\\') return readEscape(json);
    if (json[at] !== '"') return false;
    at++;
    endString();
    return true;
  };

  const readWord = (json: string): boolean => {
    const { word, value, isWhole } = wordAt(json, at);
    if (word) put(value);
    if (!isWhole) return false;
    at += word.length;
    expected = word ? 'comma' : 'nothing';
    return true;
  };

  const readValue = (json: string): boolean => {
    const character = json[at]!;
    if (level() && !'{["]'.includes(character)) return readWord(json);
    if (character === '{') open({});
    else if (character === '[') open([]);
    else if (character === '"' && level()) beginString(false);
    // after a comma, too: models write lists with one too many
    else if (character === ']' && Array.isArray(level()?.container)) close();
    else expected = 'nothing';
    at++;
    return true;
  };

  const readSign = (sign: string): void => {
    const inner = level()!;
    const isList = Array.isArray(inner.container);
    at++;
    if (expected === 'colon' && sign === ':') expected = 'value';
    else if (expected === 'name' && sign === '"') beginString(true);
    else if (expected !== 'colon' && sign === (isList ? ']' : '}')) close();
    else if (expected === 'comma' && sign === ',') {
      if (isList) inner.name = (inner.name as number) + 1;
      expected = isList ? 'value' : 'name';
    } else expected = 'nothing';
  };

  const readOne = (json: string): boolean => {
    if (expected === 'string') return readString(json);
    at += match(BLANK, json, at).length;
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
      return tree.handOut();
    },
  };
}
