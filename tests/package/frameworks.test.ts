import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readUIMessageStream, type UIMessage } from 'ai';
import { createRun, type Run } from 'react-event-source/core';
import { createRoot } from 'solid-js';
import { effectScope, nextTick, watch } from 'vue';
import { describe, expect, test } from 'vitest';
import { runTransport } from '../../docs/recipes/aiSdk.ts';
import { createSnapshot } from '../../docs/recipes/solid.ts';
import { toStore } from '../../docs/recipes/svelte.ts';
import { answerQuery, followPrices as followInQueries } from '../../docs/recipes/tanstackQuery.ts';
import { useStore } from '../../docs/recipes/vue.ts';
import { followPrices, prices } from '../../docs/recipes/zustand.ts';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { hold, send } from '../support/messages.ts';

const server = serverForFile();
const serve = (...steps: readonly Step[]) => {
  const key = crypto.randomUUID();
  return { key, url: server().script(key, steps) };
};
const ask = (...steps: readonly Step[]): Run => createRun({ url: serve(...steps).url });
const price = (symbol: string, value: number): Step =>
  send({ type: 'price', data: JSON.stringify({ symbol, price: value }) });

describe('a run in another framework', () => {
  test('Vue: a ref follows the run, until its scope is disposed of', async () => {
    const run = ask(send('Hello, ', 'Vue'), { end: true });
    const scope = effectScope();
    const seen: string[] = [];
    const answer = scope.run(() => {
      const snapshot = useStore(run);
      watch(snapshot, ({ text }) => void seen.push(text), { flush: 'sync' });
      return snapshot;
    });
    await run.start();
    expect(answer?.value).toMatchObject({ status: 'done', text: 'Hello, Vue' });
    scope.stop();
    const before = seen.length;
    run.reset();
    await nextTick();
    expect([seen.length, answer?.value.text]).toEqual([before, 'Hello, Vue']);
  });

  test('Svelte: a store follows the run while somebody reads it', async () => {
    const run = ask(send('Hello, ', 'Svelte'), { end: true });
    const seen: string[] = [];
    const stop = toStore(run).subscribe(({ text }) => void seen.push(text));
    await run.start();
    stop();
    run.reset();
    expect([seen[0], seen.at(-1)]).toEqual(['', 'Hello, Svelte']);
  });

  test('Solid: a signal follows the run, until its root is disposed of', async () => {
    const run = ask(send('Hello, ', 'Solid'), { end: true });
    const { answer, dispose } = createRoot((dispose) => ({ answer: createSnapshot(run), dispose }));
    await run.start();
    expect(answer()).toMatchObject({ status: 'done', text: 'Hello, Solid' });
    dispose();
    run.reset();
    expect(answer().text).toBe('Hello, Solid');
  });
});

test('zustand: a feed keeps the store up to date, and is closed', async () => {
  const { key, url } = serve(price('A', 1), price('B', 2), price('A', 3), hold);
  const all = new Promise<void>((resolve) => {
    prices.subscribe(({ bySymbol }) => bySymbol['A'] === 3 && resolve());
  });
  const stop = followPrices(url);
  await all;
  expect(prices.getState()).toEqual({ status: 'open', bySymbol: { A: 3, B: 2 } });
  stop();
  expect(prices.getState().status).toBe('closed');
  await server().waitFor(key, { closed: 1 });
});

describe('TanStack Query', () => {
  test('the data of a query is the answer as it grows', async () => {
    const { url } = serve(send('Hello, ', 'Query'), { end: true });
    const client = new QueryClient();
    const observer = new QueryObserver(client, answerQuery(url));
    const seen = new Set<string | undefined>();
    const done = new Promise((resolve) => {
      observer.subscribe(({ data, fetchStatus }) => {
        seen.add(data);
        if (fetchStatus === 'idle') resolve(data);
      });
    });
    expect(await done).toBe('Hello, Query');
    expect([...seen]).toContain('Hello, ');
    client.clear();
  });

  test('leaving the page closes the connection', async () => {
    const { key, url } = serve(send('Hello'), hold);
    const client = new QueryClient();
    const observer = new QueryObserver(client, answerQuery(url));
    await new Promise<void>((resolve) => {
      const leave = observer.subscribe(({ data }) => {
        if (data !== 'Hello') return;
        leave();
        resolve();
      });
    });
    expect(await server().waitFor(key, { closed: 1 })).toMatchObject({ open: 0, total: 1 });
    client.clear();
  });

  test('a feed writes into the cache', async () => {
    const { url } = serve(price('A', 1), price('A', 2), hold);
    const client = new QueryClient();
    const newest = new Promise<void>((resolve) => {
      client.getQueryCache().subscribe(() => client.getQueryData(['price', 'A']) === 2 && resolve());
    });
    const stop = followInQueries(url, client);
    await newest;
    stop();
    expect(client.getQueryData(['price', 'A'])).toBe(2);
    client.clear();
  });
});

describe('AI SDK', () => {
  const question: UIMessage = { id: '1', role: 'user', parts: [{ type: 'text', text: 'Hello?' }] };
  const sendTo = (url: string, abortSignal?: AbortSignal) =>
    runTransport({ url }).sendMessages({
      trigger: 'submit-message',
      chatId: 'chat',
      messageId: undefined,
      messages: [question],
      abortSignal,
    });

  test('an answer becomes a message of useChat, and the server is sent the conversation', async () => {
    const { key, url } = serve(send('Hello, ', 'SDK'), { end: true });
    const states: UIMessage[] = [];
    for await (const state of readUIMessageStream({ stream: await sendTo(url) })) states.push(state);
    expect(states.at(-1)?.parts).toMatchObject([{ type: 'text', text: 'Hello, SDK', state: 'done' }]);
    const [request] = server().requests(key);
    expect(JSON.parse(request?.body ?? '')).toEqual({ messages: [question] });
  });

  test('a failure is told in the words of the server', async () => {
    const { url } = serve({ status: 402 }, { text: 'Out of credit' }, { end: true });
    const errors: unknown[] = [];
    const stream = readUIMessageStream({ stream: await sendTo(url), onError: (error) => errors.push(error) });
    for await (const _ of stream);
    expect(String(errors[0])).toContain('Out of credit');
  });

  test('stop closes the connection', async () => {
    const { key, url } = serve(send('Hello'), hold);
    const stopped = new AbortController();
    const types: string[] = [];
    for await (const chunk of await sendTo(url, stopped.signal)) {
      types.push(chunk.type);
      if (chunk.type === 'text-delta') stopped.abort();
    }
    expect(types.at(-1)).toBe('abort');
    await server().waitFor(key, { closed: 1 });
  });
});
