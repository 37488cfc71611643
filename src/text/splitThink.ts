import type { Answer } from '../answer/answer';
import type { Change, Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

/** Options of {@link splitThink}. */
export interface SplitThinkOptions {
  /**
   * The tag's name.
   * @default 'think'
   */
  tag?: string | undefined;
  /**
   * Whether the answer begins as reasoning, because the template has written the opening tag into the prompt. An
   * opening tag that comes all the same is dropped. `'auto'` is for models that write only the closing tag, and not
   * in every answer: all is text until a closing tag comes, and then what came before it is reasoning.
   * @default false
   */
  opened?: boolean | 'auto' | undefined;
}

/** A stretch of text or reasoning. */
interface Segment {
  readonly type: 'text' | 'reasoning';
  /** Its place among the segments of the answer. */
  readonly index: number;
  /** Whether the answer has a part for it. */
  readonly isOpen: boolean;
  text: string;
  /** What there is new at the end of `text`. */
  added: string;
  /** Whether `text` has also changed before its end. */
  isRewritten: boolean;
}

interface Rules {
  readonly open: string;
  readonly close: string;
  readonly opened: boolean | 'auto';
}

/** A tag, its place counted from the beginning of what is new, and what the text after it is. */
interface Tag {
  readonly start: number;
  readonly end: number;
  readonly next: Segment['type'];
  /** Whether the tag shows that the text before it is reasoning. */
  readonly turns: boolean;
}

const KEY = 'think:';

/**
 * Makes reasoning of what a model writes between `<think>` and `</think>` in its text. An opening tag counts only where
 * the answer begins, or what follows a thought; anywhere else it is a mention. The tags may be cut over messages at any
 * character: what could become one is text until the next message shows that it is.
 */
export function splitThink(
  format: Format,
  { tag = 'think', opened = false }: SplitThinkOptions = {},
): Format {
  const rules: Rules = { open: `<${tag}>`, close: `</${tag}>`, opened };

  const split = (answer: Answer, change: Change): Delta[] => {
    let current: Segment | undefined;
    return [change].flat().flatMap((item): Delta | Delta[] => {
      const delta = typeof item === 'string' ? { type: 'text' as const, delta: item } : item;
      if (!delta) return [];
      if (delta.type === 'replace' && delta.channel === 'text') return splitWhole(delta.value, rules);
      if (delta.type !== 'text') return delta;
      if (!delta.delta) return [];
      const segments = read(current ?? locate(answer, opened), delta.delta, rules);
      const last = segments.at(-1)!;
      current = begin(last.type, last.index, last.text);
      return segments.flatMap((segment) => toDelta(segment, segment === last) ?? []);
    });
  };

  return Object.assign((message: SseMessage, answer: Answer) => split(answer, format(message, answer)), {
    formatName: format.formatName || format.name,
    endsOnClose: format.endsOnClose ?? true,
    framing: format.framing ?? 'events',
    ...(format.events && { events: format.events }),
  });
}

const begin = (type: Segment['type'], index: number, text?: string): Segment => ({
  type,
  index,
  isOpen: text !== undefined,
  text: text ?? '',
  added: '',
  isRewritten: false,
});

/** The segment being written, read from the answer's parts. After a part of another kind a new one begins. */
function locate({ parts }: Answer, opened: Rules['opened']): Segment {
  const last = parts.findLast((part) => String(part.key).startsWith(KEY));
  if (last?.type !== 'text' && last?.type !== 'reasoning')
    return begin(opened === true ? 'reasoning' : 'text', 0);
  const index = Number(String(last.key).slice(KEY.length));
  return last === parts.at(-1) ? begin(last.type, index, last.text) : begin(last.type, index + 1);
}

/** The segment with what is new, and those that begin in it. */
function read(first: Segment, added: string, rules: Rules): Segment[] {
  const segments = [first];
  let current = first;
  let rest = added;
  for (let tag = findTag(current, rest, rules); tag; tag = findTag(current, rest, rules)) {
    if (tag.start < 0) cutEnd(current, -tag.start);
    else append(current, rest.slice(0, tag.start));
    rest = rest.slice(tag.end);
    const { text, type, index } = current;
    if (tag.turns) {
      cutEnd(current, text.length);
      segments.push((current = begin('reasoning', index + 1)));
      append(current, text);
    }
    if (tag.next !== type || tag.turns) segments.push((current = begin(tag.next, current.index + 1)));
  }
  append(current, rest);
  return segments;
}

function append(segment: Segment, added: string): void {
  segment.text += added;
  segment.added += added;
}

function cutEnd(segment: Segment, length: number): void {
  segment.text = segment.text.slice(0, segment.text.length - length);
  segment.isRewritten = true;
}

/** The next tag that counts, if what is new makes it whole. */
function findTag({ type, index, text }: Segment, added: string, rules: Rules): Tag | null {
  const { open, close, opened } = rules;
  const isFirst = index === 0;
  if (type === 'text' || (isFirst && opened === true)) {
    const start = indexOfTag(text, added, open);
    if (start !== null) {
      const before = start < 0 ? text.slice(0, start) : text + added.slice(0, start);
      if (!before.trim()) return { start, end: start + open.length, next: 'reasoning', turns: false };
    }
  }
  if (type === 'text' && !(isFirst && opened === 'auto')) return null;
  const start = indexOfTag(text, added, close);
  return start === null ? null : { start, end: start + close.length, next: 'text', turns: type === 'text' };
}

/**
 * Where a tag begins that `added` makes whole, negative if in `text`. To read a text that grows copies it, so its end
 * is looked at only where `added` begins as a tag ends.
 */
function indexOfTag(text: string, added: string, tag: string): number | null {
  for (let n = tag.length - 1; n > 0; n--)
    if (added.startsWith(tag.slice(n)) && text.endsWith(tag.slice(0, n))) return -n;
  const start = added.indexOf(tag);
  return start < 0 ? null : start;
}

/** What changes a segment's part. The last segment has one even if it is empty: it tells the next message where it is. */
function toDelta({ type, index, isOpen, text, added, isRewritten }: Segment, isLast: boolean): Delta | null {
  const key = KEY + index;
  if (isOpen ? isRewritten : isLast && !text) return { type: 'replace', channel: type, key, value: text };
  const delta = isOpen ? added : text;
  return delta ? { type, key, delta } : null;
}

/** A snapshot of the whole text. */
function splitWhole(value: string, rules: Rules): Delta[] {
  const segments = read(begin(rules.opened === true ? 'reasoning' : 'text', 0), value, rules);
  return (['reasoning', 'text'] as const).map((channel) => ({
    type: 'replace',
    channel,
    value: segments.map(({ type, text }) => (type === channel ? text : '')).join(''),
  }));
}
