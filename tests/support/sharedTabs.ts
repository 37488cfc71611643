import { createSharedWire, message } from './sharedWire.ts';
import { createBrowser, type Subscriber, type Tab } from './tabs.ts';

/** Tabs with a subscriber each; the first leads, and its connection is open. */
export async function tabs(count: number, options: Parameters<Tab['subscribe']>[0] = {}) {
  const browser = createBrowser();
  const wire = createSharedWire();
  const shared = { ...wire.shared, share: 'browser', retry: { jitter: false }, ...options } as const;
  const all: Tab[] = [];
  const feeds: Subscriber[] = [];
  const join = async (more: Parameters<Tab['subscribe']>[0] = {}): Promise<Subscriber> => {
    const tab = await browser.newTab();
    const feed = await tab.subscribe({ ...shared, ...more });
    await browser.settled();
    all.push(tab);
    feeds.push(feed);
    return feed;
  };
  for (let i = 0; i < count; i++) await join();
  const line = await wire.line(1);
  line.sink.open();
  await browser.settled();
  return {
    browser,
    wire,
    line,
    tabs: all,
    feeds,
    join,
    shared,
    /** Sends messages with these ids, as the server of that connection. */
    send: async (number: number, ...ids: readonly number[]): Promise<void> => {
      const { sink } = await wire.line(number);
      for (const id of ids) sink.message(message(`${id}`, `${id}`), true);
      await browser.settled();
    },
    told: () => feeds.map(({ told }) => told.join(' ')),
    statuses: () => feeds.map((feed) => feed.getSnapshot().status),
    /** Opens that connection, and says after which id it was asked for. */
    opened: async (number: number): Promise<string> => {
      const { sink, request } = await wire.line(number);
      sink.open();
      await browser.settled();
      return request.lastEventId;
    },
  };
}
