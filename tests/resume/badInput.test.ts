// Servers and storages that do not behave: a clear end, nothing mixed, nothing sent twice.
import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  byLocation,
  createResume,
  createRun,
  encodeMessage,
  type Format,
  type ResumeStorage,
  type RunOptions,
} from 'react-event-source/core';
import { type AnswersOptions, createStorage, numbered, startAnswers } from './support/answers.ts';

const untilEnd: Format = Object.assign<Format, Partial<Format>>(
  ({ data }) => (data === '[end]' ? { type: 'done' } : data),
  { endsOnClose: false },
);
const answer = numbered('Hel', 'lo', ' world', '[end]');
/** Behind the second message. */
const SECOND = Buffer.byteLength(answer.slice(0, 2).join(''));

const create = (url: string, options: RunOptions = {}) =>
  createRun({
    url: `${url}/chat`,
    method: 'POST',
    body: 'why',
    format: untilEnd,
    retry: { limit: 3, delay: 1, jitter: false },
    resume: byLocation(),
    resumeKey: 'chat',
    ...options,
  });

/** An answer whose connection is cut behind its second message; `onGet` answers in place of the server. */
async function cutAnswer(options: AnswersOptions = {}) {
  const server = await startAnswers({ messages: answer, cuts: [SECOND], ...options });
  const result = await create(server.url).start();
  const posts = server.log().filter((each) => each.startsWith('POST'));
  return { server, result, posts };
}

/** A GET is answered with that. */
const get =
  (status: number, body: string | readonly string[] = '') =>
  ({ method }: { method: string }, res: ServerResponse): boolean => {
    if (method !== 'GET') return false;
    res.writeHead(status, status === 200 ? { 'content-type': 'text/event-stream' } : {});
    res.end(typeof body === 'string' ? body : body.join(''));
    return true;
  };

describe('joining an answer', () => {
  test.each([204, 404, 410])(
    'that the server answers with %s leaves the run idle, and the key clear',
    async (status) => {
      const storage = createStorage();
      const server = await startAnswers({ instead: get(status) });
      storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/1` }));
      const told: string[] = [];
      const run = create(server.url, {
        resumeStorage: storage,
        onFinish: ({ status }) => void told.push(status),
        onError: ({ kind }) => void told.push(kind),
      });
      expect(await run.resume()).toMatchObject({ status: 'idle', text: '', error: null });
      expect([run.getSnapshot().status, storage.entries.size, told]).toEqual(['idle', 0, []]);
      expect(server.log()).toEqual(['GET /answers/1']);
    },
  );

  test('of somebody else fails with the 403, and is not retried', async () => {
    const storage = createStorage();
    const server = await startAnswers({ instead: get(403) });
    storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/1` }));
    const run = create(server.url, { resumeStorage: storage });
    expect(await run.resume()).toMatchObject({ status: 'failed', error: { kind: 'http', status: 403 } });
    expect(storage.entries.size).toBe(0);
  });

  test.each([401, 503])('that fails for now (%s) keeps the address', async (status) => {
    const storage = createStorage();
    const server = await startAnswers({ instead: get(status) });
    storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/1` }));
    expect(await create(server.url, { resumeStorage: storage }).resume()).toMatchObject({
      status: 'failed',
      error: { status },
    });
    expect(storage.entries.size).toBe(1);
  });

  test.each(['no JSON', '', 'null', '7', '{}', '{"url":7}', '["url"]', '{"url":"javascript:alert(1)"}'])(
    'whose stored point is %j joins nothing, and clears the key',
    async (text) => {
      const storage = createStorage();
      const server = await startAnswers();
      storage.setItem('chat', text);
      const run = create(server.url, { resumeStorage: storage });
      expect(await run.resume()).toMatchObject({ status: 'idle' });
      expect([storage.entries.size, server.log()]).toEqual([0, []]);
    },
  );
});

describe('a storage', () => {
  const refuse = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  const full: ResumeStorage = { getItem: () => null, setItem: refuse, removeItem: () => {} };
  const forbidden: ResumeStorage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  const reject = async () => refuse();
  const late = { getItem: reject, setItem: reject, removeItem: reject } as unknown as ResumeStorage;

  test.each([
    ['is full', full],
    ['throws', forbidden],
    ['answers with promises that reject', late],
  ])('that %s keeps nothing, and the answer survives a cut all the same', async (_, resumeStorage) => {
    const server = await startAnswers({ messages: answer, cuts: [SECOND] });
    const run = create(server.url, { resumeStorage });
    expect(await run.resume()).toMatchObject({ status: 'idle' });
    expect(await run.start()).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1 2']);
  });

  test('that the page may not even name keeps nothing, and the answer survives a cut all the same', async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get() {
        throw new DOMException('The document is sandboxed.', 'SecurityError');
      },
    });
    onTestFinished(() => {
      if (before) Object.defineProperty(globalThis, 'sessionStorage', before);
      else Reflect.deleteProperty(globalThis, 'sessionStorage');
    });
    const { result, server } = await cutAnswer();
    expect(result).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1 2']);
  });

  test('that holds another tab’s next answer by now is left alone when this one ends', async () => {
    const storage = createStorage();
    const server = await startAnswers({ grows: true });
    const run = create(server.url, { resumeStorage: storage });
    const finished = run.start();
    await server.open(1);
    await server.came('POST');
    const next = JSON.stringify({ url: `${server.url}/answers/2` });
    server.add(answer[0]!);
    await new Promise<void>((resolve) => {
      const end = run.subscribe(() => {
        if (run.getSnapshot().text) resolve(end());
      });
    });
    storage.setItem('chat', next);
    server.add(...answer.slice(1));
    expect(await finished).toMatchObject({ status: 'done' });
    expect(storage.getItem('chat')).toBe(next);
  });
});

describe('a server', () => {
  test.each([404, 410, 403])(
    'that no longer has the answer (%s) ends it as failed, with its text',
    async (status) => {
      const { result, posts, server } = await cutAnswer({ instead: get(status) });
      expect(result).toMatchObject({ status: 'failed', text: 'Hello', error: { kind: 'http', status } });
      expect([posts.length, server.asked.length]).toEqual([1, 2]);
    },
  );

  test('that has nothing more (204) ends it as incomplete, with its text', async () => {
    const { result, posts } = await cutAnswer({ instead: get(204) });
    expect(result).toMatchObject({ status: 'incomplete', text: 'Hello', error: { kind: 'incomplete' } });
    expect(posts).toHaveLength(1);
  });

  test('that replays everything, whatever was asked for, changes nothing', async () => {
    const { result, posts } = await cutAnswer({ from: () => 0 });
    expect(result).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(posts).toHaveLength(1);
  });

  test('that replays from one message too early changes nothing', async () => {
    const { result } = await cutAnswer({ from: (id) => Number(id) - 1 });
    expect(result).toMatchObject({ status: 'done', text: 'Hello world' });
  });

  test('that leaves out a message is asked for the whole answer, which is compared', async () => {
    const { result, server } = await cutAnswer({ from: (id) => (id === undefined ? 0 : Number(id) + 1) });
    expect(result).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1 2', 'GET /answers/1']);
  });

  test('that always leaves out a message ends it as failed: nothing is mixed', async () => {
    const { result, posts } = await cutAnswer({ from: () => 3 });
    expect(result).toMatchObject({ status: 'failed', text: 'Hello', error: { kind: 'server' } });
    expect(posts).toHaveLength(1);
  });

  test('that has another answer under the address ends it as failed: nothing is mixed', async () => {
    const other = numbered('Good', 'bye', '[end]');
    const { result, server } = await cutAnswer({ instead: get(200, other) });
    expect(result).toMatchObject({
      status: 'failed',
      text: 'Hello',
      error: { kind: 'server', message: expect.stringContaining('other messages than before') },
    });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1 2', 'GET /answers/1']);
  });

  test('that has another answer under the address of one that was joined ends it as failed, too', async () => {
    const storage = createStorage();
    let asked = 0;
    const server = await startAnswers({
      messages: answer,
      cuts: [SECOND],
      instead: (request, res) => asked++ > 0 && get(200, numbered('Good', 'bye', '[end]'))(request, res),
    });
    storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/1` }));
    expect(await create(server.url, { resumeStorage: storage }).resume()).toMatchObject({
      status: 'failed',
      text: 'Hello',
      error: { kind: 'server' },
    });
    expect(server.log()).toEqual(['GET /answers/1', 'GET /answers/1 2', 'GET /answers/1']);
    expect(storage.entries.size).toBe(0);
  });

  test('that sends no ids is asked for the whole answer, and no message is delivered twice', async () => {
    const messages = ['Hel', 'lo', ' world', '[end]'].map((data) => encodeMessage({ data }));
    const cuts = [Buffer.byteLength(messages.slice(0, 2).join(''))];
    const { result, server } = await cutAnswer({ messages, cuts });
    expect(result).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1']);
  });

  test('whose ids are all the same is asked for the whole answer', async () => {
    const messages = ['a', 'b', 'a', 'a', '[end]'].map((data) => encodeMessage({ data, id: 'topic' }));
    const cuts = [Buffer.byteLength(messages.slice(0, 3).join(''))];
    const { result, server } = await cutAnswer({ messages, cuts });
    expect(result).toMatchObject({ status: 'done', text: 'abaa' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1']);
  });

  test('with ids on some messages only is resumed after the last id, and repeats are dropped', async () => {
    const messages = [
      ...numbered('Hel'),
      encodeMessage({ data: 'lo' }),
      encodeMessage({ data: ' world' }),
      encodeMessage({ data: '[end]', id: '4' }),
    ];
    const cuts = [Buffer.byteLength(messages.slice(0, 2).join(''))];
    const { result, server } = await cutAnswer({ messages, cuts });
    expect(result).toMatchObject({ status: 'done', text: 'Hello world' });
    expect(server.log()).toEqual(['POST /chat', 'GET /answers/1 1']);
  });

  test('whose stream closes before the end is asked for the rest', async () => {
    const server = await startAnswers({
      instead({ method }, res) {
        if (method === 'GET') return false;
        res.writeHead(200, { 'content-type': 'text/event-stream', location: '/answers/1' });
        res.end(answer.slice(0, 2).join(''));
        return true;
      },
      messages: answer,
    });
    expect(await create(server.url).start()).toMatchObject({ status: 'done', text: 'Hello world' });
  });

  test.each(['http://[', 'ftp://127.0.0.1/a', 'javascript:alert(1)', ''])(
    'whose Location is %j leaves the run as it would be without',
    async (location) => {
      const server = await startAnswers({ messages: answer, headers: { location } });
      expect(await create(server.url).start()).toMatchObject({ status: 'done', text: 'Hello world' });
    },
  );
});

test('a protocol of your own is a few lines', async () => {
  const server = await startAnswers({ messages: answer, cuts: [SECOND], headers: { 'x-answer': '1' } });
  const resume = createResume({
    fromResponse: (response, url) => {
      const id = response.headers.get('x-answer');
      return id ? { url: new URL(`/answers/${id}`, url).href } : undefined;
    },
  });
  expect(await create(server.url, { resume }).start()).toMatchObject({ status: 'done', text: 'Hello world' });
});
