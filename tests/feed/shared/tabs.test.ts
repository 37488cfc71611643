import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SseError } from 'react-event-source/core';
import { message } from '../../support/sharedWire.ts';
import { tabs } from '../../support/sharedTabs.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('tabs that share', () => {
  test('have one connection, and each gets everything once', async () => {
    const { feeds, send, told, wire, browser } = await tabs(3);
    await send(1, 1, 2);
    expect(told()).toEqual(Array(3).fill('open 1 2'));
    const [first, ...others] = feeds.map((feed) => feed.getSnapshot());
    expect(first).toMatchObject({ status: 'open', lastMessage: { data: '2' }, lastEventId: '2', attempt: 0 });
    expect(others).toEqual([first, first]);
    expect([wire.lines.length, browser.locks.held.size, browser.locks.pending().length]).toEqual([1, 1, 2]);
  });

  test('do not include one that shares with the page only', async () => {
    const { tabs: all, shared, wire, browser } = await tabs(2);
    for (const tab of all) await tab.subscribe({ ...shared, share: 'page' });
    await browser.settled();
    expect([wire.lines.length, browser.locks.held.size]).toEqual([3, 1]);
  });

  test('of another url have another', async () => {
    const { join, wire, browser } = await tabs(1);
    await join({ url: `${wire.url}/other` });
    expect([wire.lines.length, browser.locks.held.size]).toEqual([2, 2]);
  });

  test('one that joins late shows the status and its newest message, without onMessage', async () => {
    const { join, line, browser, wire } = await tabs(1, { events: ['message', 'news'] });
    line.sink.message(message('headline', '1', 'news'), true);
    line.sink.message(message('two', '2'), true);
    line.sink.message(message('three', '3'), true);
    await browser.settled();
    const late = await join({ events: ['news'] });
    expect(late.getSnapshot()).toMatchObject({
      status: 'open',
      lastMessage: { data: 'headline' },
      lastEventId: '3',
    });
    expect([late.told, late.statuses]).toEqual([['open'], ['connecting', 'open']]);
    const both = await join();
    expect(both.getSnapshot().lastMessage).toEqual(message('three', '3'));
    expect(wire.lines).toHaveLength(1);
  });

  test('listen for all their events on the one connection, and on the next one', async () => {
    const { join, line, wire, tabs: all, browser, opened } = await tabs(1, { events: ['price'] });
    const late = await join({ events: ['news', 'price'] });
    expect(new Set(line.events)).toEqual(new Set(['price', 'news']));
    line.sink.message(message('headline', '1', 'news'), true);
    await browser.settled();
    expect(late.told).toEqual(['open', 'headline']);
    all[1]!.crash();
    await join({ events: ['log'] });
    all[0]!.crash();
    await browser.settled();
    await opened(2);
    expect(new Set(wire.lines[1]!.request.events)).toEqual(new Set(['log', 'news', 'price']));
  });

  test.each([0, 1])('listen for what a second component wants, in tab %i', async (tab) => {
    const { tabs: all, shared, line, browser, wire } = await tabs(2, { events: ['price'] });
    const other = await all[tab]!.subscribe({ ...shared, events: ['price', 'log'] });
    await browser.settled();
    expect(line.events).toContain('log');
    line.sink.message(message('logged', '1', 'log'), true);
    await browser.settled();
    expect(other.told).toEqual(['logged']);
    line.sink.fail(new SseError('network', 'broken'));
    await all[tab]!.subscribe({ ...shared, events: ['news'] });
    await browser.settled();
    expect(other.getSnapshot().status).toBe('reconnecting');
    expect(wire.lines).toHaveLength(1);
  });

  test('are not disturbed by open() in one of them', async () => {
    const { feeds, browser, wire, told } = await tabs(2);
    for (const feed of feeds) feed.open();
    await browser.settled();
    expect(feeds.map(({ statuses }) => statuses)).toEqual(Array(2).fill(['connecting', 'open']));
    expect([wire.lines.length, told()]).toEqual([1, ['open', 'open']]);
  });

  test('show an id that comes without a message', async () => {
    const { feeds, line, browser, told } = await tabs(2);
    line.sink.id('7');
    await browser.settled();
    expect(told()).toEqual(['open', 'open']);
    expect(feeds.map((feed) => feed.getSnapshot().lastEventId)).toEqual(['7', '7']);
  });

  test('get a message as often as the server sends it to one connection', async () => {
    const { send, told } = await tabs(2);
    await send(1, 1, 1);
    expect(told()).toEqual(['open 1 1', 'open 1 1']);
  });

  test('leave nothing behind: no lock, no channel, no listener, no timer, no connection', async () => {
    const { feeds, browser, wire, told } = await tabs(2);
    for (const feed of feeds) feed.close();
    await vi.advanceTimersByTimeAsync(1000);
    await browser.settled();
    expect(wire.lines.map(({ isClosed }) => isClosed).every(Boolean)).toBe(true);
    expect([browser.locks.held.size, browser.locks.pending().length, browser.channels.size]).toEqual([
      0, 0, 0,
    ]);
    expect([browser.listeners(), vi.getTimerCount()]).toEqual([0, 0]);
    expect(told()).toEqual(['open close', 'open close']);
  });

  test('one that leaves and comes back follows as before', async () => {
    const { feeds, browser, send, wire } = await tabs(2);
    feeds[1]!.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(browser.locks.pending()).toEqual([]);
    await send(1, 1);
    feeds[1]!.open();
    await vi.waitUntil(() => browser.channels.size === 2, 30_000);
    await browser.settled();
    await send(1, 2);
    expect([feeds[1]!.told, wire.lines.length]).toEqual([['open', 'close', 'open', '2'], 1]);
  });
});

test('the last tab that leaves and comes back goes on after its last message', async () => {
  const { feeds, send, opened } = await tabs(1);
  await send(1, 7);
  feeds[0]!.close();
  await vi.advanceTimersByTimeAsync(1000);
  feeds[0]!.open();
  expect(await opened(2)).toBe('7');
  feeds[0]!.disconnect('idle');
  expect(feeds[0]!.getSnapshot()).toMatchObject({ status: 'idle', lastEventId: '7' });
});

describe('a connection that breaks', () => {
  test('is waited for together, with the whole error', async () => {
    const { feeds, line, wire, browser, tabs: all, told } = await tabs(3);
    const details = {
      status: 503,
      body: 'down',
      retryAfter: 5000,
      code: 'busy',
      headers: new Headers({ 'x-a': 'b' }),
      isRetryable: true,
    };
    line.sink.fail(new all[0]!.core.SseError('http', 'Overloaded', details));
    await browser.settled();
    for (const [i, feed] of feeds.entries()) {
      const { error, ...snapshot } = feed.getSnapshot();
      expect(snapshot).toMatchObject({
        status: 'reconnecting',
        attempt: 1,
        nextRetryAt: Date.now() + 5000,
      });
      expect(error).toMatchObject({
        ...details,
        kind: 'http',
        message: 'Overloaded',
        headers: expect.anything(),
      });
      expect(error!.headers!.get('x-a')).toBe('b');
      expect(feed.errors).toEqual([error]);
      expect(error).toBeInstanceOf(all[i]!.core.SseError);
    }
    await vi.advanceTimersByTimeAsync(5000);
    const { sink } = await wire.line(2);
    await browser.settled();
    for (const feed of feeds)
      expect(feed.getSnapshot()).toMatchObject({ status: 'reconnecting', nextRetryAt: null });
    sink.open();
    await browser.settled();
    expect(told()).toEqual(Array(3).fill('open http, retry open'));
    expect(feeds.map(({ statuses }) => statuses.join(' '))).toEqual(
      Array(3).fill('connecting open reconnecting open'),
    );
    expect(wire.lines).toHaveLength(2);
  });

  test('quietly is no error in any tab', async () => {
    const { feeds, line, browser, told } = await tabs(2);
    line.sink.end();
    await browser.settled();
    expect(feeds.map((feed) => feed.getSnapshot())).toMatchObject(
      Array(2).fill({ status: 'reconnecting', error: null }),
    );
    expect(told()).toEqual(['open', 'open']);
  });

  test.each([0, 1])('is connected at once by open() in tab %i', async (tab) => {
    const { feeds, line, wire, browser } = await tabs(2);
    line.sink.fail(new SseError('network', 'broken'));
    await browser.settled();
    feeds[tab]!.open();
    await browser.settled();
    expect(wire.lines).toHaveLength(2);
  });

  test('for good has failed in all tabs, and open() in any of them begins anew for all', async () => {
    const { feeds, line, browser, told, statuses, opened } = await tabs(2, { retry: false });
    line.sink.fail(new SseError('http', 'gone', { status: 404 }));
    await browser.settled();
    expect(statuses()).toEqual(['failed', 'failed']);
    feeds[1]!.open();
    await browser.settled();
    await opened(2);
    expect(statuses()).toEqual(['open', 'open']);
    expect(told()).toEqual(Array(2).fill('open http close open'));
  });

  test('that the server has ended stays ended, whoever leads', async () => {
    const { line, browser, told, tabs: all, statuses, wire } = await tabs(2);
    line.sink.end(true);
    await browser.settled();
    expect(statuses()).toEqual(['closed', 'closed']);
    all[0]!.crash();
    await browser.settled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told()).toEqual(['open close', 'open close']);
    expect(wire.lines).toHaveLength(1);
  });
});

describe('one tab in which several components subscribe', () => {
  test('is one of the tabs', async () => {
    const { tabs: all, shared, send, browser, feeds, wire } = await tabs(2);
    const other = await all[1]!.subscribe(shared);
    await send(1, 1);
    expect([feeds[1]!.told, other.told]).toEqual([['open', '1'], ['1']]);
    feeds[1]!.close();
    await send(1, 2);
    expect([feeds[1]!.told, other.told]).toEqual([
      ['open', '1', 'close'],
      ['1', '2'],
    ]);
    expect([wire.lines.length, browser.channels.size]).toEqual([1, 2]);
  });
});
