import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import type * as Core from 'react-event-source/core';
import type { Connection, ConnectionOptions, SseError } from 'react-event-source/core';

/** What a subscriber in a tab was told and shown. */
export interface Subscriber extends Connection {
  readonly told: string[];
  readonly errors: SseError[];
  readonly statuses: string[];
}

/** A tab: the package with a page of its own. */
export interface Tab {
  readonly core: typeof Core;
  /** Opens a subscription, and resolves when the tab has joined the others. */
  readonly subscribe: (options: ConnectionOptions<readonly string[]>) => Promise<Subscriber>;
  /** What the browser tells the page: `freeze`, `resume`, `pagehide`, `pageshow`, `visibilitychange`. */
  readonly dispatch: (type: string) => void;
  visibilityState: 'visible' | 'hidden';
  /**
   * It hears nothing until it is awake, as in a debugger; the lock stays its own. Then it hears what was said
   * meanwhile, unless that was lost.
   */
  readonly hang: () => (meanwhile?: 'lost') => void;
  /** Runs what belongs to this page. */
  readonly run: <T>(task: () => T) => T;
  /** It is gone without a word. */
  readonly crash: () => void;
}

interface Page extends Tab {
  readonly listeners: Map<string, Set<(event: Event) => void>>;
  /** What it has not heard yet, while it hangs. */
  held: (() => void)[] | undefined;
  joined: () => void;
}

interface Lock {
  readonly name: string;
  readonly page: Page;
  readonly grant: () => void;
  readonly refuse: () => void;
}

/**
 * A browser in which several tabs are open, in one process and without a browser: what a page shares with others
 * (`BroadcastChannel`, Web Locks) and what is its own (`document`, events) are as small as they may be. With fake
 * timers, and until `vi.unstubAllGlobals()`. Real tabs are tested in tests/pages.
 */
export function createBrowser() {
  const present = new AsyncLocalStorage<Page>();
  const pages: Page[] = [];
  const channels = new Set<Channel>();
  const held = new Map<string, Lock>();
  let queue: Lock[] = [];

  class Channel {
    onmessage: ((event: { data: unknown }) => void) | undefined;
    readonly page = present.getStore()!;
    readonly name: string;
    constructor(name: string) {
      this.name = name;
      channels.add(this);
      this.page.joined();
    }
    postMessage(data: unknown): void {
      // Closed, or of a page that is gone.
      if (!channels.has(this)) return;
      for (const other of channels) {
        if (other === this || other.name !== this.name) continue;
        const copy = structuredClone(data);
        const deliver = (): void => {
          if (channels.has(other)) other.page.run(() => other.onmessage?.({ data: copy }));
        };
        if (other.page.held) other.page.held.push(deliver);
        else queueMicrotask(deliver);
      }
    }
    close(): void {
      channels.delete(this);
    }
  }

  const next = (name: string): void => {
    const lock = queue.find((each) => each.name === name);
    if (!lock || held.has(name)) return;
    queue = queue.filter((each) => each !== lock);
    lock.grant();
  };
  const release = (lock: Lock): void => {
    if (held.get(lock.name) !== lock) return;
    held.delete(lock.name);
    next(lock.name);
  };
  const locks = {
    request: (
      name: string,
      { signal, steal }: { signal?: AbortSignal; steal?: boolean },
      callback: () => unknown,
    ): Promise<void> =>
      new Promise((resolve, reject) => {
        const page = present.getStore()!;
        const lock: Lock = {
          name,
          page,
          grant() {
            held.set(name, lock);
            queueMicrotask(() =>
              page.run(() =>
                Promise.resolve(callback()).then(() => {
                  release(lock);
                  resolve();
                }, reject),
              ),
            );
          },
          refuse: () => reject(new DOMException('The lock was taken away', 'AbortError')),
        };
        if (signal?.aborted) return lock.refuse();
        if (steal) {
          held.get(name)?.refuse();
          return lock.grant();
        }
        queue.push(lock);
        signal?.addEventListener('abort', () => {
          if (!queue.includes(lock)) return;
          queue = queue.filter((each) => each !== lock);
          lock.refuse();
        });
        next(name);
      }),
  };

  const events = {
    addEventListener(type: string, listener: (event: Event) => void) {
      const { listeners } = present.getStore()!;
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
    },
    removeEventListener(type: string, listener: (event: Event) => void) {
      for (const { listeners } of pages) listeners.get(type)?.delete(listener);
    },
  };
  const document = {
    ...events,
    baseURI: 'http://wire.test/',
    get visibilityState() {
      return present.getStore()?.visibilityState;
    },
  };
  const fakeTimeout = setTimeout;
  const globals = {
    ...events,
    document,
    navigator: { locks },
    BroadcastChannel: Channel,
    // A fake clock runs its timers in whatever page moves it on.
    setTimeout: (task: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      fakeTimeout(AsyncLocalStorage.bind(task), ms, ...args),
  };
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);

  const connect = async (page: Page, options: ConnectionOptions<readonly string[]>): Promise<Subscriber> => {
    const told: string[] = [];
    const errors: SseError[] = [];
    const statuses: string[] = [];
    const connection = page.core.createConnection<readonly string[]>({
      share: 'browser',
      throttle: 'message',
      onOpen: () => void told.push('open'),
      onMessage: ({ data }) => void told.push(data),
      onError(error, willRetry) {
        errors.push(error);
        told.push(`${error.kind}${willRetry ? ', retry' : ''}`);
      },
      onClose: () => void told.push('close'),
      ...options,
    });
    const joined = new Promise<void>((resolve) => {
      page.joined = resolve;
    });
    page.run(connection.open);
    const look = (): void => {
      const { status } = connection.getSnapshot();
      if (statuses.at(-1) !== status) statuses.push(status);
    };
    look();
    connection.subscribe(look);
    if (![...channels].some((each) => each.page === page)) await joined;
    return {
      ...connection,
      open: () => page.run(connection.open),
      close: () => page.run(connection.close),
      disconnect: (status) => page.run(() => connection.disconnect(status)),
      told,
      errors,
      statuses,
    };
  };

  return {
    channels,
    locks: { held, pending: () => queue },
    /** How many listeners the pages have. */
    listeners: (): number =>
      pages.flatMap(({ listeners }) => [...listeners.values()]).reduce((sum, { size }) => sum + size, 0),
    /** Resolves when everything that was posted and granted has been dealt with. */
    settled: (): Promise<void> => new Promise<void>((resolve) => void setImmediate(resolve)),
    async newTab(): Promise<Tab> {
      vi.resetModules();
      // Before the next tab takes the place of these modules.
      const { loadSharing } = await import('../../src/feed/shared/sharedFeed.ts');
      await Promise.all([loadSharing(false), loadSharing(true)]);
      const page: Page = {
        core: await import('react-event-source/core'),
        visibilityState: 'visible',
        listeners: new Map(),
        held: undefined,
        joined: () => {},
        run: (task) => present.run(page, task),
        subscribe: (options) => connect(page, options),
        dispatch(type) {
          for (const listener of [...(page.listeners.get(type) ?? [])])
            page.run(() => listener(new Event(type)));
        },
        hang() {
          const missed: (() => void)[] = (page.held = []);
          return (meanwhile) => {
            page.held = undefined;
            if (meanwhile === 'lost') return;
            for (const deliver of missed) deliver();
          };
        },
        crash() {
          page.listeners.clear();
          for (const each of channels) if (each.page === page) each.close();
          queue = queue.filter((lock) => lock.page !== page);
          for (const lock of held.values()) if (lock.page === page) release(lock);
        },
      };
      pages.push(page);
      return page;
    },
  };
}
