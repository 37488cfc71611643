import { expect, onTestFinished, test } from 'vitest';
import { renderHook } from 'vitest-browser-react/pure';
import { type SseMessage, useEventSource, useSseStream } from 'react-event-source';
import { createRun } from 'react-event-source/core';
import { workerTransport } from 'react-event-source/worker-transport';
import { playgroundClient } from '../../stories/server/client.ts';
import { endpoint } from '../support/playground.ts';
import { startWorker } from '../support/realWorker.ts';

const client = playgroundClient();
const N = 10_000;

test('10,000 messages in one chunk cost a handful of renders', async () => {
  const { url } = endpoint('burst', { n: N, hold: 1 });
  const transport = workerTransport(startWorker);
  let renders = 0;
  let count = 0;
  const { result } = await renderHook(() => {
    renders += 1;
    return useEventSource(url, {
      transport,
      reducer: (sum: number, { data }: SseMessage) => sum + Number(data),
      initialState: 0,
      onMessage: () => void count++,
    });
  });
  await expect.poll(() => result.current.state).toBe((N * (N + 1)) / 2);
  expect(count).toBe(N);
  expect(renders).toBeLessThan(200);
});

test('stop() ends the request in the Worker', async () => {
  const { key, url } = endpoint('burst', { n: 3, hold: 1 });
  const { result } = await renderHook(() =>
    useSseStream(url, { transport: workerTransport(startWorker), format: ({ data }) => data }),
  );
  const started = result.current.start();
  await expect.poll(() => result.current.text).toBe('123');
  result.current.stop();
  expect((await started).status).toBe('stopped');
  await expect.poll(async () => (await client.stats(key)).open).toBe(0);
});

test('a Worker that is terminated fails the answer, and the next one is asked for in a new Worker', async () => {
  const workers: Worker[] = [];
  const start = (): Worker => {
    const worker = startWorker();
    workers.push(worker);
    return worker;
  };
  const { url } = endpoint('burst', { n: 3, hold: 1 });
  const run = createRun({ url, retry: false, transport: workerTransport(start), format: ({ data }) => data });
  onTestFinished(() => run.stop());
  const started = run.start();
  await expect.poll(() => run.getSnapshot().text).toBe('123');
  workers[0]!.terminate();
  const { status, error, text } = await started;
  expect({ status, text, kind: error?.kind, message: error?.message }).toEqual({
    status: 'failed',
    text: '123',
    kind: 'network',
    message: 'The Worker is gone: it was terminated, or crashed.',
  });
  void run.start();
  await expect.poll(() => run.getSnapshot().text).toBe('123');
  expect(workers).toHaveLength(2);
});

test('a Worker whose file is not there fails the answer', async () => {
  const worker = new Worker('/there-is-no-such-worker.js?status=404', { type: 'module' });
  const run = createRun({ url: '/nowhere', retry: false, transport: workerTransport(worker) });
  const { error } = await run.start();
  expect(error?.message).toContain('The Worker could not be started');
});
