import { reportUncaught } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import type { Resumed } from './feed';

/** What a subscriber has received of one feed: made when the feed starts, and dropped as a whole. */
export interface Received<Message, State> {
  readonly feedKey: string | undefined;
  lastMessage: Message | null;
  state: State;
  /** The last message that could not be decoded, since the stream was opened. */
  decodeError: SseError | null;
  /** Whether the stream has been open before. */
  hasOpened: boolean;
  /** The server has ended the feed for good, as with 204: only `open()` asks for it again. */
  isOver: boolean;
  resumed: Resumed | null;
  /** The stream is open again, and the first message may say that there is a gap. */
  awaitsGap: Resumed | null;
  /** Keeps the newest `history` messages. */
  keep(message: Message, history: number): void;
  fold(message: Message, reducer: ((state: State, message: Message) => State) | undefined): void;
  /** The newest `history` messages: the same array until there is another message. */
  newest(history: number): readonly Message[];
}

const noMessages: readonly never[] = [];

export function createReceived<Message, State>(
  feedKey: string | undefined,
  initialState: State,
): Received<Message, State> {
  let kept: Message[] = [];
  let messages: readonly Message[] = noMessages;
  return {
    feedKey,
    lastMessage: null,
    state: initialState,
    decodeError: null,
    hasOpened: false,
    isOver: false,
    resumed: null,
    awaitsGap: null,
    keep(message, history) {
      kept.push(message);
      // Trimmed now and then, so that a message costs the same however many are kept. Without a history nothing is kept,
      // so that a later history has no gap.
      if (history <= 0) kept = [];
      else if (kept.length >= 2 * history + 16) kept = kept.slice(-history);
    },
    fold(message, reducer) {
      this.lastMessage = message;
      if (!reducer) return;
      try {
        this.state = reducer(this.state, message);
      } catch (error) {
        reportUncaught(error);
      }
    },
    newest(history) {
      if (messages.at(-1) !== kept.at(-1) || messages.length > history)
        messages = history > 0 ? kept.slice(-history) : noMessages;
      return messages;
    },
  };
}
