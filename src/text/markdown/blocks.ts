import {
  allDefinitions,
  type DefinitionText,
  isOnlyDefinitions,
  noText,
  readDefinitions,
} from './definitions';
import {
  expandTabs,
  fenceEnd,
  htmlEnd,
  indentOf,
  isBlank,
  isBreak,
  type IsEnd,
  isHeading,
  isUnderline,
  itemOffset,
  mathEnd,
  mayBeItem,
  noteStart,
} from './lines';

/** What holds other blocks. `offset` is where its content begins. */
interface Container {
  readonly kind: 'quote' | 'item' | 'note';
  readonly offset: number;
  /** Whether an item has no text yet: then a blank line ends it. */
  readonly isEmpty?: boolean;
  /** A footnote's definition so far. */
  readonly text?: string;
}

/** The innermost block that is open. */
type Leaf =
  | { readonly kind: 'none' | 'indented' }
  | { readonly kind: 'paragraph'; readonly text: DefinitionText }
  /** A fence is that of code or of math. */
  | { readonly kind: 'fence' | 'html'; readonly isEnd: IsEnd };

/** Which blocks are open behind a line. */
export interface Blocks {
  readonly containers: readonly Container[];
  readonly leaf: Leaf;
  /** Whether the block at the top is a list. Its last item may be closed. */
  readonly inList: boolean;
  readonly afterBlank: boolean;
  /** How many `<details>` are open, where they are kept whole. */
  readonly details: number;
  /** The definitions of what is closed, a blank line before each. */
  readonly definitions: string;
}

/** What is kept whole on demand. */
export interface Whole {
  readonly math: boolean;
  readonly details: boolean;
}

const NONE: Leaf = { kind: 'none' };

export const noBlocks: Blocks = {
  containers: [],
  leaf: NONE,
  inList: false,
  afterBlank: false,
  details: 0,
  definitions: '',
};

/**
 * Whether a line that begins like this begins a block at the top, behind a blank line. Of a line that has not ended this
 * is said only once nothing can change it.
 */
export function beginsBlock(
  { containers, leaf, inList, afterBlank, details }: Blocks,
  start: string,
): boolean {
  if (!afterBlank || details > 0) return false;
  const line = expandTabs(start);
  const indent = indentOf(line);
  if (isBlank(line)) return false;
  // What is indented less than the item's text ends the list, but to wait is right as well, and simpler.
  if (inList) return indent === 0 && !mayBeItem(line);
  if (containers[0]) return indent < containers[0].offset;
  // Some parsers take no list that begins behind indented code: together they read the two as they read the whole text.
  if (leaf.kind === 'indented') return indent < 4 && !mayBeItem(line.trimStart());
  return leaf.kind !== 'fence' && leaf.kind !== 'html';
}

/** The definitions so far, those of the blocks that are open included, with blank lines around. */
export function definitionsOf({ containers, leaf, definitions }: Blocks): string {
  const open = leaf.kind === 'paragraph' ? allDefinitions(leaf.text) : '';
  const all = definitions + notesOf(containers) + open;
  return all && `${all}\n\n`;
}

/** Whether the next line may go on with a definition. */
export const isDefining = ({ containers, leaf }: Blocks): boolean =>
  (leaf.kind === 'paragraph' && leaf.text.rest !== null) || containers.some(({ kind }) => kind === 'note');

const notesOf = (containers: readonly Container[]): string =>
  containers.map(({ text }) => (text === undefined ? '' : `\n\n${text.trimEnd()}`)).join('');

/** What is left of a line in a container; nothing if the line does not go on with it. */
function enter({ kind, offset, isEmpty }: Container, line: string): string | undefined {
  if (kind === 'quote') return afterQuoteSign(line);
  if (isBlank(line)) return isEmpty ? undefined : '';
  return indentOf(line) >= offset ? line.slice(offset) : undefined;
}

function afterQuoteSign(line: string): string | undefined {
  const indent = indentOf(line);
  if (indent > 3 || line[indent] !== '>') return undefined;
  return line.slice(indent + (line[indent + 1] === ' ' ? 2 : 1));
}

/** The container that begins with a line, and what is left of the line in it. */
function opened(
  line: string,
  inParagraph: boolean,
): readonly [container: Container, rest: string] | undefined {
  const quoted = afterQuoteSign(line);
  if (quoted !== undefined) return [{ kind: 'quote', offset: 0 }, quoted];
  const indent = indentOf(line);
  const body = line.slice(indent);
  const offset = itemOffset(body, inParagraph);
  if (offset !== undefined) {
    const rest = body.slice(offset);
    return [{ kind: 'item', offset: indent + offset, isEmpty: isBlank(rest) }, rest];
  }
  const note = noteStart(body);
  return note === undefined ? undefined : [{ kind: 'note', offset: 4, text: body }, body.slice(note.length)];
}

/** The block without others in it that begins with a line. */
function openedLeaf(line: string, inParagraph: boolean, whole: Whole): Leaf | undefined {
  const isEnd = fenceEnd(line) ?? (whole.math ? mathEnd(line) : undefined);
  if (isEnd) return { kind: 'fence', isEnd };
  const isHtmlEnd = htmlEnd(line, inParagraph);
  if (isHtmlEnd) return isHtmlEnd(line) ? NONE : { kind: 'html', isEnd: isHtmlEnd };
  return isHeading(line) || isBreak(line) ? NONE : undefined;
}

/** How many `<details>` are open behind a line. */
function countDetails(before: number, line: string): number {
  const opens = /^ {0,3}</.test(line) ? (line.match(/<details(?=[\s>])/gi) ?? []) : [];
  const closes = line.match(/<\/details>/gi) ?? [];
  return Math.max(0, before + opens.length - closes.length);
}

/** Reads the next line, as CommonMark says: what goes on, what begins, and what is text. */
export function readLine(before: Blocks, source: string, whole: Whole): Blocks {
  let { leaf, definitions, details } = before;
  const containers = before.containers.slice();
  let rest = expandTabs(source);
  let depth = 0;

  const close = (next: Leaf): void => {
    if (leaf.kind === 'paragraph') definitions += allDefinitions(leaf.text);
    definitions += notesOf(containers.splice(depth));
    leaf = next;
  };
  const addToNote = (i: number): void => {
    const container = containers[i]!;
    if (container.text !== undefined) containers[i] = { ...container, text: `${container.text}\n${rest}` };
  };
  const goOn = (): void => {
    for (let inner; depth < containers.length; depth++, rest = inner) {
      const container = containers[depth]!;
      inner = enter(container, rest);
      if (inner === undefined) return;
      addToNote(depth);
      if (container.isEmpty && !isBlank(rest)) containers[depth] = { ...container, isEmpty: false };
    }
  };
  const begin = (): void => {
    const isContinued = depth === containers.length;
    let paragraph = leaf.kind === 'paragraph' ? leaf : undefined;
    while (indentOf(rest) < 4) {
      const body = rest.slice(indentOf(rest));
      const interrupts = isContinued && paragraph !== undefined;
      if (interrupts && isUnderline(body) && !isOnlyDefinitions(paragraph!.text)) return close(NONE);
      const begun = openedLeaf(body, paragraph !== undefined, whole);
      if (begun) return close(begun);
      const container = opened(rest, interrupts);
      if (!container) break;
      close(NONE);
      depth = containers.push(container[0]);
      rest = container[1];
      paragraph = undefined;
    }
    if (isBlank(rest)) return close(NONE);
    if (!paragraph)
      return close(
        indentOf(rest) > 3
          ? { kind: 'indented' }
          : { kind: 'paragraph', text: readDefinitions(noText, rest) },
      );
    for (let i = depth; i < containers.length; i++) addToNote(i);
    leaf = { kind: 'paragraph', text: readDefinitions(paragraph.text, rest) };
  };

  const isCode = leaf.kind === 'fence' || leaf.kind === 'indented';
  if (whole.details && !isCode) details = countDetails(details, rest);
  goOn();
  const isContinued = depth === containers.length;
  if (isContinued && (leaf.kind === 'fence' || leaf.kind === 'html')) {
    if (leaf.isEnd(rest)) leaf = NONE;
  } else if (!isBlank(rest)) begin();
  else if (!isContinued || leaf.kind === 'paragraph') close(NONE);

  const afterBlank = isBlank(source);
  const inList = afterBlank ? before.inList : containers[0]?.kind === 'item';
  return { containers, leaf, inList, afterBlank, details, definitions };
}
