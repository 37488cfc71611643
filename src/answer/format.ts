import type { Answer, AnswerError, Channel, PartKey } from './answer';
import type { SseMessage } from '../protocol/message';

/** What may be missing. */
type Maybe<T> = T | null | undefined;

/** A change to the part with this key, or without one to the newest or a new one. */
interface Keyed {
  readonly key?: PartKey | undefined;
}

/**
 * One change to an answer. Wherever a value may be missing, `null`, `undefined` and `''` change nothing: wires
 * repeat ids, names and reasons as empty ones.
 *
 * - `text`, `reasoning`, `refusal` append `delta`, to the part with that `key`, or without a key to the part
 *   being written
 * - `replace` sets a channel (or its part with that `key`) to `value`: for snapshots and corrections
 * - `toolCall` opens or continues a call: `delta` appends to its raw arguments, `value` sets them, `done` says
 *   that they are whole (and never opens a call), `server` marks a call that the provider itself runs (it stays
 *   out of `toolCalls`). Without a key a `name` opens a new call; with one, a `name` and another `id` do
 * - `source`, `file`, `toolResult`, `approval`, `data` open a part, or update the one with that `key`. A
 *   `toolResult` takes the call with that `id` out of `toolCalls` and `approvals`
 * - `metadata` is merged into the newest part with that `key`, without a key into the newest part of all
 * - `step` begins a step, with parts of its own; `resetStep` rolls text, parts and calls back to its beginning
 * - `meta` sets the finish reason, what is added to it (`detail`), the id and the model, and merges usage by name
 * - `error` and `done` end the answer; after either, only `meta` is still taken. `done` with the `reason` `'stopped'`
 *   says that the server stopped it; its `message` becomes the `detail`, and the finish reason where there is none
 */
export type Delta =
  | (Keyed & { readonly type: Channel; readonly delta: Maybe<string> })
  | (Keyed & { readonly type: 'replace'; readonly channel: Channel; readonly value: string })
  | (Keyed & {
      readonly type: 'toolCall';
      readonly id?: Maybe<string>;
      readonly name?: Maybe<string>;
      readonly delta?: Maybe<string>;
      readonly value?: string | undefined;
      readonly done?: boolean | undefined;
      readonly server?: boolean | undefined;
    })
  | (Keyed & {
      readonly type: 'source';
      readonly url?: Maybe<string>;
      readonly title?: Maybe<string>;
      readonly document?: Maybe<string>;
      readonly quote?: Maybe<string>;
      readonly start?: Maybe<number>;
      readonly end?: Maybe<number>;
    })
  | (Keyed & {
      readonly type: 'file';
      readonly mediaType: string;
      readonly url?: Maybe<string>;
      readonly data?: Maybe<string>;
    })
  | (Keyed & {
      readonly type: 'toolResult';
      readonly id: string;
      readonly value: unknown;
      readonly isError?: boolean | undefined;
    })
  | (Keyed & {
      readonly type: 'approval';
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
    })
  | (Keyed & { readonly type: 'data'; readonly name: string; readonly value: unknown })
  | (Keyed & { readonly type: 'metadata'; readonly value: Readonly<Record<string, unknown>> })
  | { readonly type: 'step' }
  | { readonly type: 'resetStep' }
  | {
      readonly type: 'meta';
      readonly finishReason?: Maybe<string>;
      readonly usage?: Maybe<object>;
      readonly id?: Maybe<string>;
      readonly model?: Maybe<string>;
      readonly detail?: unknown;
    }
  | { readonly type: 'error'; readonly error: AnswerError }
  | { readonly type: 'done'; readonly reason?: 'stopped' | undefined; readonly message?: Maybe<string> };

type Nothing = null | undefined | false | '';

/** What a format makes of one message: text to append, one change, several in their order, or nothing. */
export type Change = string | Delta | readonly (Delta | Nothing)[] | null | undefined;

/**
 * A wire format: a pure function from a message (and the answer so far) to changes of the answer. What it has
 * to remember between messages it reads from the answer, so that one value serves any number of runs.
 */
export interface Format {
  /**
   * `answer` is the answer so far, valid during the call only: read calls, sources and files from its `parts`,
   * since the lists beside them are brought up to date when the answer is published.
   */
  (message: SseMessage, answer: Answer): Change;
  /**
   * Whether a clean close of the stream is the end of the answer.
   * @default true
   */
  readonly endsOnClose?: boolean;
  /**
   * How the bytes are cut into messages: events of `text/event-stream`, or `'lines'`, where each line that is
   * not blank is the data of one message (`application/x-ndjson`).
   * @default 'events'
   */
  readonly framing?: 'events' | 'lines';
  /**
   * The types of messages that it reads where the run's own `events` names none.
   * @default all
   */
  readonly events?: readonly string[];
  /** Names the format in errors, e.g. `'openaiChat'`. Defaults to the function's own name. */
  readonly formatName?: string;
}

/**
 * What a format throws for a message that is none of its wire's. Among messages that it knows, such a message is
 * passed over; an answer that ends without any other fails with this error.
 */
export class ForeignMessage extends TypeError {}
