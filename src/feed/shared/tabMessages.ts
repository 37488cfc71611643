import type { SseError, SseErrorDetails, SseErrorKind } from '../../protocol/error';
import type { Resumed } from '../feed';
import type { FeedState } from '../feedState';
import type { SseMessage } from '../../protocol/message';

/** An error as it travels between tabs. */
interface PostedError extends Omit<SseErrorDetails, 'headers' | 'cause'> {
  readonly kind: SseErrorKind;
  readonly message: string;
  readonly headers: [string, string][] | undefined;
}

/** Names one message of one connection, in the same way in all tabs. */
export interface Position {
  /** Identifies one opening of the leader's stream. */
  readonly connection: number;
  /** The number of the message on that connection. */
  readonly index: number;
}

/** What a tab has received. */
interface Whereabouts {
  /** The last message of each connection, the newest first; empty in a tab that is new. */
  readonly positions: readonly Position[];
  readonly lastEventId: string;
}

/** A tab joins, asks whether its leader is alive, or asks for what it missed after a change of leader. */
export interface HelloNote {
  readonly type: 'hello';
  readonly from: number;
  readonly events: readonly string[];
  /** Asks to connect where the feed has ended or waits for its next attempt. */
  readonly open: boolean;
  /** From where it wants to catch up; `undefined` where it has missed nothing. */
  readonly after: Whereabouts | undefined;
}

/** Another tab leads from now on. */
interface Lead {
  readonly type: 'lead';
}

/** A message of the feed. */
export interface MessageNote extends Position {
  readonly type: 'message';
  readonly message: SseMessage;
  readonly ownId: boolean;
}

interface CommentNote {
  readonly type: 'comment';
  readonly text: string;
}

/** Where the feed stands. */
export interface StateNote {
  readonly type: 'state';
  readonly state: Omit<FeedState, 'error'>;
  readonly error: PostedError | null;
  readonly attempt: number;
  readonly lastEventId: string;
  /** What has just happened; `undefined` in an answer. */
  readonly event: 'change' | 'open' | 'error' | 'end' | undefined;
  /** How the stream went on when it was opened. */
  readonly resumed: Resumed | null;
  readonly catchUp: CatchUp | undefined;
}

/** For the tab that asked: what it has missed. From here on it receives everything. */
export interface CatchUp {
  readonly to: number;
  /** What all tabs listen for. */
  readonly events: readonly string[];
  /** The leader's own, as in {@link Whereabouts}. */
  readonly positions: readonly Position[];
  /** What came after the tab's last message; `undefined` where the leader no longer knows. */
  readonly missed: readonly MessageNote[] | undefined;
  /** The newest message of each type, the newest last. */
  readonly newest: readonly SseMessage[];
}

/** What tabs post to each other. */
export type Note = HelloNote | Lead | MessageNote | CommentNote | StateNote;

export const toPosted = (error: SseError | null): PostedError | null => {
  if (!error) return null;
  const { kind, message, status, body, retryAfter, code, isRetryable, headers } = error;
  return { kind, message, status, body, retryAfter, code, isRetryable, headers: headers && [...headers] };
};

export const fromPosted = (posted: PostedError, Type: typeof SseError): SseError =>
  new Type(posted.kind, posted.message, {
    ...posted,
    headers: posted.headers && new Headers(posted.headers),
  });
