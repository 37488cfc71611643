import {
  type Answer,
  type Channel,
  emptyAnswer,
  type Part,
  type PartKey,
  type TextPart,
  type ToolCall,
  type ToolCallPart,
} from './answer';
import type { Change, Delta } from './format';
import type { SseError } from '../protocol/error';

/** Folds changes into one answer. */
export interface AnswerFold {
  /** The answer so far. It goes on changing: read it, don't keep it. */
  readonly current: Answer;
  /** Why the first message could not be read that was none of the format's wire, while no other has come. */
  foreign?: SseError | undefined;
  /** Applies what a format returned for one message. */
  apply(change: Change): void;
  /** The answer so far, as a value that never changes. */
  snapshot(): Answer;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<Answer, 'parts'>> & { parts: Part[] };
type Values = Record<string, unknown>;
type DeltaOf<Type extends Delta['type']> = Extract<Delta, { readonly type: Type }>;

/** One of what a format may return several of. */
type Item = Exclude<Change, readonly unknown[]> | false;

const emptyCall = { id: '', name: '', arguments: '', done: false, server: false };
const CALL = Object.keys(emptyCall) as (keyof typeof emptyCall)[];

/** The call with what is new in it; the same again where nothing is. */
function continueCall(
  part: ToolCallPart,
  { id, name, value, delta, done, server }: DeltaOf<'toolCall'>,
): ToolCallPart {
  const next = {
    ...part,
    id: id || part.id,
    name: name || part.name,
    arguments: (value ?? part.arguments) + (delta ?? ''),
    done: part.done || !!done,
    server: part.server || !!server,
  };
  return CALL.some((field) => next[field] !== part[field]) ? next : part;
}

/** The same list again where it holds the same. */
const keep = <T>(before: readonly T[], after: readonly T[]): readonly T[] =>
  after.length === before.length && after.every((item, i) => item === before[i]) ? before : after;

/** Brings the lists beside `parts` up to date. What did not change keeps its identity. */
function updateLists(answer: Draft): void {
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

/**
 * The one reducer of answers. It writes in place and copies only what it changes after a {@link
 * AnswerFold.snapshot}: a message costs as much as its text, and a frame costs one copy, however many messages
 * came in it.
 */
export function createAnswerFold(): AnswerFold {
  let answer = emptyAnswer as Draft;
  let checkpoint = emptyAnswer;
  /** Whether the lists beside `parts` are out of date. */
  let listsChanged = false;
  /** The part that the last text went to: most texts go where the one before went. */
  let growing: Mutable<TextPart> | undefined;
  /** What was copied since the last snapshot, and so is ours to write to. */
  const owned = new Set<object>();

  const own = <T extends object>(value: T): T => {
    if (owned.has(value)) return value;
    const copy = { ...value };
    owned.add(copy);
    return copy;
  };

  const write = (): Draft => {
    const before = answer;
    answer = own(before);
    if (answer !== before) answer.parts = answer.parts.slice();
    return answer;
  };

  /**
   * Where in this step the part of that type (or of any) and key is, the newest first, or where a new one goes.
   * Without a key only the newest part of all will do.
   */
  const find = (type: Part['type'] | undefined, key: PartKey | undefined): number => {
    const { parts } = answer;
    for (let i = parts.length; i-- > checkpoint.parts.length;) {
      const part = parts[i]!;
      if ((!type || part.type === type) && part.key === key) return i;
      if (key === undefined) break;
    }
    return parts.length;
  };

  /** Makes the part at `index` ours, or opens it. */
  const writePart = <P extends Part>(index: number, fresh: P): Mutable<P> => {
    const { parts } = write();
    growing = undefined;
    listsChanged ||= !('text' in fresh);
    return (parts[index] = own((parts[index] as P | undefined) ?? fresh));
  };

  const append = ({ type, key, delta }: DeltaOf<Channel>): void => {
    if (!delta) return;
    if (typeof delta !== 'string') throw new TypeError(`${type} is not a string`);
    if (growing?.type !== type || growing.key !== key)
      growing = writePart<TextPart>(find(type, key), { type, key, text: '' });
    const part = growing;
    // Where the channel has one part, both are one string: it is kept, and made flat for reading, once.
    const alone = part.text === answer[type];
    part.text += delta;
    answer[type] = alone ? part.text : answer[type] + delta;
  };

  /** Opens a part that comes whole, or updates the one with its key. */
  const put = (delta: DeltaOf<'source' | 'file' | 'toolResult' | 'approval' | 'data'>): void => {
    const { type, key } = delta;
    const index = key === undefined ? answer.parts.length : find(type, key);
    const before = answer.parts[index] as unknown as Values | undefined;
    const given = Object.entries(delta).filter(
      ([name, value]) => value !== undefined && value !== null && before?.[name] !== value,
    );
    if (before && !given.length) return;
    Object.assign(writePart(index, {} as Part), Object.fromEntries(given));
  };

  const handlers: {
    [Type in Delta['type']]: (delta: DeltaOf<Type extends Channel ? Channel : Type>) => void;
  } = {
    text: append,
    reasoning: append,
    refusal: append,
    source: put,
    file: put,
    toolResult: put,
    approval: put,
    data: put,
    replace({ channel: type, key, value }) {
      const index = find(type, key);
      const before = key === undefined ? answer[type] : (answer.parts[index] as TextPart | undefined)?.text;
      if (before === value) return;
      writePart<TextPart>(index, { type, key, text: '' }).text = value;
      if (key === undefined)
        answer.parts = answer.parts.filter((part, i) => i === index || part.type !== type);
      answer[type] = '';
      for (const part of answer.parts) if (part.type === type) answer[type] += part.text;
    },
    toolCall(change) {
      const { type, key, id, name, done } = change;
      const { parts } = answer;
      let index = find(type, key);
      const before = parts[index] as ToolCallPart | undefined;
      if (!before && !name && done) return;
      // Some providers give every call of an answer the same index, or none: then the name tells them apart.
      if (name && (key === undefined || (!done && before?.id && id && id !== before.id)))
        index = parts.length;
      const part = (parts[index] as ToolCallPart | undefined) ?? { type, key, ...emptyCall };
      const next = continueCall(part, change);
      if (next !== parts[index]) Object.assign(writePart(index, part), next);
    },
    metadata({ key, value }) {
      const index = key === undefined ? answer.parts.length - 1 : find(undefined, key);
      const before = answer.parts[index];
      if (before) writePart(index, before).metadata = { ...before.metadata, ...value };
    },
    step() {
      checkpoint = fold.snapshot();
    },
    resetStep() {
      const { id, model, finishReason, detail, usage } = answer;
      growing = undefined;
      answer = { ...(checkpoint as Draft), id, model, finishReason, detail, usage };
    },
    meta({ usage, finishReason, id, model, detail }) {
      const given: Values = { finishReason, id, model, detail };
      for (const name in given)
        if (given[name] && given[name] !== (answer as unknown as Values)[name])
          Object.assign(write(), { [name]: given[name] });
      if (!usage) return;
      const merged = { ...(answer.usage as Values | null) };
      for (const name in usage) merged[name] = (usage as Values)[name] ?? merged[name] ?? null;
      write().usage = merged;
    },
    error({ error }) {
      write().error = error;
    },
    done({ reason, message }) {
      const draft = write();
      draft.done = true;
      draft.stopped = !!reason;
      draft.detail = message || draft.detail;
      draft.finishReason ??= message || null;
    },
  };

  const applyOne = (item: Item): void => {
    const delta = typeof item === 'string' ? { type: 'text' as const, delta: item } : item;
    if (!delta || ((answer.done || answer.error) && delta.type !== 'meta')) return;
    (handlers[delta.type] as (delta: Delta) => void)(delta);
  };

  const fold: AnswerFold = {
    get current() {
      return answer;
    },
    apply(change) {
      if (Array.isArray(change)) for (const item of change as readonly Item[]) applyOne(item);
      else applyOne(change as Item);
    },
    snapshot() {
      if (listsChanged) {
        listsChanged = false;
        updateLists(write());
      }
      growing = undefined;
      owned.clear();
      return answer;
    },
  };
  return fold;
}
