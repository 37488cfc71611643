import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSharedWire, message } from '../../support/sharedWire.ts';
import { createBrowser } from '../../support/tabs.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const refuse = (): never => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};

/** What browsers do to a page whose cookies are blocked. */
const ways = {
  'locks are refused': () =>
    vi.stubGlobal('navigator', {
      locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) },
    }),
  'locks throw': () => vi.stubGlobal('navigator', { locks: { request: refuse } }),
  'the constructor of BroadcastChannel throws': () => vi.stubGlobal('BroadcastChannel', refuse),
  'postMessage throws': () => {
    const Channel = BroadcastChannel;
    vi.stubGlobal(
      'BroadcastChannel',
      class extends Channel {
        override postMessage = refuse;
      },
    );
  },
};

test.each(Object.entries(ways))(
  'where %s, each page shares by itself, and no message comes twice',
  async (_, block) => {
    const browser = createBrowser();
    block();
    const wire = createSharedWire();
    const told: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const tab = await browser.newTab();
      for (const component of [1, 2]) {
        const feed = tab.core.createConnection({
          ...wire.shared,
          share: 'browser',
          onMessage: ({ data }) => void told.push(`${name}${component}: ${data}`),
        });
        tab.run(feed.open);
      }
      (await wire.line(told.length / 2 + 1)).sink.open();
      wire.lines.at(-1)!.sink.message(message(name), false);
      await browser.settled();
    }
    expect(told).toEqual(['a1: a', 'a2: a', 'b1: b', 'b2: b', 'c1: c', 'c2: c']);
    expect(wire.lines).toHaveLength(3);
  },
);

describe('while the code of sharing is being loaded', () => {
  afterEach(() => vi.doUnmock('../../../src/feed/shared/pageFeed.ts'));

  /** A connection of a page that has not loaded anything yet. */
  async function connect() {
    vi.resetModules();
    const { createConnection } = await import('react-event-source/core');
    const wire = createSharedWire();
    return { wire, connection: createConnection(wire.options()) };
  }

  test('a subscription is connecting, and one that is closed meanwhile connects nowhere', async () => {
    const { wire, connection } = await connect();
    connection.open();
    expect(connection.getSnapshot().status).toBe('connecting');
    connection.close();
    await vi.dynamicImportSettled();
    expect([connection.getSnapshot().status, wire.lines.length]).toEqual(['closed', 0]);
    connection.open();
    (await wire.line(1)).sink.open();
    expect(connection.getSnapshot().status).toBe('open');
  });

  test('a subscription that is closed and opened again connects once', async () => {
    const { wire, connection } = await connect();
    connection.open();
    connection.close();
    connection.open();
    await vi.dynamicImportSettled();
    await wire.line(1);
    expect(wire.lines).toHaveLength(1);
  });

  test('that fails, each subscription connects by itself', async () => {
    vi.doMock('../../../src/feed/shared/pageFeed.ts', () => {
      throw new Error('offline');
    });
    const { wire, connection } = await connect();
    connection.open();
    (await wire.line(1)).sink.open();
    expect(connection.getSnapshot().status).toBe('open');
    connection.close();
    expect(wire.lines[0]!.isClosed).toBe(true);
  });
});
