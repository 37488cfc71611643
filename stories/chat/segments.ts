import type { FilePart, Part, SourcePart, ToolCallPart, ToolResultPart } from 'react-event-source';

/** What stands one below the other in an answer: only the last of them grows, so that nothing moves. */
export type Segment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly call: ToolCallPart; readonly result: ToolResultPart | undefined }
  | { readonly type: 'file'; readonly file: FilePart };

/** A text with the numbers of the sources behind the words that rest on them. */
interface Cited {
  readonly type: 'text';
  text: string;
  /** Where the newest part of it begins. */
  start: number;
  readonly marks: { readonly at: number; readonly mark: string }[];
}

/** Links lead to the web only. */
export const webAddress = ({ url }: SourcePart): string | undefined =>
  url && /^https?:/.test(url) ? url : undefined;

/** The number of a source in Markdown. */
function markOf(source: SourcePart, number: number): string {
  const url = webAddress(source)?.replace(/[<>\s]/g, encodeURIComponent);
  return url ? ` [${number}](<${url}>)` : ` [${number}]`;
}

/** The text with its marks: each behind its word, those of the end below a table or a block of code. */
function withMarks({ text, marks }: Cited): string {
  let marked = text;
  // From the end, so that places stay right; of two in one place, the second first.
  for (const { at, mark } of marks.toReversed().toSorted((a, b) => b.at - a.at)) {
    const before = text.slice(0, at).trimEnd();
    const isBlock = /^ *([`~|])/.test(before.slice(before.lastIndexOf('\n') + 1));
    marked = before + (isBlock ? `\n\n${mark.trim()}` : mark) + marked.slice(before.length);
  }
  return marked;
}

/**
 * The parts of an answer as the page shows them. Texts that only sources or data stand between are one: Markdown may
 * begin in one and end in the other. A source is cited where the provider says that its words end, else behind the text
 * that it follows.
 */
export function segmentsOf(parts: readonly Part[]): Segment[] {
  const segments: (Cited | Exclude<Segment, { type: 'text' }>)[] = [];
  let text: Cited | undefined;
  let sources = 0;
  for (const part of parts) {
    if (part.type === 'text' && text && segments.at(-1) === text) {
      text.start = text.text.length;
      text.text += part.text;
    } else if (part.type === 'text') {
      text = { type: 'text', text: part.text, start: 0, marks: [] };
      segments.push(text);
    } else if (part.type === 'source') {
      sources += 1;
      const end = text && part.end ? text.start + part.end : Infinity;
      text?.marks.push({ at: Math.min(end, text.text.length), mark: markOf(part, sources) });
    } else if (part.type === 'file') segments.push({ type: 'file', file: part });
    else if (part.type === 'toolCall') {
      const result = parts.find((each) => each.type === 'toolResult' && each.id === part.id && !!part.id);
      segments.push({ type: 'call', call: part, result: result as ToolResultPart | undefined });
    }
  }
  return segments.map((each) => ('marks' in each ? { type: 'text', text: withMarks(each) } : each));
}
