import { hash } from '../platform/hash';
import type { SseMessage } from '../protocol/message';
import { createRecentIds } from './recentIds';

/** How many ids are remembered, each with a fingerprint: at most some 2 MB for ids of usual length. */
const REMEMBERED = 10_000;

/** What is known of a message with an id of its own. */
interface Received {
  readonly fingerprint: number;
  /** Whether the id was received only once. */
  readonly isUnique: boolean;
  /** The attempt that brought it last. */
  attempt: number;
}

/** Says of each message of one attempt, in order, whether it repeats one that was received before. */
export type IsRepeat = (message: SseMessage, ownId: boolean) => boolean;

/**
 * Recognises what a server sends again in a resumed attempt: a message with an `id:` line of its own that equals one
 * already received in id, type and data, where that id was received only once before. It ends with the first message
 * of the attempt that is no repeat. So a server whose ids start over, or are not unique, loses nothing.
 */
export function createRepeats(): (isResumed: boolean) => IsRepeat {
  const received = createRecentIds<Received>(REMEMBERED);
  let attempts = 0;
  return (isResumed) => {
    const attempt = ++attempts;
    let mayRepeat = isResumed;
    return ({ lastEventId: id, type, data }, ownId) => {
      // An empty id takes the id back: it names no message.
      if (!ownId || !id) return (mayRepeat = false);
      const known = received.get(id);
      const fingerprint = hash(data, hash(type));
      if (
        mayRepeat &&
        known?.isUnique &&
        known.fingerprint === fingerprint &&
        // What comes twice within one attempt is no repeat.
        known.attempt !== attempt
      ) {
        known.attempt = attempt;
        return true;
      }
      received.set(id, { fingerprint, isUnique: !known, attempt });
      return (mayRepeat = false);
    };
  };
}
