// What a line of Markdown begins, as CommonMark and GFM say. A line comes without what ends it, without the signs of
// the containers around it, and with spaces in place of leading tabs.

/** What code, HTML or math between two lines ends with. */
export type IsEnd = (line: string) => boolean;

export const indentOf = (line: string): number => {
  let indent = 0;
  while (line[indent] === ' ') indent++;
  return indent;
};

/** Spaces and tabs alone: other white space is text. */
export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

/** A line whose signs at the beginning stand where tabs put them: at multiples of four. */
export function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let expanded = '';
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === '\t') expanded += ' '.repeat(4 - (expanded.length % 4));
    else if (/[ >*+\-\d.)]/.test(character)) expanded += character;
    else return expanded + line.slice(i);
  }
  return expanded;
}

/** How often the line repeats its first character. */
function runLength(line: string): number {
  let length = 1;
  while (length < line.length && line[length] === line[0]) length++;
  return length;
}

/** The end of the fence that a line opens. */
export function fenceEnd(line: string): IsEnd | undefined {
  const sign = line[0];
  if (sign !== '`' && sign !== '~') return undefined;
  const length = runLength(line);
  if (length < 3 || (sign === '`' && line.includes('`', length))) return undefined;
  return (next) => {
    const indent = indentOf(next);
    const mark = next.slice(indent);
    if (indent > 3 || mark[0] !== sign) return false;
    const end = runLength(mark);
    return end >= length && isBlank(mark.slice(end));
  };
}

/** The end of the math that a line opens. One that closes it as well is text. */
export function mathEnd(line: string): IsEnd | undefined {
  if (!line.startsWith('$$') || line.includes('$$', 2)) return undefined;
  return (next) => /\$\$[ \t]*$/.test(next.slice(-1_000));
}

const RAW = /^<(?:pre|script|style|textarea)(?=[ \t>]|$)/i;
const BLOCK_TAG =
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[ \t]|\/?>|$)/i;
const ATTRIBUTE = /[ \t]+[a-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t"'=<>`]+|'[^']*'|"[^"]*"))?/.source;
const ANY_TAG = new RegExp(
  `^(?:<[a-z][a-z\\d-]*(?:${ATTRIBUTE})*[ \\t]*/?>|</[a-z][a-z\\d-]*[ \\t]*>)[ \\t]*$`,
  'i',
);

/** What HTML of each kind begins and ends with. */
const HTML: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [RAW, /<\/(?:pre|script|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [BLOCK_TAG, /^[ \t]*$/],
];

/** The end of the HTML that a line opens; it may be in the same line. A tag of one's own opens none within a text. */
export function htmlEnd(line: string, inParagraph: boolean): IsEnd | undefined {
  if (line[0] !== '<') return undefined;
  const end =
    HTML.find(([start]) => start.test(line))?.[1] ??
    (!inParagraph && ANY_TAG.test(line) ? /^[ \t]*$/ : undefined);
  return end && ((next) => end.test(next));
}

export const isHeading = (line: string): boolean => /^#{1,6}(?:[ \t]|$)/.test(line);

/** The line that makes a heading of the text above it. */
export const isUnderline = (line: string): boolean => /^(?:=+|-+)[ \t]*$/.test(line);

export function isBreak(line: string): boolean {
  // Looked at first, the end spares a line of many list items from being read for each of them.
  if (line.trimEnd().at(-1) !== line[0]) return false;
  return /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(line);
}

/** Where in the line the content of the list item begins that it opens. */
export function itemOffset(line: string, inParagraph: boolean): number | undefined {
  const match = /^(?:[-+*]|(\d{1,9})[.)])(?= |$)/.exec(line);
  if (!match) return undefined;
  const [sign, number = '1'] = match;
  const content = line.slice(sign.length);
  const isEmpty = isBlank(content);
  if (inParagraph && (isEmpty || Number(number) !== 1)) return undefined;
  const spaces = indentOf(content);
  return sign.length + (isEmpty || spaces > 4 ? 1 : spaces);
}

/** What a footnote's definition begins with. */
export const noteStart = (line: string): string | undefined =>
  /^\[\^(?:[^\s[\]\\]|\\.)+\]:[ \t]*/.exec(line)?.[0];

/** What is, or may become, the sign of a list item. */
export const mayBeItem = (line: string): boolean =>
  /^(?:[-+*](?:[ \t]|$)|\d{1,9}(?:[.)](?:[ \t]|$)|$))/.test(line);
