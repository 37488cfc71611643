import { segmenter } from './segments';

/** What is said in place of what nobody wants to hear spelled out. */
export interface SpokenWords {
  /** A code block. `language` is what its fence names, or `''`. */
  readonly code: (language: string) => string;
  /** A table with so many rows below its head. */
  readonly table: (rows: number) => string;
}

/** Reads a growing text aloud, sentence by sentence. */
export interface Reader {
  /** The text as it stands; `isOver`: nothing follows. One that does not continue the one before is read afresh. */
  read(text: string, isOver: boolean, words: SpokenWords): void;
  /** Whether there is something to say. */
  readonly isReady: boolean;
  /** What is to be said now. It is said only once. */
  take(): string;
  /** Says nothing of the text so far. */
  skip(text: string): void;
}

/** Quotes, list items and spaces, which may stand before a fence. */
const MARKERS = '^(?:[ \\t>]|[-+*][ \\t]|\\d{1,9}[.)][ \\t])*';
const FENCE = new RegExp(`${MARKERS}(\`{3,}|~{3,})[ \\t]*([^\\s\`]*)[^\`]*$`);
const FENCE_START = new RegExp(`${MARKERS}(?:\`{3}|~{3})`);
/** The line between the head of a table and its rows. */
const DELIMITERS = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const RULE = /^[ \t>]*(?:(?:[-*_][ \t]*){3,}|=+)$/;

/** A line without the marks at its beginning and end that say what it is. */
const withoutMarkers = (line: string): string =>
  RULE.test(line)
    ? ''
    : line
        .replace(/^[ \t>]*(?:#{1,6}[ \t]+|[-+*][ \t]+(?:\[[ xX]\][ \t]+)?)?/, '')
        .replace(/[ \t]#+[ \t]*$/, '');

/** A text without the marks of links, images, code and emphasis. */
const withoutMarks = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/\*+|`+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '');

/** A text that was cut within a link or an image. */
const IN_LINK = /(?:\[[^\]]*|\]\([^)]*|!)$/;

export function createReader(markdown: boolean, language?: string): Reader {
  const sentences = segmenter('sentence', language);
  let last = '';
  /** Where the line begins that has not ended yet, and how much of it was said. */
  let lineStart = 0;
  let said = 0;
  let fence = '';
  /** The head of a table, if the next line says so; then the number of rows. */
  let head: string | undefined;
  let rows: number | undefined;
  let ready: string[] = [];

  const say = (text: string): void => {
    const spoken = text.trim();
    if (spoken) ready.push(spoken);
  };
  const sayRest = (text: string, isStart: boolean): void =>
    say(markdown ? withoutMarks(isStart ? withoutMarkers(text) : text) : text);

  /** A line that may be part of a table. Returns whether it was dealt with. */
  const readTable = (line: string, { table }: SpokenWords): boolean => {
    const isRow = line.includes('|');
    if (rows !== undefined) {
      if (isRow) rows += 1;
      else {
        say(table(rows));
        rows = undefined;
      }
      return isRow;
    }
    if (head !== undefined && isRow && DELIMITERS.test(line)) {
      head = undefined;
      rows = 0;
      return true;
    }
    if (head !== undefined) sayRest(head, true);
    head = isRow && said === 0 ? line : undefined;
    return head !== undefined;
  };

  const readLine = (line: string, words: SpokenWords): void => {
    if (fence) {
      const [, marks = ''] = FENCE.exec(line) ?? [];
      if (marks.startsWith(fence)) fence = '';
      return;
    }
    const [, marks, name = ''] = (markdown && said === 0 && FENCE.exec(line)) || [];
    if (markdown && readTable(marks ? '' : line, words)) return;
    if (marks) {
      fence = marks;
      say(words.code(name));
    } else sayRest(line.slice(said), said === 0);
  };

  /** The sentences of an unfinished line that are followed by another. */
  const readSentences = (line: string): void => {
    if (fence || rows !== undefined || (markdown && (line.includes('|') || FENCE_START.test(line)))) return;
    const rest = line.slice(said);
    const parts = sentences(rest).slice(0, -1);
    while (markdown && IN_LINK.test(parts.join(''))) parts.pop();
    const finished = parts.join('');
    if (!finished.trim()) return;
    if (head !== undefined) sayRest(head, true);
    head = undefined;
    sayRest(finished, said === 0);
    said += finished.length;
  };

  const restart = (): void => {
    last = '';
    lineStart = said = 0;
    fence = '';
    head = rows = undefined;
  };

  const read = (text: string, isOver: boolean, words: SpokenWords): void => {
    if (text.slice(0, last.length) !== last) restart();
    last = text;
    const lineEnd = /\r\n?|\n/g;
    lineEnd.lastIndex = lineStart;
    // A carriage return at the end may be the first half of a line's end.
    const end = text.endsWith('\r') && !isOver ? text.length - 1 : text.length;
    for (let match = lineEnd.exec(text); match && match.index < end; match = lineEnd.exec(text)) {
      readLine(text.slice(lineStart, match.index), words);
      lineStart = lineEnd.lastIndex;
      said = 0;
    }
    const unfinished = text.slice(lineStart, end);
    if (!isOver) return readSentences(unfinished);
    readLine(unfinished, words);
    // Ends a table, or what might have been one.
    said = 0;
    readLine('', words);
    lineStart = text.length;
  };

  return {
    read,
    get isReady() {
      return ready.length > 0;
    },
    take() {
      const spoken = ready.join(' ');
      ready = [];
      return spoken;
    },
    skip(text) {
      restart();
      read(text, true, { code: () => '', table: () => '' });
      ready = [];
    },
  };
}
