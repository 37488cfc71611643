// The recipe of docs/resume.md, over HTTP: its answers outlive whoever reads them.
import { byLocation, createRun, type RunOptions } from 'react-event-source/core';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { app } from '../../docs/recipes/answersApp.ts';
import { message } from '../../docs/recipes/sse.ts';
import { createStorage } from '../resume/support/answers.ts';
import { listen } from '../support/listen.ts';
import { serve } from '../support/serveFetch.ts';
import { until } from '../support/until.ts';

/** A model that says what the test wants, when it wants it. */
const model = vi.hoisted(() => ({
  said: [] as string[],
  isBroken: false,
  wake() {},
  signals: [] as AbortSignal[],
}));
vi.mock('../../docs/recipes/app.ts', () => ({
  async *chat(_: string, signal: AbortSignal) {
    model.signals.push(signal);
    signal.addEventListener('abort', () => model.wake());
    for (;;) {
      const word = model.said.shift();
      signal.throwIfAborted();
      if (model.isBroken) throw new Error('The model broke');
      if (word !== undefined) yield message(word);
      else await new Promise<void>((resolve) => (model.wake = resolve));
      if (word === '[DONE]') return;
    }
  },
}));
beforeEach(() => void Object.assign(model, { said: [], isBroken: false, signals: [] }));

function say(...words: readonly string[]): void {
  model.said.push(...words);
  model.wake();
}

async function startServer() {
  const log: string[] = [];
  const answer = serve((request) => app.fetch(request));
  const { server, url } = await listen((request, response) => {
    log.push(`${request.method} ${request.url!.replace(/[\da-f-]{36}/, 'ID')}`);
    answer(request, response);
  });
  const resumeStorage = createStorage();
  const run = (more: RunOptions = {}) =>
    createRun({
      url: `${url}/chat`,
      body: { question: 'Why?' },
      headers: { authorization: 'ann' },
      resume: byLocation(),
      resumeKey: 'chat',
      resumeStorage,
      retry: { limit: 3, delay: 1, jitter: false },
      throttle: 'message',
      ...more,
    });
  return { log, run, resumeStorage, cut: () => server.closeAllConnections() };
}

test('goes on with an answer whose connection broke; the model is asked once', async () => {
  const { log, run, cut } = await startServer();
  const first = run();
  const finished = first.start();
  say('Be', 'cause');
  await until(first, ({ text }) => text === 'Because');
  cut();
  say(' so', '[DONE]');
  expect(await finished).toMatchObject({ status: 'done', text: 'Because so' });
  expect(log).toEqual(['POST /chat', 'GET /answers/ID']);
  expect(model.signals).toHaveLength(1);
});

test('gives a page that was reloaded the whole answer, and a second tab, too', async () => {
  const { run, cut } = await startServer();
  const before = run({ retry: false });
  const left = before.start();
  say('Be');
  await until(before, ({ text }) => text === 'Be');
  cut();
  expect(await left).toMatchObject({ status: 'failed', text: 'Be' });
  const tabs = [run(), run()];
  const finished = tabs.map((tab) => tab.resume());
  await Promise.all(tabs.map((tab) => until(tab, ({ text }) => text === 'Be')));
  say('cause');
  await Promise.all(tabs.map((tab) => until(tab, ({ text }) => text === 'Because')));
  expect(model.signals.map(({ aborted }) => aborted)).toEqual([false]);
  say('[DONE]');
  for (const result of await Promise.all(finished))
    expect(result).toMatchObject({ status: 'done', text: 'Because' });
});

test('stop() stops the model; another reader keeps what it has', async () => {
  const { run, resumeStorage } = await startServer();
  const first = run();
  void first.start();
  say('Be');
  await until(first, ({ text }) => text === 'Be');
  const other = run();
  const finished = other.resume();
  await until(other, ({ text }) => text === 'Be');
  first.stop();
  await expect.poll(() => model.signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(await finished).toMatchObject({ status: 'incomplete', text: 'Be' });
  expect(resumeStorage.entries.size).toBe(0);
});

test('gives nobody else the answer, and lets nobody else stop it', async () => {
  const { run, resumeStorage } = await startServer();
  const first = run();
  const finished = first.start();
  say('Be');
  await until(first, ({ text }) => text === 'Be');
  const foreign = createStorage();
  foreign.setItem('chat', resumeStorage.getItem('chat')!);
  const headers = { authorization: 'bob' };
  expect(await run({ headers, resumeStorage: foreign }).resume()).toMatchObject({ status: 'idle', text: '' });
  const { url } = JSON.parse(resumeStorage.getItem('chat')!) as { url: string };
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(204);
  say('cause', '[DONE]');
  expect(await finished).toMatchObject({ status: 'done', text: 'Because' });
});

test('an answer whose model broke ends for its readers', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => log.mockRestore());
  const { run } = await startServer();
  const first = run();
  const finished = first.start();
  say('Be');
  await until(first, ({ text }) => text === 'Be');
  model.isBroken = true;
  model.wake();
  expect(await finished).toMatchObject({ status: 'incomplete', text: 'Be' });
  expect(log).toHaveBeenCalledOnce();
});
