import { detach } from '../platform/detach';
import { beginsBlock, definitionsOf, isDefining, noBlocks, readLine, type Whole } from './markdown/blocks';
import { isBlank } from './markdown/lines';

export interface TextBlocksOptions {
  /**
   * Cuts only where Markdown stays whole: never inside a fenced block, a list, a table, a footnote or HTML such as
   * `<pre>`.
   * @default true
   */
  markdown?: boolean | undefined;
  /**
   * Keeps math between lines of `$$` whole, with its blank lines.
   * @default false
   */
  math?: boolean | undefined;
  /**
   * Keeps `<details>` whole, with the Markdown in it.
   * @default false
   */
  details?: boolean | undefined;
}

/** A growing text in pieces: `blocks.join('') + tail` is the text. */
export interface TextBlocks {
  /** What is finished; the same strings, and the same array while nothing is added. */
  readonly blocks: readonly string[];
  /** What still grows. */
  readonly tail: string;
  /**
   * The definitions of link references and footnotes so far (`[1]: https://…`), as Markdown with blank lines around, to
   * be put before or behind a block that may use them; `''` while there are none. What is put behind the tail may
   * become part of code that has not ended.
   */
  readonly definitions: string;
}

type Splitter = (text: string) => TextBlocks;

/** What a line begins with says what it is: no more of it is looked at before it has ended. */
const START = 64;
/** No definition is longer. */
const LONGEST = 2_000;
/** The beginning of a line without a definition: what comes first is no label, or one without a colon. */
const NO_DEFINITION = /^[ \t>*+\-\d.)]*(?:[^ \t>*+\-\d.)[]|\[(?:[^[\]\\]|\\.)*\][^:])/;

/**
 * Splits a growing text, with one call for each state of it. What an earlier call read is not read again; a text that
 * does not continue the one before is split afresh.
 */
export function createTextBlocks(): (text: string, options?: TextBlocksOptions) => TextBlocks {
  let split: Splitter;
  let mode: string | undefined;
  let last = '';
  let result: TextBlocks;
  return (text, { markdown = true, math = false, details = false } = {}) => {
    const nextMode = `${markdown} ${math} ${details}`;
    if (nextMode === mode && text === last) return result;
    // Compared like this, long texts take a fortieth of the time that startsWith takes.
    if (nextMode !== mode || text.slice(0, last.length) !== last)
      split = createSplitter(markdown ? markdownReader({ math, details }) : plainReader());
    mode = nextMode;
    last = text;
    return (result = split(text));
  };
}

/** Reads lines, and knows where a block begins. */
interface LineReader {
  /** Whether a line that begins like this begins a block. */
  begins(start: string): boolean;
  read(line: string): void;
  /** The definitions so far, those in a line that has not ended included. */
  definitions(unfinished: string): string;
}

function plainReader(): LineReader {
  let afterBlank = false;
  return {
    begins: (start) => afterBlank && !isBlank(start),
    read(line) {
      afterBlank = isBlank(line);
    },
    definitions: () => '',
  };
}

function markdownReader(whole: Whole): LineReader {
  let state = noBlocks;
  let known = '';
  return {
    begins: (start) => beginsBlock(state, start),
    read(line) {
      state = readLine(state, line, whole);
      known = definitionsOf(state);
    },
    definitions(unfinished) {
      const start = unfinished.slice(0, START);
      const mayDefine = start.includes('[') && !NO_DEFINITION.test(start);
      if (!(mayDefine || isDefining(state)) || unfinished.length > LONGEST) return known;
      return definitionsOf(readLine(state, unfinished, whole));
    },
  };
}

/** Splits a text that only grows. */
function createSplitter(reader: LineReader): Splitter {
  const lineEnd = /\r\n?|\n/g;
  let blocks: readonly string[] = [];
  let cut = 0;
  let lineStart = 0;
  let searched = 0;
  let hasText = false;

  return (text) => {
    // A carriage return at the end may be the first half of a line's end.
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const added: string[] = [];
    const cutBefore = (line: string): void => {
      if (!hasText || cut === lineStart || !reader.begins(line.slice(0, START))) return;
      added.push(detach(text.slice(cut, lineStart)));
      cut = lineStart;
    };
    lineEnd.lastIndex = searched;
    for (let match = lineEnd.exec(text); match && match.index < end; match = lineEnd.exec(text)) {
      const line = text.slice(lineStart, match.index);
      cutBefore(line);
      reader.read(line);
      hasText ||= !isBlank(line);
      lineStart = lineEnd.lastIndex;
    }
    searched = end;
    const unfinished = text.slice(lineStart, end);
    cutBefore(unfinished);
    if (added.length > 0) blocks = [...blocks, ...added];
    return { blocks, tail: text.slice(cut), definitions: reader.definitions(unfinished) };
  };
}
