import { hash } from '../platform/hash';
import type { SseMessage } from '../protocol/message';

/** What a message of a resumed attempt is: the next of the answer, a repeat, or one of another answer. */
type Verdict = 'next' | 'repeat' | 'other';

/** One attempt, as the ledger sees it. */
export interface LedgerAttempt {
  /** Whether it reads the answer from its beginning, so that what was received comes again and is compared. */
  readonly isWhole: boolean;
  /** Says what each of its messages is, in order. After one of another answer, all are repeats. */
  readonly classify: (message: SseMessage, ownId: boolean) => Verdict;
}

/** All messages of one answer, as fingerprints. */
export interface Ledger {
  /** Whether the answer was under way before, and nothing of it has come yet. */
  readonly isJoining: boolean;
  /** The answer can be resumed after the last message. */
  mark(): void;
  /** Begins an attempt: the first request, or one that resumes. */
  attempt(isResumed: boolean): LedgerAttempt;
}

/** @param isJoined whether the answer was under way before: it is read from its beginning */
export function createLedger(isJoined: boolean): Ledger {
  /** What was received is asked for again, and compared. */
  let comparesAll = isJoined;
  const prints: number[] = [];
  /** Where each id stands. */
  const places = new Map<string, number>();
  let marked = 0;
  /** Whether each id names one message only, so that ids can say where to resume. */
  let hasUniqueIds = true;
  /** Ids that count up by one, so that a gap is seen. */
  let isCounting = true;
  let lastId: string | undefined;

  const isNextNumber = (id: string): boolean => /^\d+$/.test(id) && +id === +lastId! + 1;

  const add = (print: number, id: string): void => {
    if (id) {
      if (places.has(id)) hasUniqueIds = false;
      if (lastId !== undefined) isCounting &&= isNextNumber(id);
      places.set(id, prints.length);
      lastId = id;
    }
    prints.push(print);
  };

  return {
    get isJoining() {
      return isJoined && !prints.length;
    },
    mark() {
      marked = prints.length;
    },
    attempt(isResumed) {
      comparesAll ||= isResumed && !hasUniqueIds;
      const isWhole = comparesAll;
      let place = !isResumed ? prints.length : isWhole ? 0 : marked;
      let isFirst = isResumed;
      let isOther = false;

      const classify = ({ lastEventId, type, data }: SseMessage, ownId: boolean): Verdict => {
        const id = ownId ? lastEventId : '';
        // Without the id: of a run without a thread, LangGraph sends ids only when it is read again.
        const print = hash(data, hash(type));
        const known = isFirst && hasUniqueIds ? places.get(id) : undefined;
        const isGap = isFirst && id && isCounting && places.size > 1 && !isNextNumber(id);
        isFirst = false;
        // A server may go further back than it was asked to.
        place = known ?? place;
        if (isOther) return 'repeat';
        if (place < prints.length ? prints[place] !== print : isGap) {
          isOther = comparesAll = true;
          return 'other';
        }
        if (place++ < prints.length) return 'repeat';
        comparesAll = false;
        add(print, id);
        return 'next';
      };
      return { isWhole, classify };
    },
  };
}
