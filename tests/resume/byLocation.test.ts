// An answer with an address is had again: against a real server that is driven step by step.
import { describe, expect, test } from 'vitest';
import {
  byLocation,
  createRun,
  type Format,
  type RunOptions,
  type RunSnapshot,
} from 'react-event-source/core';
import { until } from '../support/until.ts';
import { createStorage, numbered, startAnswers } from './support/answers.ts';

const untilEnd: Format = Object.assign<Format, Partial<Format>>(
  ({ data }) => (data === '[end]' ? { type: 'done' } : data),
  { endsOnClose: false },
);
const soon = { limit: 3, delay: 1, jitter: false };

/** A run as a page has one: its storage outlives it. */
const page = (url: string, options: RunOptions = {}) =>
  createRun({
    url: `${url}/chat`,
    method: 'POST',
    body: { question: 'why' },
    format: untilEnd,
    retry: soon,
    throttle: 'message',
    resume: byLocation(),
    resumeKey: 'chat',
    ...options,
  });
const hasText = (text: string) => (snapshot: RunSnapshot) => snapshot.text === text;
const answer = numbered('Hel', 'lo', ' world', '[end]');

describe('a connection that breaks', () => {
  test('is resumed at the address by GET, after the last id, and the POST is sent once', async () => {
    const server = await startAnswers({ grows: true });
    const run = page(server.url, { headers: { authorization: 'Bearer 1' } });
    const finished = run.start();
    server.add(...answer.slice(0, 2));
    await until(run, hasText('Hello'));
    server.cut();
    await until(run, ({ status }) => status === 'reconnecting');
    server.add(...answer.slice(2));
    expect(await finished).toMatchObject({ status: 'done', text: 'Hello world', error: null });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1 2']);
    const { headers } = server.asked[1]!;
    expect(headers).toMatchObject({ authorization: 'Bearer 1', accept: 'text/event-stream' });
    expect([headers['content-type'], headers['content-length']]).toEqual([undefined, undefined]);
  });

  test('before any byte of the answer is resumed from its beginning', async () => {
    const server = await startAnswers({ messages: answer, cuts: [0, 0] });
    expect(await page(server.url).start()).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1', 'GET /answers/1']);
  });

  test('is resumed at `Content-Location`, too', async () => {
    const server = await startAnswers({
      messages: answer,
      cuts: [20],
      headers: { 'content-location': '/answers/1' },
    });
    expect(await page(server.url).start()).toMatchObject({ status: 'done', text: 'Hello world' });
  });

  test('ends the run under the retry policy, and resume() joins the answer later', async () => {
    let isDown = true;
    const server = await startAnswers({
      messages: answer,
      cuts: [25],
      instead({ method }, res) {
        if (method !== 'GET' || !isDown) return false;
        res.writeHead(503).end();
        return true;
      },
    });
    const run = page(server.url);
    expect(await run.start()).toMatchObject({ status: 'failed', text: 'Hel', error: { status: 503 } });
    isDown = false;
    expect(await run.resume()).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log().filter((each) => each.startsWith('POST'))).toEqual(['POST /chat']);
  });

  test('never sends the POST again, whatever `retry` says, when nothing is known of an address', async () => {
    const server = await startAnswers({ messages: answer, cuts: [25], headers: {} });
    expect(await page(server.url, { retry: 5 }).start()).toMatchObject({
      status: 'failed',
      error: { kind: 'network' },
    });
    expect(server.log()).toEqual(['POST /chat']);
  });

  test('is not resumed where the caller wants no retry', async () => {
    const server = await startAnswers({ messages: answer, cuts: [25] });
    expect(await page(server.url, { retry: false }).start()).toMatchObject({ status: 'failed', text: 'Hel' });
    expect(server.log()).toEqual(['POST /chat']);
  });

  test('is not resumed at an address of another origin, where the headers would go', async () => {
    const other = await startAnswers({ messages: answer });
    const server = await startAnswers({
      messages: answer,
      cuts: [25],
      headers: { location: `${other.url}/answers/1` },
    });
    expect(await page(server.url).start()).toMatchObject({ status: 'failed', text: 'Hel' });
    expect(other.log()).toEqual([]);
  });
});

describe('a page that is reloaded', () => {
  test('joins the answer that is kept: all of it so far, then as it grows', async () => {
    const storage = createStorage();
    const server = await startAnswers({ grows: true });
    const before = page(server.url, { resumeStorage: storage });
    void before.start();
    server.add(...answer.slice(0, 2));
    await until(before, hasText('Hello'));
    expect([...storage.entries]).toEqual([['chat', JSON.stringify({ url: `${server.url}/answers/1` })]]);
    // A page that goes away tells nobody.
    server.cut();

    const after = page(server.url, { resumeStorage: storage });
    const finished = after.resume();
    expect(after.getSnapshot().status).toBe('connecting');
    await until(after, hasText('Hello'));
    server.add(...answer.slice(2));
    expect(await finished).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log().filter((each) => each.startsWith('POST'))).toEqual(['POST /chat']);
    expect(server.log()).toContain('GET /answers/1');
    expect(storage.entries.size).toBe(0);
  });

  test('knows the address from the headers on, before any message', async () => {
    const storage = createStorage();
    const server = await startAnswers({ grows: true });
    const run = page(server.url, { resumeStorage: storage });
    void run.start();
    await until(run, ({ status }) => status === 'streaming');
    expect(storage.entries.size).toBe(1);
  });

  test('has nothing to join once the answer has ended', async () => {
    const storage = createStorage();
    const server = await startAnswers({ messages: answer });
    await page(server.url, { resumeStorage: storage }).start();
    const after = page(server.url, { resumeStorage: storage });
    expect(await after.resume()).toMatchObject({ status: 'idle' });
    expect(server.log()).toEqual(['POST /chat']);
  });

  test('begins nothing while a run is under way', async () => {
    const server = await startAnswers({ grows: true });
    const run = page(server.url, { resumeStorage: createStorage() });
    const finished = run.start();
    expect(run.resume()).toBe(finished);
    run.stop();
    await finished;
  });

  test('joins an answer whose connection then breaks, too', async () => {
    const storage = createStorage();
    storage.setItem('chat', 'null');
    const server = await startAnswers({ messages: answer, cuts: [45] });
    storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/1` }));
    expect(await page(server.url, { resumeStorage: storage }).resume()).toMatchObject({
      status: 'done',
      text: 'Hello world',
    });
    expect(server.log()).toEqual(['GET /answers/1', 'GET /answers/1 2']);
  });
});

test('two runs on one key agree, and the POST is sent once', async () => {
  const storage = createStorage();
  const server = await startAnswers({ grows: true });
  const first = page(server.url, { resumeStorage: storage });
  const one = first.start();
  server.add(answer[0]!);
  await until(first, hasText('Hel'));
  const second = page(server.url, { resumeStorage: storage });
  const two = second.resume();
  let text = 'Hel';
  await until(second, hasText(text));
  for (const [message, data] of [
    [answer[1]!, 'lo'],
    [answer[2]!, ' world'],
  ] as const) {
    server.add(message);
    text += data;
    await Promise.all([until(first, hasText(text)), until(second, hasText(text))]);
  }
  server.add(answer[3]!);
  const [{ status, text: whole }, other] = await Promise.all([one, two]);
  expect([status, whole]).toEqual(['done', 'Hello world']);
  expect([other.status, other.text]).toEqual([status, whole]);
  expect(server.log()).toEqual(['POST /chat', 'GET /answers/1']);
  expect(storage.entries.size).toBe(0);
});

describe('stop()', () => {
  test('ends the answer at the server with a DELETE that carries the headers, and forgets the address', async () => {
    const storage = createStorage();
    const server = await startAnswers({ grows: true });
    const options = { resumeStorage: storage, headers: { authorization: 'Bearer 1', 'content-type': 'x/y' } };
    const run = page(server.url, options);
    const finished = run.start();
    server.add(answer[0]!);
    await until(run, hasText('Hel'));
    run.stop();
    expect([run.getSnapshot().status, storage.entries.size]).toEqual(['stopped', 0]);
    await server.came('DELETE');
    expect(await finished).toMatchObject({ status: 'stopped', text: 'Hel' });
    expect(server.log()).toEqual(['POST /chat', 'DELETE /answers/1']);
    const { headers } = server.asked[1]!;
    expect([headers.authorization, headers['content-type']]).toEqual(['Bearer 1', undefined]);
  });

  test('only disconnects with `resumeStop: false`', async () => {
    const storage = createStorage();
    const server = await startAnswers({ grows: true });
    const run = page(server.url, { resumeStorage: storage, resumeStop: false });
    void run.start();
    await until(run, ({ status }) => status === 'streaming');
    run.stop();
    await server.open(0);
    expect([server.log(), storage.entries.size]).toEqual([['POST /chat'], 0]);
  });

  test('before the address is known ends the answer as soon as it is', async () => {
    let respond = (): void => {};
    const server = await startAnswers({
      instead({ method }, res) {
        if (method !== 'POST') return false;
        respond = () => {
          res.writeHead(201, { 'content-type': 'text/event-stream', location: '/answers/1' });
          res.flushHeaders();
        };
        return true;
      },
    });
    const run = page(server.url, { resumeStorage: createStorage() });
    const finished = run.start();
    await server.came('POST');
    run.stop();
    expect(await finished).toMatchObject({ status: 'stopped', text: '' });
    respond();
    await server.came('DELETE');
    await server.open(0);
    expect(server.log()).toEqual(['POST /chat', 'DELETE /answers/1']);
  });

  test('is what an aborted signal, another start() and reset() do to an answer under way', async () => {
    for (const end of ['abort', 'start', 'reset'] as const) {
      const server = await startAnswers({ grows: true });
      const controller = new AbortController();
      const run = page(server.url, { signal: controller.signal, resumeStorage: createStorage() });
      void run.start();
      await until(run, ({ status }) => status === 'streaming');
      if (end === 'abort') controller.abort();
      else if (end === 'reset') run.reset();
      else void run.start();
      await server.came('DELETE');
      expect(server.log()).toContain('DELETE /answers/1');
      run.stop();
    }
  });

  test('after the end asks for nothing', async () => {
    const server = await startAnswers({ messages: answer });
    const run = page(server.url);
    await run.start();
    run.stop();
    run.reset();
    expect(server.log()).toEqual(['POST /chat']);
  });
});

test('a new start forgets an answer that was kept before', async () => {
  const storage = createStorage();
  const server = await startAnswers({ messages: answer, headers: {} });
  storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/old` }));
  expect(await page(server.url, { resumeStorage: storage }).start()).toMatchObject({ status: 'done' });
  expect(storage.entries.size).toBe(0);
});
