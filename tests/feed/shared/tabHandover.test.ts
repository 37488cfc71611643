import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { message } from '../../support/sharedWire.ts';
import { tabs } from '../../support/sharedTabs.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('when the tab that leads', () => {
  test.each(['is gone without a word', 'closes its subscription'])(
    '%s, the next one goes on after the last message, and none is lost or told twice',
    async (how) => {
      const { tabs: all, feeds, send, opened, told, wire, browser } = await tabs(3);
      await send(1, 1, 2);
      if (how === 'closes its subscription') {
        feeds[0]!.close();
        await vi.advanceTimersByTimeAsync(1000);
      } else all[0]!.crash();
      await browser.settled();
      expect(feeds[1]!.getSnapshot().status).toBe('reconnecting');
      expect(await opened(2)).toBe('2');
      await send(2, 1, 2, 3);
      expect(told().slice(1)).toEqual(['open 1 2 open 3', 'open 1 2 open 3']);
      expect(feeds[2]!.statuses).toEqual(['connecting', 'open', 'reconnecting', 'open']);
      expect(feeds[2]!.errors).toEqual([]);
      expect(wire.lines).toHaveLength(2);
      expect(browser.locks.held.size).toBe(1);
    },
  );

  test('is gone between the id of a message and its data, that message is not lost', async () => {
    const { tabs: all, feeds, line, send, opened, browser } = await tabs(2);
    await send(1, 1, 2);
    line.sink.id('3');
    all[0]!.crash();
    await browser.settled();
    expect(await opened(2)).toBe('2');
    await send(2, 3);
    expect(feeds[1]!.told).toEqual(['open', '1', '2', 'open', '3']);
  });

  test('has gone before another comes, that one connects', async () => {
    const { tabs: all, join, opened, statuses, browser } = await tabs(1);
    all[0]!.crash();
    const second = await join();
    expect(second.getSnapshot().status).toBe('connecting');
    expect(await opened(2)).toBe('');
    expect([statuses()[1], second.statuses]).toEqual(['open', ['connecting', 'open']]);
    expect(browser.channels.size).toBe(1);
  });

  test('goes where the server sends no ids, the others are told that something may be missing', async () => {
    const { tabs: all, feeds, line, opened, wire, browser } = await tabs(2);
    line.sink.message(message('a'), false);
    await browser.settled();
    all[0]!.crash();
    await browser.settled();
    expect(await opened(2)).toBe('');
    wire.lines[1]!.sink.message(message('a'), false);
    expect(feeds[1]!.told).toEqual(['open', 'a', 'open', 'a']);
    expect(feeds[1]!.statuses).toEqual(['connecting', 'open', 'reconnecting', 'open']);
  });
});

describe('when the tab that leads is gone in the middle of a post, and', () => {
  /** The first tab posts messages that only some of the others hear before it is gone; the second leads next. */
  async function gone(ids: readonly number[], deaf: number, afterwards: 'lost' | 'late') {
    const all = await tabs(3);
    await all.send(1, ...ids.slice(0, -1));
    const awake = all.tabs[deaf]!.hang();
    await all.send(1, ids.at(-1)!);
    if (afterwards === 'lost') awake('lost');
    all.tabs[0]!.crash();
    // The next leader leads when it hears that it has the lock, which needs no channel.
    await all.browser.settled();
    if (afterwards === 'late') awake();
    await all.browser.settled();
    return all;
  }

  test.each([
    ['the next leader has heard more than another tab', [1, 2, 3], 2, '3'],
    ['the next leader has heard more than a tab that heard nothing yet', [1], 2, '1'],
    ['another tab has heard more than the next leader', [1, 2, 3], 1, '2'],
    ['another tab has heard the first message, the next leader has not', [1], 1, ''],
  ] as const)('%s, every tab is told every message once', async (_, ids, deaf, resumedAfter) => {
    for (const afterwards of ['lost', 'late'] as const) {
      const { opened, send, told } = await gone(ids, deaf, afterwards);
      const last = ids.length;
      const after = await opened(2);
      expect([resumedAfter, `${last}`]).toContain(after);
      await send(2, ...[last, last + 1].filter((id) => id > Number(after)));
      const texts = told()
        .slice(1)
        .map((text) => text.replaceAll('open ', ''));
      const everything = [...ids, last + 1].join(' ');
      expect([afterwards, ...texts]).toEqual([afterwards, everything, everything]);
    }
  });

  test('a tab came while it happened, that one is told what follows', async () => {
    const { tabs: all, feeds, send, opened, join, browser } = await tabs(2);
    await send(1, 1);
    await join();
    const awake = all[2]!.hang();
    await send(1, 2);
    awake('lost');
    all[0]!.crash();
    await browser.settled();
    expect(await opened(2)).toBe('2');
    await send(2, 3);
    expect(feeds[1]!.told.filter((text) => text !== 'open')).toEqual(['1', '2', '3']);
    expect(feeds[2]!.told.filter((text) => text !== 'open')).toEqual(['2', '3']);
  });
});

describe.each([
  ['is frozen', 'freeze', 'resume'],
  ['goes into the back/forward cache', 'pagehide', 'pageshow'],
])('a page that %s', (_, sleep, wake) => {
  test('leads no more, and follows when it is back: it is told what it missed, once', async () => {
    const { tabs: all, feeds, send, opened, told, line, browser } = await tabs(2);
    await send(1, 1);
    all[0]!.dispatch(sleep);
    await browser.settled();
    expect(line.isClosed).toBe(true);
    expect(browser.channels.size).toBe(1);
    await opened(2);
    await send(2, 2, 3);
    expect(feeds[0]!.told).toEqual(['open', '1']);
    all[0]!.dispatch(wake);
    await browser.settled();
    await send(2, 4);
    expect(told()).toEqual(['open 1 open 2 3 4', 'open 1 open 2 3 4']);
    expect(feeds[0]!.getSnapshot()).toMatchObject({ status: 'open', lastEventId: '4' });
    expect(browser.channels.size).toBe(2);
  });

  test('and follows is told what it missed, too', async () => {
    const { tabs: all, send, told, browser } = await tabs(2);
    await send(1, 1);
    all[1]!.dispatch(sleep);
    await send(1, 2);
    all[1]!.dispatch(wake);
    await browser.settled();
    expect(told()).toEqual(['open 1 2', 'open 1 open 2']);
  });

  test('and gets two events that it is back joins once', async () => {
    const { tabs: all, browser } = await tabs(1);
    all[0]!.dispatch(wake);
    await browser.settled();
    expect([browser.channels.size, browser.locks.held.size, browser.locks.pending()]).toEqual([1, 1, []]);
  });
});

test('a page that slept so long that nobody knows what it missed is shown the newest message', async () => {
  const { tabs: all, feeds, send, browser } = await tabs(2);
  await send(1, 1);
  all[1]!.dispatch('freeze');
  await send(1, ...Array.from({ length: 2500 }, (_, i) => i + 2));
  all[1]!.dispatch('resume');
  await browser.settled();
  expect(feeds[1]!.told).toEqual(['open', '1', 'open']);
  expect(feeds[1]!.getSnapshot()).toMatchObject({
    lastMessage: { data: '2501' },
    lastEventId: '2501',
    status: 'open',
  });
  await send(1, 2502);
  expect(feeds[1]!.told).toEqual(['open', '1', 'open', '2502']);
});

test('a page that slept is told a thousand messages that it missed', async () => {
  const { tabs: all, feeds, send, browser } = await tabs(2);
  await send(1, 1);
  all[1]!.dispatch('freeze');
  const missed = Array.from({ length: 999 }, (_, i) => i + 2);
  await send(1, ...missed);
  all[1]!.dispatch('resume');
  await browser.settled();
  expect(feeds[1]!.told.slice(3)).toEqual(missed.map(String));
});

test('of a long stream, the last thousand messages are remembered', async () => {
  const { tabs: all, feeds, send, browser } = await tabs(2);
  await send(1, ...Array.from({ length: 1500 }, (_, i) => i + 1));
  all[1]!.dispatch('freeze');
  await send(1, ...Array.from({ length: 999 }, (_, i) => i + 1501));
  all[1]!.dispatch('resume');
  await browser.settled();
  expect(feeds[1]!.told.filter((each) => each !== 'open')).toEqual(
    Array.from({ length: 2499 }, (_, i) => `${i + 1}`),
  );
});

describe('a leader that does not answer', () => {
  test('is replaced after three seconds by a tab that somebody looks at', async () => {
    const { tabs: all, feeds, send, opened, wire, browser } = await tabs(2);
    await send(1, 1);
    const awake = all[0]!.hang();
    all[1]!.dispatch('visibilitychange');
    await vi.advanceTimersByTimeAsync(2999);
    await browser.settled();
    expect(wire.lines).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await browser.settled();
    expect(await opened(2)).toBe('1');
    await send(2, 2);
    expect(feeds[1]!.told).toEqual(['open', '1', 'open', '2']);
    awake();
    await browser.settled();
    await send(2, 3);
    expect(wire.lines.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(feeds[0]!.told.filter((each) => each !== 'open')).toEqual(['1', '2', '3']);
    expect(feeds[0]!.getSnapshot()).toMatchObject({ status: 'open', lastEventId: '3' });
    expect(browser.locks.held.size).toBe(1);
  });

  test('is replaced by a tab that is new', async () => {
    const { tabs: all, join, opened, browser, statuses } = await tabs(1);
    all[0]!.hang();
    const late = await join();
    await vi.advanceTimersByTimeAsync(3000);
    await browser.settled();
    expect(await opened(2)).toBe('');
    expect([statuses()[1], late.told]).toEqual(['open', ['open']]);
  });

  test('is left alone by a tab that is hidden', async () => {
    const { tabs: all, wire, browser } = await tabs(2);
    all[0]!.hang();
    all[1]!.visibilityState = 'hidden';
    all[1]!.dispatch('visibilitychange');
    await vi.advanceTimersByTimeAsync(60_000);
    await browser.settled();
    expect(wire.lines).toHaveLength(1);
  });

  test('is no leader that answers: it stays', async () => {
    const { tabs: all, wire, browser } = await tabs(2);
    for (const tab of all) tab.dispatch('visibilitychange');
    await browser.settled();
    await vi.advanceTimersByTimeAsync(60_000);
    await browser.settled();
    expect(wire.lines).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
