// @vitest-environment jsdom
import { createConnection, createRun, openaiChat } from 'react-event-source/core';
import { expect, test } from 'vitest';
import { xhr } from '../../docs/recipes/xhr.ts';
import { serverForFile } from '../server/support.ts';

const server = serverForFile({ allowOrigins: [location.origin] });
const at = (path: string, key: string) => `${server().url}${path}${path.includes('?') ? '&' : '?'}key=${key}`;

test('streams an answer', async () => {
  const key = crypto.randomUUID();
  const run = createRun({ transport: xhr(), format: openaiChat() });
  const body = { model: 'any', stream: true, messages: [{ role: 'user', content: 'Hello' }] };
  const url = at('/v1/chat/completions?delay=0&rate=0&tokens=50', key);
  const { status, text } = await run.start({ url, body });
  expect(status).toBe('done');
  expect(text).not.toBe('');
  expect(server().requests(key)[0]?.method).toBe('POST');
});

test('goes on with a feed where the connection broke', async () => {
  const key = crypto.randomUUID();
  const ids: string[] = [];
  const feed = createConnection({
    url: at('/feed?every=1&n=9&dropAfter=3&retry=1', key),
    transport: xhr(),
    onMessage: ({ lastEventId }) => ids.push(lastEventId),
  });
  feed.open();
  await expect.poll(() => feed.getSnapshot().status).toBe('closed');
  expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(server().requests(key).at(-1)?.headers['last-event-id']).toBe('9');
});

test('tells what the server answers instead of a stream', async () => {
  const run = createRun({ transport: xhr(), retry: false });
  const failed = await run.start({ url: at('/fault/status?code=500&body=sorry', crypto.randomUUID()) });
  expect(failed.error).toMatchObject({ kind: 'http', status: 500, body: 'sorry' });
  const wrong = await run.start({ url: at('/fault/content-type', crypto.randomUUID()) });
  expect(wrong.error).toMatchObject({ kind: 'contentType' });
});

test('closes the connection when it is told to', async () => {
  const key = crypto.randomUUID();
  const run = createRun({ transport: xhr(), url: at('/feed?every=1', key) });
  const ended = run.start();
  await expect.poll(() => run.getSnapshot().lastMessage).not.toBeNull();
  run.stop();
  expect((await ended).status).toBe('stopped');
  await server().waitFor(key, { aborted: 1 });
});
