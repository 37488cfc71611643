import { hash } from '../platform/hash';
import type { SseMessage } from '../protocol/message';

/** What a message of a resumed attempt is: the next of the answer, one received before, or none of this answer. */
type Verdict = 'next' | 'repeat' | 'other';

/** Says what each message of one attempt is, in order. */
type Classify = (message: SseMessage, ownId: boolean) => Verdict;

/** All messages of one answer, as fingerprints. */
export interface Ledger {
  /** Whether a message has been received. */
  readonly hasBegun: boolean;
  /** Whether the ids say where an answer is to go on: each names one message. */
  readonly hasUniqueIds: boolean;
  /** The answer can go on behind the last message. */
  mark(): void;
  /** Begins an attempt: a first one, one behind the mark, or one from the answer's beginning. */
  classifier(from: 'first' | 'mark' | 'beginning'): Classify;
}

export function createLedger(): Ledger {
  const prints: number[] = [];
  /** Where each id stands. */
  const places = new Map<string, number>();
  let marked = 0;
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
    get hasBegun() {
      return prints.length > 0;
    },
    get hasUniqueIds() {
      return hasUniqueIds;
    },
    mark() {
      marked = prints.length;
    },
    classifier(from) {
      let place = from === 'beginning' ? 0 : from === 'mark' ? marked : prints.length;
      let isFirst = from !== 'first';
      return ({ lastEventId, type, data }, ownId) => {
        const id = ownId ? lastEventId : '';
        // Without its id: LangGraph sends ids only when a run without a thread is had again.
        const print = hash(data, hash(type, 0));
        const known = isFirst && hasUniqueIds ? places.get(id) : undefined;
        const isGap = isFirst && id && isCounting && places.size > 1 && !isNextNumber(id);
        isFirst = false;
        // A server may go further back than it was asked to.
        place = known ?? place;
        if (place < prints.length) return prints[place++] === print ? 'repeat' : 'other';
        if (isGap) return 'other';
        add(print, id);
        place++;
        return 'next';
      };
    },
  };
}
