import { describe, expect, test } from 'vitest';
import { type Connection, json } from 'react-event-source/core';
import { open } from '../support/connect.ts';
import { catchReports } from '../support/reports.ts';
import { message } from '../support/wire.ts';

const dataOf = (feed: Connection<{ data: unknown }, unknown>): unknown[] =>
  feed.getSnapshot().messages.map(({ data }) => data);

describe('a message that cannot be decoded', () => {
  test('is an error until the next opening, and costs neither the connection nor what follows', async () => {
    const { feed, sink, told, attempt } = await open({ events: { price: json<number>() }, history: 5 });
    sink.message(message('{', '1', 'price'), true);
    expect(feed.getSnapshot()).toMatchObject({ status: 'open', error: { kind: 'decode', body: '{' } });
    expect(feed.getSnapshot()).toMatchObject({ lastMessage: null, messages: [], lastEventId: '1' });
    sink.message(message('2', '2', 'price'), true);
    expect(feed.getSnapshot()).toMatchObject({ lastMessage: { data: 2 }, messages: [{ data: 2 }] });
    expect(told).toEqual(['open', 'decode', '2']);
    expect(attempt.isClosed).toBe(false);
  });
});

describe('history', () => {
  const numbers = Array.from({ length: 100 }, (_, i) => `${i + 1}`);

  test('is the newest messages, the oldest first, however many came', async () => {
    const { feed, sink } = await open({ history: 3 });
    for (const [i, data] of numbers.entries()) {
      sink.message(message(data), false);
      expect(dataOf(feed)).toEqual(numbers.slice(Math.max(0, i - 2), i + 1));
    }
  });

  test('is a new array for a new message, and otherwise the same', async () => {
    const { feed, sink } = await open({ history: 3 });
    sink.message(message('a'), false);
    const { messages } = feed.getSnapshot();
    sink.id('7');
    sink.reconnecting();
    expect(feed.getSnapshot().messages).toBe(messages);
    sink.message(message('b'), false);
    expect(feed.getSnapshot().messages).not.toBe(messages);
    expect(messages).toHaveLength(1);
  });

  test('that is made shorter drops the oldest, and begins where it is turned on', async () => {
    const { feed, sink, change } = await open();
    sink.message(message('a'), false);
    change({ history: 3 });
    for (const data of ['b', 'c', 'd']) sink.message(message(data), false);
    expect(dataOf(feed)).toEqual(['b', 'c', 'd']);
    change({ history: 1 });
    sink.id('7');
    expect(dataOf(feed)).toEqual(['d']);
    change({ history: 0 });
    sink.id('8');
    expect(dataOf(feed)).toEqual([]);
  });

  test('that is turned off and on again has no gap', async () => {
    const { feed, sink, change } = await open({ history: 3 });
    sink.message(message('a'), false);
    change({ history: 0 });
    sink.message(message('not kept'), false);
    change({ history: 3 });
    sink.message(message('b'), false);
    expect(dataOf(feed)).toEqual(['b']);
  });
});

describe('a reducer', () => {
  test('folds every message once, before onMessage, from the initial state', async () => {
    const seen: unknown[] = [];
    const { feed, sink } = await open({
      events: { price: json<number>() },
      reducer: (sum: number, { data }) => sum + data,
      initialState: 10,
      onMessage: ({ data }) => void seen.push([data, feed.getSnapshot().state]),
    });
    expect(feed.getSnapshot().state).toBe(10);
    for (const data of ['1', '2', '3']) sink.message(message(data, '', 'price'), false);
    expect(seen).toEqual([
      [1, 11],
      [2, 13],
      [3, 16],
    ]);
  });

  test('that throws is reported, and loses neither the state nor the message', async () => {
    const report = catchReports();
    const { feed, sink, told } = await open({
      reducer(all: string, { data }) {
        if (data === 'bad') throw new Error('mine');
        return all + data;
      },
      initialState: '',
    });
    for (const data of ['a', 'bad', 'b']) sink.message(message(data), false);
    expect(feed.getSnapshot()).toMatchObject({ state: 'ab', status: 'open' });
    expect(told).toEqual(['open', 'a', 'bad', 'b']);
    expect(report.mock.calls).toEqual([[expect.objectContaining({ message: 'mine' })]]);
  });
});

describe('another url', () => {
  test('is another feed: nothing of the old one is shown, sent or kept', async () => {
    const { feed, sink, wire, change } = await open({
      history: 5,
      reducer: (all: string, { data }) => all + data,
      initialState: '>',
    });
    sink.message(message('a', '1'), true);
    feed.disconnect();
    change({ url: 'http://test/other' });
    feed.open();
    expect(feed.getSnapshot()).toMatchObject({
      status: 'connecting',
      lastMessage: null,
      messages: [],
      state: '>',
      lastEventId: '',
    });
    const next = await wire.attempt(2);
    expect(next.request).toMatchObject({ url: 'http://test/other', lastEventId: '' });
    next.sink.open();
    next.sink.message(message('b', '1'), true);
    expect(feed.getSnapshot()).toMatchObject({ state: '>b', messages: [{ data: 'b' }] });
  });

  test('as a URL object of the same address is the same feed', async () => {
    const { feed, sink, wire, change } = await open({ url: 'http://test/feed' });
    sink.message(message('a', '1'), true);
    feed.disconnect();
    change({ url: new URL('http://test/feed') });
    feed.open();
    expect((await wire.attempt(2)).request.lastEventId).toBe('1');
    expect(feed.getSnapshot().lastMessage).toMatchObject({ data: 'a' });
  });
});
