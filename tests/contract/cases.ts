// The cases of LaunchDarkly's SSE contract tests, written anew from what they check, under their names.
import type { Case } from './case.ts';
import type { Driver } from './driver.ts';
import { parsingCases } from './parsing.ts';

const cases =
  (group: string) =>
  (name: string, run: Case['run'], wants: Case['wants'], needs?: string): Case => ({
    group,
    name,
    needs,
    run,
    wants,
  });

const HELLO_COMMENT = { kind: 'comment', comment: 'Hello' };
const HELLO_EVENT = { kind: 'event', event: { type: 'message', data: 'Hello', id: '' } };
const comment = (name: string, pieces: readonly string[], ...wants: readonly object[]): Case =>
  cases('comments')(
    name,
    async (driver) => {
      const { stream, client } = await driver.start();
      const got = [];
      for (const piece of pieces) {
        await stream.send(piece);
        got.push(await client.next());
      }
      return got;
    },
    wants,
    'comments',
  );
const comments: readonly Case[] = [
  comment('single comment', [':Hello\n'], HELLO_COMMENT),
  comment('two comments in a row', [':Hello\n', ':World\n'], HELLO_COMMENT, {
    kind: 'comment',
    comment: 'World',
  }),
  comment('comment before event', [':Hello\n', 'data: Hello\n\n'], HELLO_COMMENT, HELLO_EVENT),
  comment('comment after event', ['data: Hello\n\n', ':Hello\n'], HELLO_EVENT, HELLO_COMMENT),
  cases('BOM')(
    'BOM with comment at start',
    async (driver) => {
      const { stream, client } = await driver.start();
      await stream.send('\uFEFF:comment\ndata: Hello\n\n');
      const words = driver.can('comments') ? (await client.next()).comment : 'comment';
      return [words, await client.event()];
    },
    ['comment', HELLO_EVENT.event],
    'bom',
  ),
];

const http = cases('HTTP behavior');
const REQUEST = {
  body: '{"hello": "world"}',
  headers: { 'content-type': 'application/json; charset=utf-8' },
};
const withBody = (method: string): Case =>
  http(
    `${method} request`,
    async (driver) => [(await driver.start({ ...REQUEST, method })).stream],
    [{ ...REQUEST, method }],
    method.toLowerCase(),
  );
const redirects = [301, 307].flatMap((status) => [
  http(
    `client follows ${status} redirect`,
    async (driver) => {
      const server = driver.addStream();
      const { url } = driver.addResponse(status, { location: server.url });
      const client = await driver.create({ streamUrl: url });
      const stream = await server.connection();
      await stream.send('data: hello\n\n');
      return [await client.event()];
    },
    [{ data: 'hello' }],
  ),
  ...Object.entries({ empty: { location: '' }, missing: {} }).map(([action, headers]) =>
    http(
      `client handles ${action} Location header with ${status} status`,
      async (driver) => {
        const client = await driver.create({ streamUrl: driver.addResponse(status, headers).url });
        return [await client.next()];
      },
      [{ kind: 'error' }],
      'empty-or-missing-location',
    ),
  ),
]);
const custom = { 'header-name-1': 'value-1', 'header-name-2': 'value-2' };
const requests: readonly Case[] = [
  http(
    'default method and headers',
    async (driver) => {
      const { method, headers } = (await driver.start()).stream;
      return [method, headers, 'last-event-id' in headers];
    },
    ['GET', { accept: 'text/event-stream', 'cache-control': 'no-cache' }, false],
  ),
  http(
    '204 halts re-connection attempts',
    async (driver) => {
      const answering = driver.addResponse(204);
      const client = await driver.create({ streamUrl: answering.url, initialDelayMs: 0 });
      // Closed for good: no timer is left that could ask again.
      await client.until('closed');
      return [answering.requests];
    },
    [1],
    'server-directed-shutdown-request',
  ),
  ...redirects,
  http(
    'custom headers',
    async (driver) => [(await driver.start({ headers: custom })).stream.headers],
    [custom],
    'headers',
  ),
  withBody('POST'),
  withBody('REPORT'),
  http(
    'sends Last-Event-Id in initial request if set',
    async (driver) => [(await driver.start({ lastEventId: 'abc' })).stream.headers],
    [{ 'last-event-id': 'abc' }],
    'last-event-id',
  ),
];

const again = cases('reconnection');
const HELLO = 'id: abc\ndata: Hello\n\n';
const HEARD = { type: 'message', data: 'Hello', id: 'abc' };

/** The first request's id, the events of the first connection, and the id with which the second asks. */
async function resume(driver: Driver, ...sent: readonly string[]): Promise<unknown[]> {
  const { server, stream, client } = await driver.start({ initialDelayMs: 0 });
  const got: unknown[] = [stream.headers['last-event-id']];
  for (const each of sent) await stream.send(each);
  for (const _ of sent) got.push(await client.event());
  stream.cut();
  return [...got, (await server.connection()).headers['last-event-id']];
}

/** The event of the first connection, which is cut, and the one of the second. */
async function breakAndGoOn(driver: Driver, first: string, second: string) {
  const { server, stream, client } = await driver.start({ initialDelayMs: 0 });
  await stream.send(first);
  const before = await client.event();
  stream.cut();
  await (await server.connection()).send(second);
  // The break may be an error to the client, or not.
  const next = await client.next();
  const after = next.kind === 'error' ? await client.event() : next.event;
  return [before, after] as const;
}
const reconnections: readonly Case[] = [
  again(
    'caller can trigger a restart',
    async (driver) => {
      const { server, stream, client } = await driver.start({ initialDelayMs: 0 });
      await stream.send('data: Hello\n\n');
      const before = await client.event();
      await client.restart();
      await (await server.connection()).send('data: Thanks\n\n');
      return [before, await client.event()];
    },
    [{ data: 'Hello' }, { data: 'Thanks' }],
    'restart',
  ),
  again('sends ID of last received event', (driver) => resume(driver, HELLO), [undefined, HEARD, 'abc']),
  again(
    'sends ID of last received event that had an ID if later events did not',
    (driver) => resume(driver, HELLO, 'data: World\n\n'),
    [undefined, HEARD, { data: 'World' }, 'abc'],
  ),
  again(
    'last event ID can be explicitly overridden with an empty value',
    (driver) => resume(driver, HELLO, 'id: \ndata: World\n\n'),
    [undefined, HEARD, { data: 'World', id: '' }, undefined],
  ),
  again(
    'resends request body if any when reconnecting',
    async (driver) => {
      const { server, stream } = await driver.start({ ...REQUEST, initialDelayMs: 0, method: 'POST' });
      stream.cut();
      return [stream, await server.connection()];
    },
    [
      { ...REQUEST, method: 'POST' },
      { ...REQUEST, method: 'POST' },
    ],
    'post',
  ),
  again(
    'can set read timeout',
    async (driver) => {
      const first = 'data: Hello\n\n';
      const { server, client } = await driver.start({ initialDelayMs: 0, readTimeoutMs: 500, first });
      return [await client.event(), await client.next(), await server.connection()];
    },
    [{ data: 'Hello' }, { kind: 'error' }, { method: 'GET' }],
    'read-timeout',
  ),
  again(
    'discards partial messages on retry',
    async (driver) => {
      const [before, after] = await breakAndGoOn(
        driver,
        `${HELLO}id: def\ndata: Goodbye`,
        'data: We meet again\n\n',
      );
      return [before, after?.data, after?.id === 'def'];
    },
    [HEARD, 'We meet again', false],
  ),
  again(
    'new connection established after breaking previous is functional',
    (driver) => breakAndGoOn(driver, HELLO, 'id: def\ndata: World\n\n'),
    [HEARD, { type: 'message', data: 'World', id: 'def' }],
  ),
];

export const allCases: readonly Case[] = [...parsingCases, ...comments, ...requests, ...reconnections];
