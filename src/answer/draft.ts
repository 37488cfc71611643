import { type Answer, emptyAnswer, type Part, type PartKey, type TextPart, type ToolCall } from './answer';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type MutableAnswer = Mutable<Omit<Answer, 'parts'>> & { parts: Part[] };
/** The same list again where it holds the same. */
const keep = <T>(before: readonly T[], after: readonly T[]): readonly T[] =>
  after.length === before.length && after.every((item, i) => item === before[i]) ? before : after;

/** Brings the lists beside `parts` up to date. What did not change keeps its identity. */
function updateLists(answer: MutableAnswer): void {
  const ofType = <Type extends Part['type']>(type: Type) =>
    answer.parts.filter((part) => part.type === type) as Extract<Part, { readonly type: Type }>[];
  const results = new Set(ofType('toolResult').map(({ id }) => id));
  const isOpen = ({ id }: ToolCall): boolean => !id || !results.has(id);
  const before = answer.toolCalls;
  let next = 0;
  const toolCall = ({ id, name, arguments: args }: ToolCall): ToolCall => {
    let at = next;
    while (at < before.length && before[at]!.id !== id) at++;
    const same = before[at];
    if (same) next = at + 1;
    return same?.name === name && same.arguments === args ? same : { id, name, arguments: args };
  };
  answer.sources = keep(answer.sources, ofType('source'));
  answer.files = keep(answer.files, ofType('file'));
  answer.approvals = keep(answer.approvals, ofType('approval').filter(isOpen));
  const calls = ofType('toolCall').filter((part) => !part.server && isOpen(part));
  answer.toolCalls = keep(before, calls.map(toolCall));
}

/** An answer that is being written: in place, where nobody has seen it. */
export interface Draft {
  answer: MutableAnswer;
  /** Where the step began. */
  checkpoint: Answer;
  /** The part that the last text went to: most texts go where the one before went. */
  growing: Mutable<TextPart> | undefined;
  /** Makes the answer ours to write to. */
  readonly write: () => MutableAnswer;
  /**
   * Where in this step the part of that type (or of any) and key is, the newest first, or where a new one goes.
   * Without a key only the newest part of all will do.
   */
  readonly find: (type: Part['type'] | undefined, key: PartKey | undefined) => number;
  /** Makes the part at `index` ours, or opens it. */
  readonly writePart: <P extends Part>(index: number, fresh: P) => Mutable<P>;
  readonly snapshot: () => Answer;
}

export function createDraft(): Draft {
  /** Whether the lists beside `parts` are out of date. */
  let listsChanged = false;
  /** What was copied since the last snapshot, and so is ours to write to. */
  const owned = new Set<object>();

  const own = <T extends object>(value: T): T => {
    if (owned.has(value)) return value;
    const copy = { ...value };
    owned.add(copy);
    return copy;
  };

  const draft: Draft = {
    answer: emptyAnswer as MutableAnswer,
    checkpoint: emptyAnswer,
    growing: undefined,
    write() {
      const before = draft.answer;
      const answer = (draft.answer = own(before));
      if (answer !== before) answer.parts = answer.parts.slice();
      return answer;
    },
    find(type, key) {
      const { parts } = draft.answer;
      for (let i = parts.length; i-- > draft.checkpoint.parts.length;) {
        const part = parts[i]!;
        if ((!type || part.type === type) && part.key === key) return i;
        if (key === undefined) break;
      }
      return parts.length;
    },
    writePart<P extends Part>(index: number, fresh: P) {
      const { parts } = draft.write();
      draft.growing = undefined;
      listsChanged ||= !('text' in fresh);
      return (parts[index] = own((parts[index] as P | undefined) ?? fresh)) as Mutable<P>;
    },
    snapshot() {
      if (listsChanged) {
        listsChanged = false;
        updateLists(draft.write());
      }
      draft.growing = undefined;
      owned.clear();
      return draft.answer;
    },
  };
  return draft;
}
