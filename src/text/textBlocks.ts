import { detach } from '../platform/detach';

export interface TextBlocksOptions {
  /**
   * Cuts only where Markdown stays whole: never inside a fenced block, a list or a table.
   * @default true
   */
  markdown?: boolean | undefined;
}

/** A growing text in pieces: `blocks.join('') + tail` is the text. */
export interface TextBlocks {
  /** What is finished; the same strings, and the same array while nothing is added. */
  readonly blocks: readonly string[];
  /** What still grows. */
  readonly tail: string;
}

/** What opens a fenced block; backticks that close in the same line are code within the text. */
const FENCE = /^ *(`{3,}(?!.*`)|~{3,})/;
/** A list item, or what is indented under one. */
const LISTED = /^(?: {2,}| *\t|\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$))/;
/** The beginning of a line that may still become a list item. */
const MAY_BE_LISTED = /^(?:\s|[-*+]$|\d{1,9}[.)]?$)/;

/**
 * The places where the text may be cut: behind the blank lines that end a block. Whether a list goes on only the next
 * line tells.
 */
function findCuts(text: string, from: number, markdown: boolean): number[] {
  const cuts: number[] = [];
  let fence = '';
  let inList = false;
  let blank = -1;
  let written = false;
  for (let start = from; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    start = end + 1;
    if (!fence && !line.trim()) {
      // The last line may still get text: it is blank only once it has ended.
      if (newline >= 0) blank = start;
      continue;
    }
    const listed = LISTED.test(line) || (newline < 0 && MAY_BE_LISTED.test(line));
    if (blank >= 0 && written && !(inList && listed)) {
      cuts.push(blank);
      inList = false;
    }
    blank = -1;
    written = true;
    if (!markdown) continue;
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (!fence) {
      fence = mark;
      inList ||= listed && !mark;
    } else if (mark.startsWith(fence) && !line.trim().slice(mark.length)) {
      fence = '';
    }
  }
  return cuts;
}

/**
 * Splits a growing text, with one call for each state of it. What an earlier call finished is not looked at again; a
 * text that does not continue the one before is split afresh.
 */
export function createTextBlocks(): (text: string, options?: TextBlocksOptions) => TextBlocks {
  let last = '';
  let done = '';
  let mode = true;
  let result: TextBlocks = { blocks: [], tail: '' };
  return (text, { markdown = true } = {}) => {
    if (markdown === mode && text === last) return result;
    if (markdown !== mode || !text.startsWith(done)) {
      done = '';
      result = { blocks: [], tail: '' };
    }
    mode = markdown;
    last = text;
    let from = done.length;
    const added = findCuts(text, from, markdown).map((cut) => {
      const block = detach(text.slice(from, cut));
      from = cut;
      return block;
    });
    done = text.slice(0, from);
    result = { blocks: added.length ? [...result.blocks, ...added] : result.blocks, tail: text.slice(from) };
    return result;
  };
}
