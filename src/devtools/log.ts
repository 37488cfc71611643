import { createStore } from '../publish/store';
import type { SseDebug, SseDebugEvent } from '../react/debug';
import { addEvent, type DevtoolsConnection, newConnection } from './record';

export interface DevtoolsLogOptions {
  /**
   * How many of the newest messages each connection keeps.
   * @default 50
   */
  messages?: number | undefined;
  /**
   * How many connections that are no longer on the page are kept.
   * @default 10
   */
  gone?: number | undefined;
}

/** Collects what `SseProvider` tells. Give `debug` to the provider, and the log to the panel. */
export interface DevtoolsLog {
  /** All connections, the oldest first: the same list until something happens. */
  readonly getSnapshot: () => readonly DevtoolsConnection[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly debug: SseDebug;
  /** Forgets everything but the connections that are on the page. */
  readonly clear: () => void;
}

/** How often a subscriber is notified, in ms. */
const PACE = 200;

/**
 * A log of all connections below a provider.
 *
 * @example
 * const log = createDevtoolsLog();
 * <SseProvider debug={log.debug}><App /><SseDevtools log={log} /></SseProvider>
 */
export function createDevtoolsLog({ messages = 50, gone = 10 }: DevtoolsLogOptions = {}): DevtoolsLog {
  let connections = new Map<number, DevtoolsConnection>();

  const forgetOldest = (): void => {
    const left = [...connections.values()].filter(({ isMounted }) => !isMounted);
    for (const { id } of left.slice(0, Math.max(0, left.length - gone))) connections.delete(id);
  };

  const store = createStore<readonly DevtoolsConnection[]>(
    () => [...connections.values()],
    () => PACE,
  );

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    debug(event: SseDebugEvent) {
      // Closing is the last thing that is heard of a connection that has left, and may be forgotten already.
      if (event.type === 'close' && !connections.has(event.id)) return;
      const before = connections.get(event.id) ?? newConnection(event);
      connections.set(event.id, addEvent(before, event, messages));
      if (event.type === 'unmount') forgetOldest();
      store.touch();
    },
    clear() {
      const mounted = [...connections].filter(([, { isMounted }]) => isMounted);
      connections = new Map(
        mounted.map(([id, { hook, url, status }]) => [
          id,
          { ...newConnection({ id, hook }), url, status, isMounted: true },
        ]),
      );
      store.publish();
    },
  };
}
