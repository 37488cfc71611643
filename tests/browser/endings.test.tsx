import { describe, expect, test, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react/pure';
import {
  openaiChat,
  type Run,
  type RunOptions,
  type RunSnapshot,
  type SseErrorKind,
  SseProvider,
  useSseStream,
} from 'react-event-source';
import type { Step } from '../../stories/server/index.ts';
import { content, failure, reason } from '../support/chunks.ts';
import { hold, send } from '../support/messages.ts';
import { playground, script } from '../support/playground.ts';

const format = openaiChat();

interface Ending {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly options?: RunOptions;
  /** Ends it, once the text has come. */
  readonly by?: (stream: Pick<Run, 'stop' | 'reset'>, key: string) => unknown;
  readonly status: RunSnapshot['status'];
  readonly text: string;
  readonly kind?: SseErrorKind;
}

const endings: Ending[] = [
  {
    name: 'its format sees the end',
    options: { format },
    steps: [send(content('a'), '[DONE]')],
    status: 'done',
    text: 'a',
  },
  { name: 'a format without end sees the close', steps: [send('a')], status: 'done', text: 'a' },
  {
    name: 'a finish reason and a close will do',
    options: { format },
    steps: [send(content('a'), reason)],
    status: 'done',
    text: 'a',
  },
  {
    name: 'the server answers 204',
    options: { format },
    steps: [{ status: 204, headers: {} }, { end: true }],
    status: 'done',
    text: '',
  },
  {
    name: 'the stream closes before its end',
    options: { format },
    steps: [send(content('a'))],
    status: 'incomplete',
    text: 'a',
    kind: 'incomplete',
  },
  {
    name: 'the provider reports an error in the stream',
    options: { format },
    steps: [send(content('a'), failure, content('b')), hold],
    status: 'failed',
    text: 'a',
    kind: 'server',
  },
  {
    name: 'the connection breaks',
    steps: [send('a'), hold],
    by: (_, key) => playground.control(key, { do: 'drop' }),
    status: 'failed',
    text: 'a',
    kind: 'network',
  },
  {
    name: 'the status is an error',
    steps: [{ status: 404 }, { text: 'gone' }],
    status: 'failed',
    text: '',
    kind: 'http',
  },
  {
    name: 'the content type is another',
    steps: [{ headers: { 'content-type': 'text/html' } }, { text: '<p>' }],
    status: 'failed',
    text: '',
    kind: 'contentType',
  },
  {
    name: 'nothing comes any more',
    steps: [send('a'), hold],
    // long enough for the message that does come
    options: { timeout: { idle: 1000 } },
    status: 'failed',
    text: 'a',
    kind: 'timeout',
  },
  {
    name: 'the format throws',
    steps: [send(content('a'), '{')],
    options: { format },
    status: 'failed',
    text: 'a',
    kind: 'format',
  },
  {
    name: 'stop() is called',
    steps: [send('a'), hold],
    by: ({ stop }) => stop(),
    status: 'stopped',
    text: 'a',
  },
  {
    name: 'reset() is called',
    steps: [send('a'), hold],
    by: ({ reset }) => reset(),
    status: 'stopped',
    text: 'a',
  },
];

describe('onFinish is called once for each start, and the promise resolves to the same, when', () => {
  test.each(endings)('$name', async ({ steps, options, by, status, text, kind }) => {
    const { key, url } = await script(steps);
    const onFinish = vi.fn<(result: RunSnapshot) => void>();
    const onError = vi.fn<() => void>();
    const onMessage = vi.fn<() => void>();
    const { result } = await renderHook(() =>
      useSseStream(url, { body: {}, ...options, onMessage, onFinish, onError }),
    );
    const results: RunSnapshot[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = result.current.start();
      if (by) await vi.waitUntil(() => onMessage.mock.calls.length === turn + 1, 30_000);
      await by?.(result.current, key);
      results.push(await answer);
    }
    for (const each of results) expect(each).toMatchObject({ status, text, error: kind ? { kind } : null });
    expect(onFinish.mock.calls).toEqual(results.map((each) => [each]));
    expect(onError).toHaveBeenCalledTimes(kind ? 2 : 0);
    expect(await playground.waitFor(key, { open: 0 })).toMatchObject({ total: 2 });
  });

  test('start() replaces it', async () => {
    const { key, url } = await script([send('a'), hold]);
    const finished: string[] = [];
    const onMessage = vi.fn<() => void>();
    const { result } = await renderHook(() =>
      useSseStream(url, { onMessage, onFinish: ({ status, text }) => finished.push(`${status} ${text}`) }),
    );
    const first = result.current.start();
    await expect.poll(() => onMessage.mock.calls.length).toBe(1);
    const second = result.current.start();
    expect(finished).toEqual(['stopped a']);
    await expect(first).resolves.toMatchObject({ status: 'stopped', text: 'a' });
    await expect.poll(() => onMessage.mock.calls.length).toBe(2);
    await playground.waitFor(key, { requests: 2, open: 1 });
    await playground.control(key, { do: 'end' });
    await expect(second).resolves.toMatchObject({ status: 'done', text: 'a' });
    expect(finished).toEqual(['stopped a', 'done a']);
  });

  test('it is replaced before it was sent, which then sends nothing', async () => {
    const { key, url } = await script([send('a')]);
    const onFinish = vi.fn<(result: RunSnapshot) => void>();
    const { result } = await renderHook(() => useSseStream(url, { onFinish }));
    const answers = [result.current.start(), result.current.start(), result.current.start()];
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses).toEqual(['stopped', 'stopped', 'done']);
    expect(onFinish).toHaveBeenCalledTimes(3);
    expect(await playground.stats(key)).toMatchObject({ total: 1 });
  });

  test('its signal aborts, now or before, and no listener stays on it', async () => {
    const { key, url } = await script([send('a'), hold]);
    const controller = new AbortController();
    const { signal } = controller;
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const onFinish = vi.fn<(result: RunSnapshot) => void>();
    const onError = vi.fn<() => void>();
    const onMessage = vi.fn<() => void>();
    const { result } = await renderHook(() => useSseStream(url, { signal, onMessage, onFinish, onError }));

    const stopped = result.current.start();
    await expect.poll(() => onMessage.mock.calls.length).toBe(1);
    result.current.stop();
    await stopped;
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);

    const answer = result.current.start();
    await expect.poll(() => onMessage.mock.calls.length).toBe(2);
    controller.abort();
    expect(onFinish).toHaveBeenCalledTimes(2);
    await expect(answer).resolves.toMatchObject({ status: 'stopped', text: 'a', error: null });
    await expect(result.current.start()).resolves.toMatchObject({ status: 'stopped', text: '', error: null });
    expect(onFinish).toHaveBeenCalledTimes(3);
    expect(onError).not.toHaveBeenCalled();
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    expect(await playground.waitFor(key, { open: 0 })).toMatchObject({ total: 2 });
  });

  test('its answer has ended: the connection that the server holds open is closed, and its signal is not aborted', async () => {
    const { key, url } = await script([send(content('a'), '[DONE]'), hold]);
    const signals: AbortSignal[] = [];
    const { result } = await renderHook(() => useSseStream(url, { format }), {
      wrapper: ({ children }) => (
        <SseProvider
          headers={async () => ({ 'x-user': 'ann' })}
          debug={() => {}}
          fetch={(input, init) => {
            signals.push(init.signal!);
            return fetch(input, init);
          }}
        >
          {children}
        </SseProvider>
      ),
    });
    await expect(result.current.start()).resolves.toMatchObject({ status: 'done', text: 'a' });
    await playground.waitFor(key, { open: 0 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});
