import type { Answer, Channel, Part, TextPart, ToolCallPart } from './answer';
import { createDraft, type Draft, type MutableAnswer } from './draft';
import type { Change, Delta } from './format';
import { isIgnoredPromise } from '../platform/callbacks';
import type { SseError } from '../protocol/error';

/** Folds changes into one answer. */
export interface AnswerFold {
  /** The answer so far. It goes on changing: read it, don't keep it. */
  readonly current: Answer;
  /** Why the first message could not be read that was none of the format's wire, while none of it has come since. */
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

  /** Opens the part at `index`, or writes to it what is new. */
  const put = (index: number, values: Partial<Part>): void => {
    const before = draft.answer.parts[index] as unknown as Values | undefined;
    const given = Object.entries(values).filter(
      ([name, value]) => (value ?? undefined) !== undefined && before?.[name] !== value,
    );
    if (!before || given.length) Object.assign(writePart(index, {} as Part), Object.fromEntries(given));
  };

  /** A part that comes whole; one with a key may come again. */
  const putWhole = (delta: DeltaOf<'source' | 'file' | 'toolResult' | 'approval' | 'data'>): void => {
    const { type, key } = delta;
    put(key === undefined ? draft.answer.parts.length : find(type, key), delta as Partial<Part>);
  };

  return {
    text: append,
    reasoning: append,
    refusal: append,
    source: putWhole,
    file: putWhole,
    toolResult: putWhole,
    approval: putWhole,
    data: putWhole,
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
    toolCall({ type, key, id, name, value, delta, done, server }) {
      const { parts } = draft.answer;
      let index = find(type, key);
      const before = parts[index] as ToolCallPart | undefined;
      if (!before && !name && done) return;
      // Some providers give every call of an answer the same index, or none: then the name tells them apart.
      if (name && (key === undefined || (before?.id && id && id !== before.id && (!done || before.done))))
        index = parts.length;
      const part = (parts[index] ?? emptyCall) as ToolCallPart;
      put(index, {
        type,
        key,
        id: id || part.id,
        name: name || part.name,
        arguments: (value ?? part.arguments) + (delta ?? ''),
        done: part.done || !!done,
        server: part.server || !!server,
      });
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

/** What a format returned that is no change. */
function refuse(returned: unknown): never {
  isIgnoredPromise(returned);
  throw new TypeError('It must return text or changes such as `{ type: "text", delta }`, and not be async');
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
    if (!Object.hasOwn(handlers, delta.type)) refuse(delta);
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
