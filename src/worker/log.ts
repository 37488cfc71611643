import type { SseMessage } from '../protocol/message';
import type { Outbox } from './outbox';

/** How many messages are kept, at least, for tabs that come back. */
const KEPT = 1000;
/** How many characters of their text. */
const KEPT_TEXT = 2 ** 20;

type Report = (sink: Outbox['sink']) => void;

interface Entry {
  /** The last event id after it. */
  readonly id: string;
  /** Whether it set that id. */
  readonly isOwn: boolean;
  readonly size: number;
  readonly report: Report;
}

/** What a connection has received, for subscribers that join later. */
export interface Log {
  message(message: SseMessage, ownId: boolean): void;
  id(id: string): void;
  /** What came after that id; `undefined` where that is no longer known. */
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
    // The older half is dropped at once, so that a message costs the same however many are kept.
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
      add({ id, isOwn: ownId, size: data.length, report: (sink) => sink.message(message, ownId) });
    },
    id: (id) => add({ id, isOwn: true, size: 0, report: (sink) => sink.id(id) }),
    after(id) {
      if (isWhole && id === begin) return entries.map(({ report }) => report);
      let from = entries.findIndex((entry) => entry.id === id) + 1;
      if (!from) return undefined;
      // Messages without an id of their own belong to the one before them: a server that resumes skips them, too.
      while (entries[from]?.id === id && !entries[from]!.isOwn) from++;
      return entries.slice(from).map(({ report }) => report);
    },
    newest: () => byType.values(),
  };
}
