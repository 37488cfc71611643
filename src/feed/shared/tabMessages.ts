import type { SseError, SseErrorDetails, SseErrorKind } from '../../protocol/error';
import type { FeedState } from '../feedState';
import type { SseMessage } from '../../protocol/message';

/** An error as it travels between tabs. */
interface PostedError extends Omit<SseErrorDetails, 'headers' | 'cause'> {
  readonly kind: SseErrorKind;
  readonly message: string;
  readonly headers: [string, string][] | undefined;
}

/** A tab came, asks whether its leader is alive, or says what it needs after a change of leader. */
interface Hello {
  readonly type: 'hello';
  readonly from: number;
  readonly events: readonly string[];
  /** Connect, where the feed had ended or waits for its next attempt. */
  readonly open: boolean;
  /** The last id that it has seen, where it wants to be told what it lacks. */
  readonly after: string | undefined;
}

/** Another tab leads from now on. */
interface Lead {
  readonly type: 'lead';
}

/** A message of the feed. */
export interface Told {
  readonly type: 'message';
  readonly message: SseMessage;
  readonly ownId: boolean;
  /** The leader's term of office: within one, an id that comes twice is meant to. */
  readonly term: number;
}

/** Where the feed stands. */
export interface State {
  readonly type: 'state';
  readonly state: Omit<FeedState, 'error'>;
  readonly error: PostedError | null;
  readonly attempt: number;
  readonly lastEventId: string;
  /** What has just happened; `undefined` in an answer. */
  readonly news: 'changed' | 'failed' | 'ended' | undefined;
  readonly welcome: Welcome | undefined;
}

/** For a tab that asked: from here on it hears everything. */
export interface Welcome {
  readonly to: number;
  /** What all tabs listen for. */
  readonly events: readonly string[];
  /** What came after the id that it named; `undefined` where nobody knows. */
  readonly missed: readonly Told[] | undefined;
  /** The newest message of each type, the newest last. */
  readonly latest: readonly SseMessage[];
}

/** What tabs tell each other. */
export type Note = Hello | Lead | Told | State;

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
