import type { Answer, Channel, Part, TextPart, ToolCallPart } from './answer';
import { createDraft, type Draft, type MutableAnswer } from './draft';
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

/** What each change does to an answer. */
function createHandlers(draft: Draft): {
  [Type in Delta['type']]: (delta: DeltaOf<Type extends Channel ? Channel : Type>) => void;
} {
  const { write, find, writePart } = draft;

  const append = ({ type, key, delta }: DeltaOf<Channel>): void => {
    if (!delta) return;
    if (typeof delta !== 'string') throw new TypeError(`${type} is not a string`);
    let part = draft.growing;
    if (part?.type !== type || part.key !== key)
      part = draft.growing = writePart<TextPart>(find(type, key), { type, key, text: '' });
    const { answer } = draft;
    // Where the channel has one part, both are one string: it is kept, and made flat for reading, once.
    const alone = part.text === answer[type];
    part.text += delta;
    answer[type] = alone ? part.text : answer[type] + delta;
  };

  /** Opens a part that comes whole, or updates the one with its key. */
  const put = (delta: DeltaOf<'source' | 'file' | 'toolResult' | 'approval' | 'data'>): void => {
    const { type, key } = delta;
    const { answer } = draft;
    const index = key === undefined ? answer.parts.length : find(type, key);
    const before = answer.parts[index] as unknown as Values | undefined;
    const given = Object.entries(delta).filter(
      ([name, value]) => value !== undefined && value !== null && before?.[name] !== value,
    );
    if (before && !given.length) return;
    Object.assign(writePart(index, {} as Part), Object.fromEntries(given));
  };

  return {
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
      const before =
        key === undefined ? draft.answer[type] : (draft.answer.parts[index] as TextPart | undefined)?.text;
      if (before === value) return;
      writePart<TextPart>(index, { type, key, text: '' }).text = value;
      const { answer } = draft;
      if (key === undefined)
        answer.parts = answer.parts.filter((part, i) => i === index || part.type !== type);
      answer[type] = '';
      for (const part of answer.parts) if (part.type === type) answer[type] += part.text;
    },
    toolCall(change) {
      const { type, key, id, name, done } = change;
      const { parts } = draft.answer;
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
      const { answer } = draft;
      const index = key === undefined ? answer.parts.length - 1 : find(undefined, key);
      const before = answer.parts[index];
      if (before) writePart(index, before).metadata = { ...before.metadata, ...value };
    },
    step() {
      draft.checkpoint = draft.snapshot();
    },
    resetStep() {
      const { id, model, finishReason, detail, usage } = draft.answer;
      draft.growing = undefined;
      draft.answer = { ...(draft.checkpoint as MutableAnswer), id, model, finishReason, detail, usage };
    },
    meta({ usage, finishReason, id, model, detail }) {
      const given: Values = { finishReason, id, model, detail };
      for (const name in given)
        if (given[name] && given[name] !== (draft.answer as unknown as Values)[name])
          Object.assign(write(), { [name]: given[name] });
      if (!usage) return;
      const merged = { ...(draft.answer.usage as Values | null) };
      for (const name in usage) merged[name] = (usage as Values)[name] ?? merged[name] ?? null;
      write().usage = merged;
    },
    error({ error }) {
      write().error = error;
    },
    done({ reason, message }) {
      const answer = write();
      answer.done = true;
      answer.stopped = !!reason;
      answer.detail = message || answer.detail;
      answer.finishReason ??= message || null;
    },
  };
}

/**
 * The one reducer of answers. It writes in place and copies only what it changes after a {@link
 * AnswerFold.snapshot}: a message costs as much as its text, and a frame costs one copy, however many messages
 * came in it.
 */
export function createAnswerFold(): AnswerFold {
  const draft = createDraft();
  const handlers = createHandlers(draft);

  const applyOne = (item: Item): void => {
    const delta = typeof item === 'string' ? { type: 'text' as const, delta: item } : item;
    if (!delta || ((draft.answer.done || draft.answer.error) && delta.type !== 'meta')) return;
    if (typeof delta === 'function') throw new TypeError('A format inside of it is a factory: call it');
    (handlers[delta.type] as (delta: Delta) => void)(delta);
  };

  return {
    get current() {
      return draft.answer;
    },
    apply(change) {
      if (Array.isArray(change)) for (const item of change as readonly Item[]) applyOne(item);
      else applyOne(change as Item);
    },
    snapshot: draft.snapshot,
  };
}
