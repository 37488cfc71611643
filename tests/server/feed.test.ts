import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { FEED_TYPES, feedEvent, type FeedType } from '../../stories/server/feedLog.ts';
import { messagesIn, readAll, readUntil, serverForFile } from './support.ts';

const server = serverForFile();
const feed = (query: string, id?: string): Promise<Response> =>
  fetch(
    `${server().url}/feed?every=0&${query}`,
    id === undefined ? {} : { headers: { 'last-event-id': id } },
  );
const expected = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => feedEvent(from + i)).map(({ id, type, data }) => ({
    id: String(id),
    event: type === 'message' ? undefined : type,
    data,
  }));

test('the feed is the numbered log, with ids, names and a retry field', async () => {
  const { text, isBroken } = await readAll(await feed('n=25'));
  expect(isBroken).toBe(false);
  expect(text.startsWith('retry: 1000\n\n')).toBe(true);
  expect(messagesIn(text)).toEqual(expected(1, 25));
});

test('after Last-Event-ID it goes on exactly there, from the header or from the query', async () => {
  const byHeader = await readAll(await feed('n=25', '20'));
  const byQuery = await readAll(await feed('n=25&lastEventId=20'));
  expect(messagesIn(byHeader.text)).toEqual(expected(21, 25));
  expect(byQuery.text).toBe(byHeader.text);
});

test('a client that has all of it gets a 204', async () => {
  expect((await feed('n=25', '25')).status).toBe(204);
});

test('a Last-Event-ID that is no number of the log starts it anew', async () => {
  expect(messagesIn((await readAll(await feed('n=2', 'x'))).text)).toEqual(expected(1, 2));
});

test('only the named events come, with the numbers of the log', async () => {
  const { text } = await readAll(await feed('n=50&events=news,progress'));
  const messages = messagesIn(text);
  expect(messages.map(({ id }) => Number(id))).toEqual([4, 6, 14, 16, 24, 26, 34, 36, 44, 46]);
  expect(new Set(messages.map(({ event }) => event))).toEqual(new Set(['news', 'progress']));
});

test('dropAfter cuts every connection, and by its ids nothing is lost or repeated', async () => {
  const key = randomUUID();
  const all: unknown[] = [];
  let id = '0';
  for (let i = 0; i < 5; i += 1) {
    const { text, isBroken } = await readAll(await feed(`n=12&dropAfter=5&key=${key}`, id));
    const messages = messagesIn(text);
    all.push(...messages);
    id = messages.at(-1)?.id ?? '';
    if (!isBroken) break;
  }
  expect(all).toEqual(expected(1, 12));
  expect(await server().waitFor(key, { open: 0 })).toMatchObject({ total: 3, cut: 2, aborted: 0 });
});

test('retry, ids and comments are as told', async () => {
  expect((await readAll(await feed('n=1&retry=50'))).text).toMatch(/^retry: 50\n\n/);
  expect((await readAll(await feed('n=1&retry=none&ids=0'))).text).not.toMatch(/retry|id:/);
  const { text, leave } = await readUntil(await feed('n=1&then=hold&comments=1'), ': keep-alive\n\n: keep');
  expect(messagesIn(text)).toHaveLength(1);
  await leave();
});

test('a live feed starts at its end, and gives at once what a returning client missed', async () => {
  const first = await readUntil(await fetch(`${server().url}/feed?every=2&live=1&retry=none`), 'data:');
  await first.leave();
  const from = Number(/id: (\d+)/.exec(first.text)?.[1]);
  expect(from).toBeGreaterThan(1);
  const again = await readUntil(await feed('live=1&every=2&retry=none', String(from)), 'data:');
  expect(again.text).toMatch(new RegExp(`^id: ${from + 1}\\n`));
  await again.leave();
});

test('an event of the log is a function of its number, and every type occurs', () => {
  const types = new Set(Array.from({ length: 20 }, (_, i) => feedEvent(i + 1).type));
  expect(types).toEqual(new Set<FeedType>(FEED_TYPES));
  expect(feedEvent(4711)).toEqual(feedEvent(4711));
  expect(JSON.parse(feedEvent(1).data)).toMatchObject({ n: 1, price: expect.any(Number) as number });
});

test('leaving a feed ends it at the server', async () => {
  const key = randomUUID();
  const { leave } = await readUntil(await fetch(`${server().url}/feed?every=5&key=${key}`), 'id: 3');
  await leave();
  expect(await server().waitFor(key, { open: 0 })).toMatchObject({ aborted: 1 });
});
