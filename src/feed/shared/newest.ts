import type { SseMessage } from '../../protocol/message';

/** The newest message of each type, for subscribers and tabs that come late. */
export interface Newest {
  add(message: SseMessage): void;
  /** The newest last. */
  all(): readonly SseMessage[];
}

export function createNewest(): Newest {
  const byType = new Map<string, SseMessage>();
  return {
    add(message) {
      byType.delete(message.type);
      byType.set(message.type, message);
    },
    all: () => [...byType.values()],
  };
}
