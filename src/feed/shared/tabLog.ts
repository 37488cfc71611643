import type { SseMessage } from '../../protocol/message';
import type { Told, Welcome } from './tabMessages';

/** What a tab remembers of the feed. */
export interface TabLog {
  /** `false` where the message came before, from another leader. */
  add(told: Told): boolean;
  /** What came after an id, as far as it is remembered. */
  since(id: string | undefined): Pick<Welcome, 'missed' | 'latest'>;
  /** Something is missing: what comes does not follow what was. */
  restart(latest: readonly SseMessage[]): void;
}

/** How many messages are remembered, at least: to repeat none, and for a tab that comes back. */
const KEPT = 1000;

export function createTabLog(): TabLog {
  /** By id, the oldest first; a message without an id of its own is its own key. */
  let kept = new Map<unknown, Told>();
  /** The newest of each type, the newest last. */
  const latest = new Map<string, SseMessage>();
  const remember = (message: SseMessage): void => {
    latest.delete(message.type);
    latest.set(message.type, message);
  };
  return {
    add(told) {
      const { message, ownId, term } = told;
      const key = ownId ? message.lastEventId : told;
      if ((kept.get(key)?.term ?? term) !== term) return false;
      kept.set(key, told);
      if (kept.size > 2 * KEPT) kept = new Map([...kept].slice(-KEPT));
      remember(message);
      return true;
    },
    since(id) {
      const at = id ? [...kept.keys()].indexOf(id) : -1;
      return {
        missed: at < 0 ? undefined : [...kept.values()].slice(at + 1),
        latest: [...latest.values()],
      };
    },
    restart(newest) {
      kept.clear();
      newest.forEach(remember);
    },
  };
}
