// The page of the tests with several tabs: it mounts feeds as it is told, and remembers what they said.
import { createElement, StrictMode, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { eventSource, fetchEventSource, type Share, useEventSource } from 'react-event-source';
import { workerTransport } from 'react-event-source/worker-transport';

/** What a page is told to mount. */
export interface FeedOptions {
  readonly url: string;
  readonly share: Share;
  readonly transport: 'native' | 'fetch' | 'sharedWorker';
  readonly events: readonly string[];
  /** How many components. */
  readonly copies: number;
}

/** What a feed of a page has said so far. */
export interface FeedLog {
  /** The ids of all messages, as numbers, in order; 0 where there was none. */
  readonly ids: number[];
  readonly data: string[];
  readonly statuses: string[];
  readonly errors: {
    kind: string;
    message: string;
    status: number | undefined;
    willRetry: boolean;
    header: string | null;
  }[];
  /** The data of the newest message that was shown. */
  shown: string | undefined;
  opened: number;
  closed: number;
  open: () => void;
  readonly countOpen: () => void;
  readonly countClose: () => void;
  readonly show: (status: string, shown: string | undefined, open: () => void) => void;
}

declare global {
  interface Window {
    /** What this page is told to do, and what it has to say. */
    tab: typeof tab;
  }
}

const feeds: Record<string, FeedLog> = {};
const roots: Record<string, Root> = {};
const transports = {
  native: eventSource({ lastEventIdParam: 'lastEventId' }),
  fetch: fetchEventSource(),
  sharedWorker: workerTransport(
    () => new SharedWorker(new URL('./sse.worker.ts', import.meta.url), { type: 'module' }),
  ),
};

function Feed({ log, options }: { log: FeedLog; options: FeedOptions }) {
  const { status, lastMessage, open } = useEventSource(options.url, {
    share: options.share,
    events: options.events,
    transport: transports[options.transport],
    retry: { limit: 1, delay: 10 },
    onMessage({ data, lastEventId }) {
      log.ids.push(Number(lastEventId));
      log.data.push(data);
    },
    onOpen: log.countOpen,
    onClose: log.countClose,
    onError: ({ kind, message, status: code, headers }, willRetry) =>
      void log.errors.push({
        kind,
        message,
        status: code,
        willRetry,
        header: headers?.get('content-type') ?? null,
      }),
  });
  useEffect(() => log.show(status, lastMessage?.data, open));
  return createElement('p', null, status);
}

let channels = 0;
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    channels++;
  }
  override close(): void {
    channels--;
    super.close();
  }
};

const me = crypto.randomUUID();
const named = new Promise<void>((done) => {
  void navigator.locks.request(me, () => {
    done();
    return new Promise(() => {});
  });
});

function newLog(): FeedLog {
  const log: FeedLog = {
    ids: [],
    data: [],
    statuses: [],
    errors: [],
    shown: undefined,
    opened: 0,
    closed: 0,
    open() {},
    countOpen: () => void log.opened++,
    countClose: () => void log.closed++,
    show(status, shown, open) {
      if (log.statuses.at(-1) !== status) log.statuses.push(status);
      Object.assign(log, { shown, open });
    },
  };
  return log;
}

const tab = {
  feeds,
  mount(name: string, options: FeedOptions): void {
    const logs = Array.from({ length: options.copies }, newLog);
    logs.forEach((log, i) => (feeds[i ? `${name} ${i}` : name] = log));
    const root = (roots[name] = createRoot(document.body.appendChild(document.createElement('div'))));
    const all = logs.map((log, key) => createElement(Feed, { key, log, options }));
    root.render(createElement(StrictMode, null, all));
  },
  unmount: (name: string): void => roots[name]?.unmount(),
  channels: (): number => channels,
  /** The locks of the library in this browser, and whether this page holds one for a url that contains `part`. */
  async locks(part = ''): Promise<{ held: number; pending: number; mine: boolean }> {
    await named;
    const { held = [], pending = [] } = await navigator.locks.query();
    const ours = (locks: LockInfo[]): LockInfo[] =>
      locks.filter(({ name }) => name?.startsWith('react-event-source') && name.includes(part));
    const own = held.find(({ name }) => name === me)?.clientId;
    return {
      held: ours(held).length,
      pending: ours(pending).length,
      mine: ours(held).some(({ clientId }) => clientId === own),
    };
  },
};
window.tab = tab;
