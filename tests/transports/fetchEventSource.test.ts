import { describe, expect, test } from 'vitest';
import { fetchEventSource, type FetchEventSourceOptions, type SseRequest } from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';
import { attemptOver } from '../support/attempt.ts';

const server = serverForFile();

/** What the server gets of a request through the transport. */
async function requestOf(options: FetchEventSourceOptions = {}, request: Partial<SseRequest> = {}) {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), { end: true }]);
  await attemptOver(fetchEventSource(options), { url, ...request });
  const sent = server().requests(key);
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

describe('the request', () => {
  test('asks for an event stream, past every cache', async () => {
    const { method, headers } = await requestOf();
    expect(method).toBe('GET');
    expect(headers).toMatchObject({ accept: 'text/event-stream', 'cache-control': 'no-cache' });
    expect(headers).not.toHaveProperty('last-event-id');
  });
  test.each([
    ['a plain object', { Authorization: 'Bearer x', 'X-None': undefined }],
    ['pairs', [['AUTHORIZATION', 'Bearer x']]],
    ['Headers', new Headers({ authorization: 'Bearer x' })],
    ['a function', () => ({ authorization: 'Bearer x' })],
    ['an async function', async () => ({ authorization: 'Bearer x' })],
  ] as [string, FetchEventSourceOptions['headers']][])('has the headers of %s', async (_, headers) => {
    const { headers: sent } = await requestOf({ headers });
    expect(sent['authorization']).toBe('Bearer x');
    expect(sent).not.toHaveProperty('x-none');
  });
  test('has one value for each header, however its name is written', async () => {
    const { headers } = await requestOf(
      { headers: { ACCEPT: 'application/json', 'X-A': 'transport' } },
      { init: { headers: { 'x-a': 'request', 'x-b': 'request' } } },
    );
    expect(headers).toMatchObject({ accept: 'application/json', 'x-a': 'transport', 'x-b': 'request' });
  });
  test('sends a plain object as JSON by POST', async () => {
    const { method, headers, body } = await requestOf({ body: { a: [1, 'é'] } });
    expect({ method, body, type: headers['content-type'] }).toEqual({
      method: 'POST',
      body: '{"a":[1,"é"]}',
      type: 'application/json',
    });
  });
  test('has the last event id that it resumes after, whatever the caller’s own headers say', async () => {
    const { headers } = await requestOf({ headers: { 'Last-Event-ID': '1' } }, { lastEventId: '2' });
    expect(headers['last-event-id']).toBe('2');
  });
  test('asks for lines of JSON where the format reads them', async () => {
    const { headers } = await requestOf({}, { framing: 'lines' });
    expect(headers.accept).toBe('application/x-ndjson');
  });
  test('goes through the fetch of the transport, else of the request', async () => {
    const calls: string[] = [];
    const via = (name: string) => (input: string, init: RequestInit) => {
      calls.push(name);
      return fetch(input, init);
    };
    await requestOf({ fetch: via('transport') }, { fetch: via('request') });
    await requestOf({}, { fetch: via('request') });
    expect(calls).toEqual(['transport', 'request']);
  });
  test('is the same transport from render to render where its options are equal by value', () => {
    const key = (options: FetchEventSourceOptions): unknown => fetchEventSource(options).key;
    expect(key({ headers: { a: '1' } })).toBe(key({ headers: { a: '1' } }));
    expect(key({ headers: { a: '1' } })).not.toBe(key({ headers: { a: '2' } }));
    expect(key({ headers: new Headers({ a: '1' }) })).not.toBe(key({ headers: new Headers({ a: '2' }) }));
    expect(key({ fetch: () => fetch('x') })).toBe(key({ fetch: () => fetch('y') }));
    expect(key({ body: { big: 1n } })).toBe(key({ body: { big: 2n } }));
  });
});

describe('what the attempt reports', () => {
  const over = async (
    steps: Parameters<ReturnType<typeof server>['script']>[1],
    request: Partial<SseRequest> = {},
  ) => {
    const key = crypto.randomUUID();
    const reports = await attemptOver(fetchEventSource(), { url: server().script(key, steps), ...request });
    await server().waitFor(key, { open: 0 });
    return reports.filter((each) => each !== 'activity');
  };
  test('open, messages, ids, delays and the end', async () => {
    expect(
      await over([{ text: 'id: 1\nevent: e\ndata: a\n\nretry: 5\n\nid: 2\n\ndata\n\n' }, { end: true }]),
    ).toEqual(['open 200', 'id 1', 'message e "a" 1 own', 'retry 5', 'id 2', 'message message "" 2', 'end']);
  });
  test('the end without content after a 204', async () => {
    expect(await over([{ status: 204 }, { end: true }])).toEqual(['end, no content']);
  });
  test('one failure, and nothing after it', async () => {
    expect(await over([send('a'), { destroy: true }])).toEqual([
      'open 200',
      'message message "a" ',
      'fail network',
    ]);
    expect(await over([{ status: 500 }, { end: true }])).toEqual(['fail http']);
  });
  test('the id that it resumes after, until the server sends another', async () => {
    expect(
      await over([{ text: 'data: a\n\nid: 9\ndata: b\n\n' }, { end: true }], { lastEventId: '8' }),
    ).toEqual(['open 200', 'message message "a" 8', 'id 9', 'message message "b" 9 own', 'end']);
  });
  test('every line as a message where the body is lines', async () => {
    const steps = [
      { status: 200, headers: { 'content-type': 'application/x-ndjson' } },
      { text: '{"a":1}\n\n{"a":2}\r\n{"a"' },
      { text: ':3}' },
      { end: true },
    ] as const;
    expect(await over(steps, { framing: 'lines' })).toEqual([
      'open 200',
      'message message "{\\"a\\":1}" ',
      'message message "{\\"a\\":2}" ',
      'message message "{\\"a\\":3}" ',
      'end',
    ]);
  });
});

describe('maxMessageSize', () => {
  const limited = async (text: string, framing: SseRequest['framing'], size?: number) => {
    const key = crypto.randomUUID();
    const type = framing === 'lines' ? 'application/x-ndjson' : 'text/event-stream';
    const url = server().script(key, [
      { status: 200, headers: { 'content-type': type } },
      { text, ...(size ? { size } : {}) },
      { hold: true },
    ]);
    const reports = await attemptOver(fetchEventSource({ maxMessageSize: 100 }), { url, framing });
    await server().waitFor(key, { open: 0 });
    return reports.at(-1);
  };
  const refusal = 'fail network A message is longer than maxMessageSize (100)';
  test.each([
    ['a line', `data: ${'x'.repeat(101)}\n\n`],
    ['lines', 'data: 123456789\n'.repeat(20)],
    ['a line without an end', `data: ${'x'.repeat(500)}`],
  ])('ends the attempt and closes the connection at a message that is too long: %s', async (_, text) => {
    expect(await limited(text, 'events')).toBe(refusal);
    expect(await limited(text, 'events', 7)).toBe(refusal);
  });
  test('holds for lines of JSON as well', async () => {
    expect(await limited('x'.repeat(101), 'lines')).toBe(refusal);
    expect(await limited('x'.repeat(101), 'lines', 7)).toBe(refusal);
  });
  test('lets a message of that length through', async () => {
    const url = server().script(crypto.randomUUID(), [
      { text: `data: ${'x'.repeat(100)}\n\n` },
      { end: true },
    ]);
    expect(await attemptOver(fetchEventSource({ maxMessageSize: 100 }), { url })).toContain('end');
  });
});

describe('the content type', () => {
  const opens = async (type: string, framing?: SseRequest['framing']): Promise<boolean> => {
    const url = server().script(crypto.randomUUID(), [
      { status: 200, headers: type ? { 'content-type': type } : {} },
      { end: true },
    ]);
    return (await attemptOver(fetchEventSource(), { url, framing })).includes('open 200');
  };
  test.each([
    'text/event-stream',
    'Text/Event-Stream',
    'text/event-stream;charset=utf-8',
    'text/event-stream; charset=UTF-8',
    'text/event-stream ; charset="utf-8" ; x=y',
    'text/event-stream; x=y',
  ])('opens with %s', async (type) => expect(await opens(type)).toBe(true));
  test.each(['', 'text/html', 'text/event-streamfoo', 'text/plain', 'application/text/event-stream'])(
    'does not open with "%s"',
    async (type) => expect(await opens(type)).toBe(false),
  );
  test.each(['text/event-stream; charset=iso-8859-1', 'text/event-stream; x=y; charset=utf-16'])(
    '[NON-SPEC] does not open with %s, as in Chromium',
    async (type) => expect(await opens(type)).toBe(false),
  );
  test.each([
    ['application/x-ndjson', true],
    ['application/json; charset=utf-8', true],
    ['text/plain', true],
    ['text/html; x=json', false],
    ['text/event-stream', false],
  ])('where the format reads lines, %s: %s', async (type, expected) =>
    expect(await opens(type, 'lines')).toBe(expected),
  );
});

test('closing before the request was made sends none', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), { end: true }]);
  const requests: unknown[] = [];
  let resolveHeaders: ((headers: Record<string, string>) => void) | undefined;
  const headers = new Promise<Record<string, string>>((resolve) => (resolveHeaders = resolve));
  const close = fetchEventSource({
    headers: () => headers,
    fetch: (...args) => {
      requests.push(args);
      return fetch(...args);
    },
  })({ url, init: {}, events: undefined, lastEventId: '' }, undefined as never);
  close();
  resolveHeaders?.({});
  await new Promise(setImmediate);
  expect([requests, server().requests(key)]).toEqual([[], []]);
});

test('a function for the headers that fails is a failure with its cause', async () => {
  const cause = new Error('no token');
  const reports = await attemptOver(fetchEventSource({ headers: () => Promise.reject(cause) }), {
    url: server().url,
  });
  expect(reports).toEqual(['fail network The connection could not be made, or was cut.']);
});
