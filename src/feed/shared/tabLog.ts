import type { MessageNote, Position } from './tabMessages';

/** What a tab remembers of the messages of a feed. */
export interface TabLog {
  /** `false` where the message repeats what another connection brought before. */
  add(note: MessageNote): boolean;
  /** The position of the last message. */
  position(): Position | null;
  /** What came after a position, as far as it is remembered. */
  since(position: Position | null): readonly MessageNote[] | undefined;
  /** Something is missing: what comes does not follow what was. */
  restart(): void;
}

/** How many messages are remembered, at least: to recognise repeats, and for a tab that comes back. */
const KEPT = 1000;

export function createTabLog(): TabLog {
  let kept: MessageNote[] = [];
  /** The newest message with an id, and whether that id came only once. */
  const byId = new Map<string, { note: MessageNote; readonly isUnique: boolean }>();
  let connection: number | undefined;
  let mayRepeat = false;

  /** The rule of one connection's repeats, between those of several leaders. */
  const isRepeat = (note: MessageNote): boolean => {
    const { message, ownId } = note;
    const known = byId.get(message.lastEventId);
    const before = known?.note;
    return (
      ownId &&
      known?.isUnique === true &&
      before?.connection !== note.connection &&
      before?.message.type === message.type &&
      before.message.data === message.data
    );
  };

  const trim = (): void => {
    if (kept.length <= 2 * KEPT) return;
    for (const note of kept.slice(0, -KEPT)) {
      const { lastEventId } = note.message;
      if (byId.get(lastEventId)?.note === note) byId.delete(lastEventId);
    }
    kept = kept.slice(-KEPT);
  };

  return {
    add(note) {
      if (note.connection !== connection) mayRepeat = kept.length > 0;
      ({ connection } = note);
      mayRepeat &&= isRepeat(note);
      if (mayRepeat) return false;
      kept.push(note);
      const { lastEventId } = note.message;
      if (note.ownId && lastEventId) byId.set(lastEventId, { note, isUnique: !byId.has(lastEventId) });
      trim();
      return true;
    },
    position() {
      const last = kept.at(-1);
      return last ? { connection: last.connection, index: last.index } : null;
    },
    since(position) {
      const at = position
        ? kept.findIndex((each) => each.connection === position.connection && each.index === position.index)
        : -1;
      return at < 0 ? undefined : kept.slice(at + 1);
    },
    restart() {
      kept = [];
      byId.clear();
    },
  };
}
