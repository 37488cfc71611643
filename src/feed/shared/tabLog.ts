import type { createRepeats } from '../../attempts/repeats';
import type { MessageNote, Position } from './tabMessages';

/** What a tab remembers of the messages of a feed. */
export interface TabLog {
  /** The messages that follow come over another connection. */
  connect(connection: number): void;
  /** `false` if the message is not new: it came too late, or repeats one of another connection. */
  add(note: MessageNote): boolean;
  /** The last message of each connection, the newest connection first. */
  positions(): readonly Position[];
  /** What came after the positions of another tab; `undefined` where that is no longer known. */
  since(positions: readonly Position[]): readonly MessageNote[] | undefined;
  /** Something is missing: what comes next follows those positions. */
  restart(positions: readonly Position[]): void;
}

/** How many messages are remembered, at least, for a tab that falls behind. */
const KEPT = 1000;
/** How many connections are remembered. */
const CONNECTIONS = 20;

export function createTabLog(create: typeof createRepeats): TabLog {
  /** Everything that came after `begin`. */
  let kept: MessageNote[] = [];
  let begin: Position | undefined;
  /** The index of the last message of each connection, the newest connection last. */
  let heard = new Map<number, number>();
  let current: number | undefined;
  let repeats = create();
  let isRepeat = repeats(false);

  const connect = (connection: number): void => {
    isRepeat = repeats(heard.size > 0);
    current = connection;
    begin ??= { connection, index: -1 };
    heard.set(connection, -1);
    for (const oldest of heard.keys()) if (heard.size > CONNECTIONS) heard.delete(oldest);
  };

  return {
    connect,
    add(note) {
      const { message, ownId, connection, index } = note;
      const last = heard.get(connection);
      if (last === undefined) connect(connection);
      // From a former leader: what this tab missed of it comes from the present one.
      else if (connection !== current || index <= last) return false;
      heard.set(connection, index);
      if (isRepeat(message, ownId)) return false;
      kept.push(note);
      if (kept.length > 2 * KEPT) {
        begin = kept.at(-KEPT - 1);
        kept = kept.slice(-KEPT);
      }
      return true;
    },
    positions: () => [...heard].reverse().map(([connection, index]) => ({ connection, index })),
    since(positions) {
      for (const { connection, index } of positions) {
        const isUpTo = (each: Position): boolean => each.connection === connection && each.index <= index;
        const last = kept.findLastIndex(isUpTo);
        // The other tab may also be ahead: what it has beyond this, the next connection brings again.
        if (last >= 0 || (begin && isUpTo(begin))) return kept.slice(last + 1);
      }
      return undefined;
    },
    restart(positions) {
      kept = [];
      repeats = create();
      heard = new Map(positions.map(({ connection, index }) => [connection, index] as const).reverse());
      [begin] = positions;
      current = begin?.connection;
      isRepeat = repeats(false);
    },
  };
}
