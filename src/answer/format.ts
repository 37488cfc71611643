import type { Answer } from './answer';
import type { SseMessage } from '../protocol/message';

/** The channels of text that an answer can have. */
export type Channel = 'text' | 'reasoning' | 'refusal';

/** What tells parts of one kind apart: the wire's own index or id. */
export type PartKey = string | number;

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
 * - `step` begins a step, with parts of its own; `resetStep` rolls text, parts and calls back to its beginning
 * - `meta` sets the finish reason and merges usage by name
 * - `error` and `done` end the answer; after either, only `meta` is still taken. `done` with the `reason` `'stopped'`
 *   says that the server stopped it; its `message` becomes the finish reason
 */
export type Delta =
  | { readonly type: Channel; readonly delta: string | null | undefined; readonly key?: PartKey | undefined }
  | {
      readonly type: 'replace';
      readonly channel: Channel;
      readonly value: string;
      readonly key?: PartKey | undefined;
    }
  | {
      readonly type: 'toolCall';
      readonly key?: PartKey | undefined;
      readonly id?: string | null | undefined;
      readonly name?: string | null | undefined;
      readonly delta?: string | null | undefined;
      readonly value?: string | undefined;
      readonly done?: boolean | undefined;
      readonly server?: boolean | undefined;
    }
  | { readonly type: 'step' }
  | { readonly type: 'resetStep' }
  | {
      readonly type: 'meta';
      readonly finishReason?: string | null | undefined;
      readonly usage?: object | null | undefined;
    }
  | { readonly type: 'error'; readonly error: AnswerError }
  | { readonly type: 'done'; readonly reason?: 'stopped' | undefined; readonly message?: string | undefined };

/** An error that the provider reported inside the stream, in its own words. */
export interface AnswerError {
  readonly message: string;
  readonly code?: string | number | undefined;
}

type Nothing = null | undefined | false | '';

/** What a format makes of one message: text to append, one change, several in their order, or nothing. */
export type Change = string | Delta | readonly (Delta | Nothing)[] | null | undefined;

/**
 * A wire format: a pure function from a message (and the answer so far) to changes of the answer. What it has
 * to remember between messages it reads from the answer, so that one value serves any number of runs.
 */
export interface Format {
  /**
   * `answer` is the answer so far, valid during the call only: read calls from its `parts`, since `toolCalls` is
   * brought up to date when the answer is published.
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
  /** Names the format in errors, e.g. `'openaiChat'`. Defaults to the function's own name. */
  readonly formatName?: string;
}
