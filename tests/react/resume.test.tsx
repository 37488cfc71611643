// useSseStream with `resume`: what a component does that mounts while its answer is under way.
import { act, renderHook } from '@testing-library/react';
import { StrictMode, useEffect } from 'react';
import { expect, test } from 'vitest';
import { byLocation, useSseStream, type UseSseStreamOptions } from 'react-event-source';
import { createStorage, numbered, startAnswers } from '../resume/support/answers.ts';

/** The answer, and how to ask for it, in a page whose storage is given. */
function show(url: string, resumeStorage: Storage, options: UseSseStreamOptions = {}) {
  const seen: string[] = [];
  const { result, unmount } = renderHook(
    () => {
      const state = useSseStream(`${url}/chat`, {
        method: 'POST',
        body: { question: 'why' },
        resume: byLocation(),
        resumeKey: 'chat',
        resumeStorage,
        retry: { limit: 3, delay: 1, jitter: false },
        ...options,
      });
      useEffect(() => void seen.push(state.text));
      return state;
    },
    {
      wrapper: StrictMode,
    },
  );
  return { unmount, seen, get: () => result.current };
}

test('a page that is reloaded shows the answer so far, then how it grows; the POST was sent once', async () => {
  const storage = createStorage();
  const server = await startAnswers({ grows: true });
  const before = show(server.url, storage);
  expect(before.get().status).toBe('idle');
  act(() => void before.get().start());
  server.add(...numbered('Hel', 'lo'));
  await expect.poll(() => before.get().text).toBe('Hello');
  before.unmount();
  await server.open(0);

  const after = show(server.url, storage);
  expect(after.get().status).toBe('connecting');
  await expect.poll(() => after.get().text).toBe('Hello');
  server.add(numbered('', '', ' world')[2]!);
  server.complete();
  await expect.poll(() => after.get()).toMatchObject({ status: 'done', text: 'Hello world' });
  expect([...new Set(after.seen)]).toEqual(['', 'Hello', 'Hello world']);
  expect(server.log()).toEqual(['POST /chat', 'GET /answers/1']);
  expect(storage.entries.size).toBe(0);
});

test('a component without a kept answer stays idle', async () => {
  const server = await startAnswers();
  const { get } = show(server.url, createStorage());
  expect(get().status).toBe('idle');
  expect(server.log()).toEqual([]);
});

test('stop() ends the answer at the server, an unmount does not', async () => {
  const storage = createStorage();
  const server = await startAnswers({ grows: true });
  const { get } = show(server.url, storage);
  act(() => void get().start());
  await expect.poll(() => get().status).toBe('streaming');
  act(() => get().stop());
  expect(get().status).toBe('stopped');
  await server.came('DELETE');
  expect(storage.entries.size).toBe(0);
});

test('with autoStart a kept answer is joined in place of a start', async () => {
  const storage = createStorage();
  const server = await startAnswers({ messages: numbered('Hello') });
  storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/1` }));
  const { get } = show(server.url, storage, { autoStart: true });
  await expect.poll(() => get()).toMatchObject({ status: 'done', text: 'Hello' });
  expect(server.log()).toEqual(['GET /answers/1']);
});

test('with autoStart an answer that the server no longer has is asked for anew, once', async () => {
  const storage = createStorage();
  const server = await startAnswers({ messages: numbered('Hello') });
  storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/gone` }));
  const { get } = show(server.url, storage, { autoStart: true });
  await expect.poll(() => get()).toMatchObject({ status: 'done', text: 'Hello' });
  expect(server.log()).toEqual(['GET /answers/gone', 'POST /chat']);
});

test('a kept answer that the server no longer has leaves the component idle', async () => {
  const storage = createStorage();
  const server = await startAnswers();
  storage.setItem('chat', JSON.stringify({ url: `${server.url}/answers/gone` }));
  const { get } = show(server.url, storage);
  await expect.poll(() => get().status).toBe('idle');
  expect([server.log(), storage.entries.size]).toEqual([['GET /answers/gone'], 0]);
});

test('with a storage that throws a component is idle, and its answer streams', async () => {
  const refuse = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  const server = await startAnswers({ messages: numbered('Hello') });
  const storage = Object.assign(createStorage(), { getItem: refuse, setItem: refuse, removeItem: refuse });
  const { get } = show(server.url, storage);
  expect(get().status).toBe('idle');
  act(() => void get().start());
  await expect.poll(() => get()).toMatchObject({ status: 'done', text: 'Hello' });
  expect(server.log()).toEqual(['POST /chat']);
});
