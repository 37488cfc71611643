import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchEventSource, useEventSource, useSseStream } from 'react-event-source';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { playgroundClient } from '../../stories/server/client.ts';

const client = playgroundClient();

interface Protocol {
  send(method: string): Promise<unknown>;
}
interface Counters {
  readonly nodes: number;
  readonly jsEventListeners: number;
}

/** What the page holds once everything that is not reachable is gone. */
async function held() {
  const protocol = cdp() as unknown as Protocol;
  // A second collection takes what the finalisers of the first have let go.
  for (let i = 0; i < 3; i += 1) await protocol.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = (await protocol.send('Memory.getDOMCounters')) as Counters;
  const { usedSize } = (await protocol.send('Runtime.getHeapUsage')) as { usedSize: number };
  return { nodes, listeners: jsEventListeners, heap: usedSize, timers: timers.size };
}

/** The timers that have been set and have neither fired nor been cleared. */
const timers = new Set<unknown>();
const { setTimeout: set, clearTimeout: clear } = globalThis;
beforeAll(() => {
  globalThis.setTimeout = ((task: () => void, ms?: number) => {
    const timer = set(() => {
      timers.delete(timer);
      task();
    }, ms);
    timers.add(timer);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clear(timer);
  };
});
afterAll(() => void Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }));

/** Shows both hooks over all transports until each has a message, and takes them away. */
function mountAndUnmount(url: string): Promise<void> {
  return new Promise((resolve) => {
    const root = createRoot(document.createElement('div'));
    const transport = fetchEventSource();
    const timeout = { connect: 60_000, idle: 60_000, progress: 60_000 };
    function Page() {
      const feed = useEventSource(url);
      const fetched = useEventSource(url, { transport, timeout, history: 10 });
      const { text } = useSseStream(url, { autoStart: true, timeout });
      const isThere = feed.lastMessage && fetched.lastMessage && text;
      useEffect(() => {
        if (!isThere) return;
        set(() => {
          root.unmount();
          resolve();
        });
      }, [isThere]);
      return <p>{text}</p>;
    }
    root.render(
      <StrictMode>
        <Page />
      </StrictMode>,
    );
  });
}

test('after 500 mounts and unmounts nothing is left behind', { timeout: 600_000 }, async () => {
  const key = crypto.randomUUID();
  const url = await client.script(key, [{ text: 'id: 1\ndata: hello\n\n' }, { hold: true }]);
  /** Two at a time: each has three connections, and a browser allows six. */
  const rounds = async (count: number): Promise<void> => {
    const some = async (): Promise<void> => {
      for (let i = 0; i < count / 2; i += 1) await mountAndUnmount(url);
    };
    await Promise.all([some(), some()]);
    await client.waitFor(key, { open: 0 });
  };
  await rounds(50);
  const before = await held();
  await rounds(500);
  const after = await held();
  expect(await client.stats(key)).toMatchObject({ open: 0, total: 3 * 550 });
  expect(after.timers).toBe(before.timers);
  // React itself keeps its last root for a while, with some 140 listeners.
  expect(after.listeners - before.listeners).toBeLessThan(300);
  expect(after.nodes - before.nodes).toBeLessThan(50);
  expect(after.heap - before.heap).toBeLessThan(2e6);
});

test('a million messages leave the last of them and the sum', { timeout: 600_000 }, async () => {
  const transport = fetchEventSource();
  const count = 1_000_000;
  const show = (n: number): Promise<{ sum: number; kept: number }> =>
    new Promise((resolve) => {
      const root = createRoot(document.createElement('div'));
      function Feed() {
        const { state, messages } = useEventSource<readonly ['message'], number>(`/burst?n=${n}&hold=1`, {
          transport,
          history: 100,
          reducer: (sum) => sum + 1,
          initialState: 0,
        });
        useEffect(() => {
          if (state !== n) return;
          set(() => {
            root.unmount();
            resolve({ sum: state, kept: messages.length });
          });
        }, [state, messages]);
        return null;
      }
      root.render(<Feed />);
    });
  await show(1000);
  const before = await held();
  expect(await show(count)).toEqual({ sum: count, kept: 100 });
  const after = await held();
  expect(after.timers).toBe(before.timers);
  expect(after.heap - before.heap).toBeLessThan(3e6);
});
