import type { SseMessage } from '../protocol/message';
import type { Outbox } from './outbox';

/** So many messages are kept for tabs that come back. */
const KEPT = 1000;
/** The same for their text, in characters. */
const KEPT_TEXT = 2 ** 20;

type Report = (sink: Outbox['sink']) => void;

interface Entry {
  /** The id in force after it. */
  readonly id: string;
  /** It set the id. */
  readonly isOwn: boolean;
  readonly isOnlyId: boolean;
  readonly size: number;
  readonly report: Report;
}

/** What a connection has received, for those who come later. */
export interface Log {
  message(message: SseMessage, ownId: boolean): void;
  id(id: string): void;
  /** What came after that id; `undefined` where it is not known any more. */
  after(id: string): readonly Report[] | undefined;
  /** The newest message of each type, the newest last. */
  newest(): Iterable<SseMessage>;
}

/** @param begin the id after which the connection began */
export function createLog(begin: string): Log {
  let entries: Entry[] = [];
  let size = 0;
  let isWhole = true;
  const byType = new Map<string, SseMessage>();

  const add = (entry: Entry): void => {
    entries.push(entry);
    size += entry.size;
    // Dropped by halves, so that each costs no more than a moment.
    if (entries.length <= 2 * KEPT && size <= 2 * KEPT_TEXT) return;
    isWhole = false;
    entries = entries.slice(entries.length / 2);
    size = entries.reduce((sum, each) => sum + each.size, 0);
  };

  return {
    message(message, ownId) {
      byType.delete(message.type);
      byType.set(message.type, message);
      const { lastEventId: id, data } = message;
      // Its id was reported before it: both are one step.
      if (ownId && entries.at(-1)?.isOnlyId && entries.at(-1)!.id === id) entries.pop();
      const report: Report = (sink) => {
        if (ownId) sink.id(id);
        sink.message(message, ownId);
      };
      add({ id, isOwn: ownId, isOnlyId: false, size: data.length, report });
    },
    id: (id) => add({ id, isOwn: true, isOnlyId: true, size: 0, report: (sink) => sink.id(id) }),
    after(id) {
      if (isWhole && id === begin) return entries.map(({ report }) => report);
      let from = entries.findIndex((entry) => entry.id === id) + 1;
      if (!from) return undefined;
      // What had no id of its own came with the one before it, to be missed or not as over the network.
      while (entries[from]?.id === id && !entries[from]!.isOwn) from++;
      return entries.slice(from).map(({ report }) => report);
    },
    newest: () => byType.values(),
  };
}
