import type { AnswerError, Change, Channel, Delta, PartKey } from './format';

/** A stretch of text in one channel. */
export interface TextPart {
  readonly type: Channel;
  readonly key?: PartKey | undefined;
  readonly text: string;
}

/** A tool call as it stands; its arguments grow until `done`. */
export interface ToolCallPart extends ToolCall {
  readonly type: 'toolCall';
  readonly key?: PartKey | undefined;
  /** Whether the arguments are whole. */
  readonly done: boolean;
  /** Whether the provider runs this tool itself. */
  readonly server: boolean;
}

/** One piece of an answer, in the order in which the pieces began. */
export type Part = TextPart | ToolCallPart;

/** A call that the application is asked to make. */
export interface ToolCall {
  /** `''` where the provider gave none. */
  readonly id: string;
  readonly name: string;
  /** The raw argument string: JSON, once it is whole. */
  readonly arguments: string;
}

/** What the messages of a run have added up to. Parts that did not change keep their identity. */
export interface Answer {
  /** What the model says. */
  readonly text: string;
  /** What it thinks, where it shows that. */
  readonly reasoning: string;
  /** What it says instead of an answer, on wires that keep the two apart. */
  readonly refusal: string;
  /** The same in pieces, in the order in which they began: text, reasoning, refusals and tool calls. */
  readonly parts: readonly Part[];
  /** The calls that the application is asked to make; those that the provider runs itself are in `parts` only. */
  readonly toolCalls: readonly ToolCall[];
  /** The provider's own value, `null` until one arrived. */
  readonly finishReason: string | null;
  /** The provider's own value, merged by name where it came in pieces; `null` until one arrived. */
  readonly usage: unknown;
  /** The error that the provider reported inside the stream. */
  readonly error: AnswerError | null;
  /** Whether the format saw the end of the answer. */
  readonly done: boolean;
  /** Whether the server stopped the answer before its natural end. */
  readonly stopped: boolean;
}

/** Folds changes into one answer. */
export interface AnswerFold {
  /** The answer so far. It goes on changing: read it, don't keep it. */
  readonly current: Answer;
  /** Applies what a format returned for one message. */
  apply(change: Change): void;
  /** The answer so far, as a value that never changes. */
  snapshot(): Answer;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<Answer, 'parts'>> & { parts: Part[] };

type Handler<Type extends Delta['type']> = (delta: Extract<Delta, { readonly type: Type }>) => void;

const emptyCall = { id: '', name: '', arguments: '', done: false, server: false };

/** An answer to which nothing has been added. */
export const emptyAnswer: Answer = {
  text: '',
  reasoning: '',
  refusal: '',
  parts: [],
  toolCalls: [],
  finishReason: null,
  usage: null,
  error: null,
  done: false,
  stopped: false,
};

/** One of what a format may return several of. */
type Item = Exclude<Change, readonly unknown[]> | false;

type Usage = Record<string, unknown>;

/**
 * The one reducer of answers. It writes in place and copies only what it changes after a {@link
 * AnswerFold.snapshot}: a message costs as much as its text, and a frame costs one copy, however many messages
 * came in it.
 */
export function createAnswerFold(): AnswerFold {
  let answer = emptyAnswer as Draft;
  let checkpoint = emptyAnswer;
  let toolsChanged = false;
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
   * Where in this step the part of that type and key is, the newest first, or where a new one goes. Without a key
   * only the newest part of all will do.
   */
  const find = (type: Part['type'], key: PartKey | undefined): number => {
    const { parts } = answer;
    for (let i = parts.length; i-- > checkpoint.parts.length;) {
      if (parts[i]!.type === type && parts[i]!.key === key) return i;
      if (key === undefined) break;
    }
    return parts.length;
  };

  /** Makes the part at `index` ours, or opens it. */
  const writePart = <P extends Part>(index: number, fresh: P): Mutable<P> => {
    const { parts } = write();
    growing = undefined;
    return (parts[index] = own((parts[index] as P | undefined) ?? fresh));
  };

  const append: Handler<Channel> = ({ type, key, delta }) => {
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

  const handlers: { [Type in Delta['type']]: Handler<Type extends Channel ? Channel : Type> } = {
    text: append,
    reasoning: append,
    refusal: append,
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
    toolCall({ type, key, id, name, value, delta, done, server }) {
      const { parts } = answer;
      let index = find(type, key);
      const before = parts[index] as ToolCallPart | undefined;
      if (!before && !name && done) return;
      // Some providers give every call of an answer the same index, or none: then the name tells them apart.
      if (name && (key === undefined || (!done && before?.id && id && id !== before.id)))
        index = parts.length;
      const part = writePart<ToolCallPart>(index, { type, key, ...emptyCall });
      part.id = id || part.id;
      part.name = name || part.name;
      part.arguments = (value ?? part.arguments) + (delta ?? '');
      part.done ||= !!done;
      part.server ||= !!server;
      toolsChanged = true;
    },
    step() {
      checkpoint = fold.snapshot();
    },
    resetStep() {
      const { finishReason, usage } = answer;
      growing = undefined;
      answer = { ...(checkpoint as Draft), finishReason, usage };
    },
    meta({ finishReason, usage }) {
      if (finishReason) write().finishReason = finishReason;
      if (!usage) return;
      const merged = { ...(answer.usage as Usage | null) };
      for (const name in usage) merged[name] = (usage as Usage)[name] ?? merged[name] ?? null;
      write().usage = merged;
    },
    error({ error }) {
      write().error = error;
    },
    done({ reason, message }) {
      const draft = write();
      draft.done = true;
      draft.stopped = reason === 'stopped';
      if (message) draft.finishReason = message;
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
      if (toolsChanged) {
        toolsChanged = false;
        const before = answer.toolCalls;
        write().toolCalls = answer.parts.flatMap((part) => {
          if (part.type !== 'toolCall' || part.server) return [];
          const { id, name, arguments: args } = part;
          const same = before.find((call) => call.id === id && call.name === name && call.arguments === args);
          return same ?? { id, name, arguments: args };
        });
      }
      growing = undefined;
      owned.clear();
      return answer;
    },
  };
  return fold;
}
