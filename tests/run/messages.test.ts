import { describe, expect, test } from 'vitest';
import { encodeMessage, messages, type MessagesOptions } from 'react-event-source/core';
import { createTestServer } from 'react-event-source/testing';
import { createWire, message } from '../support/wire.ts';

const headers = { 'content-type': 'text/event-stream' };
const url = 'http://test/';

describe('a loop over messages', () => {
  test('gets every message, and ends with the stream', async () => {
    const server = createTestServer();
    const seen: unknown[] = [];
    const options: MessagesOptions = {
      url,
      body: { a: 1 },
      fetch: server.fetch,
      events: ['message', 'price'],
    };
    const loop = (async () => {
      for await (const { type, data } of messages(options)) seen.push([type, data]);
    })();
    const stream = await server.nextStream();
    stream.send('a');
    stream.send({ type: 'other', data: 'x' });
    stream.send({ type: 'price', data: '1' });
    stream.end();
    await loop;
    expect(stream.method).toBe('POST');
    expect(seen).toEqual([
      ['message', 'a'],
      ['price', '1'],
    ]);
  });
  test('throws the error of a stream that failed', async () => {
    const fetch = async (): Promise<Response> => new Response('{"error":"No such model"}', { status: 404 });
    await expect(messages({ url, fetch }).next()).rejects.toMatchObject({
      kind: 'http',
      status: 404,
      message: 'No such model',
    });
  });
  test('closes the connection where it is left', async () => {
    const wire = createWire();
    const loop = (async () => {
      for await (const { data } of messages({ url, transport: wire.transport })) return data;
      return undefined;
    })();
    const attempt = await wire.attempt(1);
    attempt.sink.open();
    attempt.sink.message(message('a'), false);
    expect([await loop, attempt.isClosed]).toEqual(['a', true]);
  });
  test('goes on after a break, behind the last id', async () => {
    const wire = createWire();
    const iterator = messages({ url, transport: wire.transport, retry: { delay: 0, jitter: false } });
    const first = iterator.next();
    const { sink } = await wire.attempt(1);
    sink.open();
    sink.message(message('a', '1'), true);
    sink.end(false, 'Overloaded');
    expect((await first).value?.data).toBe('a');
    const second = iterator.next();
    const resumed = await wire.attempt(2);
    expect(resumed.request.lastEventId).toBe('1');
    resumed.sink.open();
    resumed.sink.message(message('b', '2'), true);
    resumed.sink.end();
    expect([(await second).value?.data, (await iterator.next()).done]).toEqual(['b', true]);
  });
  test.each(['return', 'signal'])('that waits for a message ends at once by %s', async (how) => {
    const wire = createWire();
    const controller = new AbortController();
    const iterator = messages({ url, transport: wire.transport, signal: controller.signal });
    const next = iterator.next();
    const attempt = await wire.attempt(1);
    if (how === 'signal') controller.abort();
    else await iterator.return?.();
    expect([(await next).done, attempt.isClosed]).toEqual([true, true]);
  });
  test('asks for nothing before the first message is wanted', async () => {
    const wire = createWire();
    messages({ url, transport: wire.transport });
    await new Promise(setImmediate);
    expect(wire.attempts).toHaveLength(0);
  });
  test('reads the body no faster than it takes messages', async () => {
    let chunks = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          chunks += 1;
          controller.enqueue(new TextEncoder().encode(`data: ${chunks}\n\n`));
        },
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    );
    const iterator = messages({ url, fetch: async () => new Response(body, { headers }) });
    for (let taken = 1; taken <= 3; taken += 1) {
      expect((await iterator.next()).value?.data).toBe(`${taken}`);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      expect(chunks).toBeLessThanOrEqual(taken + 1);
    }
    await iterator.return?.();
    await expect.poll(() => cancelled).toBe(true);
  });
});

describe('encodeMessage', () => {
  test('writes what the parser reads', async () => {
    const sent = [
      { type: 'price', data: 'a\nb', lastEventId: '1' },
      { type: 'message', data: '', lastEventId: '2' },
    ];
    const text = sent.map(encodeMessage).join('');
    const seen = [];
    for await (const each of messages({ url, fetch: async () => new Response(text, { headers }) }))
      seen.push(each);
    expect(seen).toEqual(sent);
  });
  test.each([{ type: 'a\nb' }, { id: '1\rdata: x' }, { lastEventId: '\0' }])('refuses %j', (each) => {
    expect(() => encodeMessage(each)).toThrow(TypeError);
  });
});
