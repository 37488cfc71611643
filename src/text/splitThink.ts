import type { Answer } from '../answer/answer';
import type { Change, Channel, Delta, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

/** Options of {@link splitThink}. */
export interface SplitThinkOptions {
  /**
   * The tag's name.
   * @default 'think'
   */
  tag?: string | undefined;
  /**
   * Whether the answer begins as reasoning: some templates write the opening tag into the prompt.
   * @default false
   */
  opened?: boolean | undefined;
}

interface Segment {
  readonly type: 'text' | 'reasoning';
  readonly key: string;
  readonly text: string;
}

const KEY = 'think:';

/**
 * Makes reasoning of what a model writes between `<think>` and `</think>` in its text. The tags may be cut over
 * messages at any character: what could become one is text until the next message shows that it is.
 */
export function splitThink(
  format: Format,
  { tag = 'think', opened = false }: SplitThinkOptions = {},
): Format {
  const tags = { text: `<${tag}>`, reasoning: `</${tag}>` };

  const split = (answer: Answer, change: Change): Delta[] => {
    let { current, count } = locate(answer, opened);
    const next = (type: Segment['type']): Delta => {
      current = { type, key: KEY + count++, text: '' };
      return { type: 'replace', channel: type, key: current.key, value: '' };
    };
    const write = (added: string): Delta[] => {
      const { type, key, text } = current;
      const searched = text.slice(-tags[type].length + 1) + added;
      const at = searched.indexOf(tags[type]);
      if (at < 0) {
        current = { type, key, text: text + added };
        return [{ type, key, delta: added }];
      }
      const value = text.slice(0, text.length + added.length - searched.length) + searched.slice(0, at);
      const other = type === 'text' ? 'reasoning' : 'text';
      const before: Delta[] = text || value ? [{ type: 'replace', channel: type, key, value }] : [];
      return [...before, next(other), ...write(searched.slice(at + tags[type].length))];
    };
    return [change].flat().flatMap((item): Delta | Delta[] => {
      const delta = typeof item === 'string' ? { type: 'text' as const, delta: item } : item;
      if (!delta) return [];
      if (delta.type === 'text') return delta.delta ? write(delta.delta) : [];
      if (delta.type === 'replace' && delta.channel === 'text') return splitWhole(delta.value, tags, opened);
      return delta;
    });
  };

  return Object.assign((message: SseMessage, answer: Answer) => split(answer, format(message, answer)), {
    formatName: format.formatName || format.name,
    endsOnClose: format.endsOnClose ?? true,
    framing: format.framing ?? 'events',
  });
}

/** The segment being written, read from the answer's parts. After a part of another kind a new one begins. */
function locate({ parts }: Answer, opened: boolean): { current: Segment; count: number } {
  const last = parts.findLast((part) => String(part.key).startsWith(KEY)) as Segment | undefined;
  const count = last ? Number(last.key.slice(KEY.length)) + 1 : 0;
  if (last && last === parts.at(-1)) return { current: last, count };
  const type = last?.type ?? (opened ? 'reasoning' : 'text');
  return { current: { type, key: KEY + count, text: '' }, count: count + 1 };
}

/** A snapshot of the whole text. */
function splitWhole(value: string, tags: Record<'text' | 'reasoning', string>, opened: boolean): Delta[] {
  const whole: Record<Exclude<Channel, 'refusal'>, string> = { text: '', reasoning: '' };
  let type: 'text' | 'reasoning' = opened ? 'reasoning' : 'text';
  let rest = value;
  for (let at = rest.indexOf(tags[type]); at >= 0; at = rest.indexOf(tags[type])) {
    whole[type] += rest.slice(0, at);
    rest = rest.slice(at + tags[type].length);
    type = type === 'text' ? 'reasoning' : 'text';
  }
  whole[type] += rest;
  return (['reasoning', 'text'] as const).map((channel) => ({
    type: 'replace',
    channel,
    value: whole[channel],
  }));
}
