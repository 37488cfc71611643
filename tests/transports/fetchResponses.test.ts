import { describe, expect, test } from 'vitest';
import { fetchEventSource, type SseRequest } from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { attemptOver } from '../support/attempt.ts';

const server = serverForFile();

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
