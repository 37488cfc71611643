import { EventSource as NodeEventSource } from 'eventsource';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  eventSource,
  type EventSourceConstructor,
  fetchEventSource,
  type SseMessage,
} from 'react-event-source/core';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';
import { until } from '../support/until.ts';

const server = serverForFile();
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

const cut: Step = { destroy: true };
const lastly: readonly Step[] = [send({ data: 'end' }), { hold: true }];

/** A feed over these responses until a message says `end`: what was received, and what each request resumed after. */
async function follow(responses: readonly (readonly Step[])[], transport = fetchEventSource()) {
  const key = crypto.randomUUID();
  const url = server().script(key, { perRequest: [...responses, lastly] });
  const received: SseMessage[] = [];
  const connection = createConnection({
    url,
    transport,
    onMessage: (message) => void received.push(message),
  });
  connection.open();
  await until(connection, ({ lastMessage }) => lastMessage?.data === 'end');
  const { lastEventId } = connection.getSnapshot();
  connection.close();
  const requests = server().requests(key);
  return {
    data: received.map(({ data }) => data).slice(0, -1),
    ids: requests.map(({ headers }) => headers['last-event-id']),
    queries: requests.map(({ url: path }) => new URL(path, 'http://x').search),
    lastEventId,
  };
}

describe('a resumed stream', () => {
  test('is asked for after the last id', async () => {
    const { ids } = await follow([[send({ id: 1, data: 'a' }, { id: 2, data: 'b' }), cut]]);
    expect(ids).toEqual([undefined, '2']);
  });
  test('is not asked for where the server sent no ids', async () => {
    expect((await follow([[send('a'), cut]])).ids).toEqual([undefined, undefined]);
  });
  test('goes on after an id that came without data', async () => {
    expect((await follow([[{ text: 'id: 7\n\n' }, cut]])).ids).toEqual([undefined, '7']);
  });
  test('goes on after the last whole message where one was cut', async () => {
    const { ids, data } = await follow([[{ text: 'id: 1\ndata: a\n\nid: 2\ndata: b\n' }, cut]]);
    expect({ ids, data }).toEqual({ ids: [undefined, '1'], data: ['a'] });
  });
  test('is asked for without an id once the server has taken it back', async () => {
    const { ids } = await follow([[send({ id: 1, data: 'a' }), { text: 'id\n\n' }, cut]]);
    expect(ids).toEqual([undefined, undefined]);
  });
  test('keeps the id through attempts that fail', async () => {
    const { ids } = await follow([[send({ id: 1, data: 'a' }), cut], [{ reset: true }], [{ status: 503 }]]);
    expect(ids).toEqual([undefined, '1', '1', '1']);
  });
  test('drops what an earlier attempt delivered, by its own id', async () => {
    const { data } = await follow([
      [send({ id: 1, data: 'a' }, { id: 2, data: 'b' }), cut],
      [send({ id: 1, data: 'a' }, { id: 2, data: 'b' }, { id: 3, data: 'c' }), cut],
      [send({ id: 2, data: 'b' }, { id: 3, data: 'c' }, { id: 4, data: 'd' }), cut],
    ]);
    expect(data).toEqual(['a', 'b', 'c', 'd']);
  });
  test('keeps messages without an id of their own, after which nothing more is a repeat', async () => {
    const { data } = await follow([
      [send({ id: 1, data: 'a' }, { data: 'same' }), cut],
      [send({ data: 'same' }, { id: 1, data: 'a' }, { data: 'same' }), cut],
    ]);
    expect(data).toEqual(['a', 'same', 'same', 'a', 'same']);
  });
  test('keeps messages whose id was received more than once', async () => {
    const { data } = await follow([
      [send({ id: 1, data: 'a' }, { id: 1, data: 'b' }), cut],
      [send({ id: 1, data: 'a' }, { id: 2, data: 'c' }, { id: 2, data: 'd' }), cut],
    ]);
    expect(data).toEqual(['a', 'b', 'a', 'c', 'd']);
  });
  test('keeps repeated ids where nothing was resumed', async () => {
    const { data } = await follow([
      [send({ id: 1, data: 'a' }), { text: 'id:\n\n' }, cut],
      [send({ id: 1, data: 'again' }), cut],
    ]);
    expect(data).toEqual(['a', 'again']);
  });
  test('keeps messages that take the id back: an empty one names none', async () => {
    const { data } = await follow([
      [send({ data: 'a' }, { id: '', data: 'b' }, { id: 1, data: 'c' }), cut],
      [send({ id: '', data: 'd' }), cut],
    ]);
    expect(data).toEqual(['a', 'b', 'c', 'd']);
  });
  test('sends ids that are not ASCII as UTF-8', async () => {
    const { ids } = await follow([[send({ id: 'é€😀', data: 'a' }), cut]]);
    expect(Buffer.from(String(ids[1]), 'latin1').toString('utf8')).toBe('é€😀');
  });
  test.each([
    ['a control character', 'a\u0001b'],
    ['DEL', 'a\u007fb'],
    ['more than 4096 bytes', 'é'.repeat(2049)],
  ])('[NON-SPEC] is asked for without an id that has %s, so that the request can be sent', async (_, id) => {
    const { ids, data } = await follow([[send({ id, data: 'a' }), cut]]);
    expect({ ids, data }).toEqual({ ids: [undefined, undefined], data: ['a'] });
  });
  test.each(['a: b', '../../etc', '<script>', 'x'.repeat(4096)])(
    'sends any other id as it came: %.20s',
    async (id) => {
      expect((await follow([[send({ id, data: 'a' }), cut]])).ids[1]).toBe(id);
    },
  );
});

describe('lastEventIdParam', () => {
  test('puts the id into the query and sends no header', async () => {
    const { ids, queries } = await follow(
      [[send({ id: 'a b&c', data: 'a' }), cut]],
      fetchEventSource({ lastEventIdParam: 'after' }),
    );
    expect({ ids, queries }).toEqual({ ids: [undefined, undefined], queries: ['', '?after=a+b%26c'] });
  });
  test('tells a new native source where to resume, after the old one gave up', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, {
      perRequest: [
        [send({ id: 5, data: 'a' }), { text: 'retry: 0\n\n' }, { end: true }],
        [{ status: 503 }],
        [send({ id: 5, data: 'a' }, { id: 6, data: 'b' }), { hold: true }],
      ],
    });
    const received: string[] = [];
    const connection = createConnection({
      url: `${url}?key=${key}`,
      transport: eventSource({
        lastEventIdParam: 'lastEventId',
        EventSource: NodeEventSource as unknown as EventSourceConstructor,
      }),
      onMessage: ({ data }) => void received.push(data),
    });
    connection.open();
    await until(connection, ({ lastEventId }) => lastEventId === '6');
    connection.close();
    const queries = server()
      .requests(key)
      .map(({ url: path }) => new URL(path, 'http://x').searchParams.get('lastEventId'));
    expect({ received, queries }).toEqual({ received: ['a', 'b'], queries: [null, null, '5'] });
  });
});

test('an answer that was cut goes on where it stopped', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, {
    perRequest: [
      [send({ id: 1, data: 'Once ' }, { id: 2, data: 'upon ' }), cut],
      [send({ id: 2, data: 'upon ' }, { id: 3, data: 'a time' }), { end: true }],
    ],
  });
  const { text, status, attempt } = await createRun({ url }).start();
  expect({ text, status, attempt }).toEqual({ text: 'Once upon a time', status: 'done', attempt: 0 });
  expect(server().requests(key)[1]?.headers['last-event-id']).toBe('2');
});

test('another start is another stream: no id is carried over', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send({ id: 1, data: 'a' }), { end: true }]);
  const run = createRun({ url });
  await run.start();
  expect((await run.start()).text).toBe('a');
  expect(
    server()
      .requests(key)
      .map(({ headers }) => headers['last-event-id']),
  ).toEqual([undefined, undefined]);
});
