import { useEffect } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react/pure';
import { fetchEventSource, type RunSnapshot, useEventSource, useSseStream } from 'react-event-source';
import { hold, send } from '../support/messages.ts';
import { endpoint, playground, script, setVisibility } from '../support/playground.ts';

test('a tab hidden and shown during a POST sends no second request', async () => {
  const { key, url } = await script([send('before'), hold]);
  const { result } = await renderHook(() => useSseStream(url, { body: { a: 1 } }));
  const answer = result.current.start();
  await expect.poll(() => result.current.text).toBe('before');
  for (const state of ['hidden', 'visible', 'hidden', 'visible'] as const) setVisibility(state);
  await playground.control(key, { do: 'write', text: 'data:  and after\n\n' });
  await expect.poll(() => result.current.text).toBe('before and after');
  await playground.control(key, { do: 'end' });
  await expect(answer).resolves.toMatchObject({ status: 'done', text: 'before and after' });
  expect(await playground.stats(key)).toMatchObject({ total: 1, closed: 1, aborted: 0 });
});

test('in a hidden tab state and end come without a frame', async () => {
  vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(0);
  setVisibility('hidden');
  const { key, url } = await script([send('a'), hold]);
  const { result } = await renderHook(() => useSseStream(url));
  const answer = result.current.start();
  for (const text of ['a', 'ab', 'abc']) {
    await expect.poll(() => result.current.text).toBe(text);
    await playground.control(key, { do: 'write', text: `data: ${'bc'[text.length - 1] ?? '.'}\n\n` });
  }
  await playground.control(key, { do: 'end' });
  await expect(answer).resolves.toMatchObject({ status: 'done', text: 'abc.' });
});

test('after stop() has returned nothing is delivered, and the server sees the connection close', async () => {
  const { key, url } = await script([send('first'), hold]);
  const delivered: string[] = [];
  let stopped = false;
  const note = (what: string) => () => void (stopped && delivered.push(what));
  const { result } = await renderHook(() =>
    useSseStream(url, { onOpen: note('open'), onMessage: note('message'), onError: note('error') }),
  );
  const answer = result.current.start();
  await expect.poll(() => result.current.text).toBe('first');
  // on its way to the page, or just there
  await playground.control(key, { do: 'write', text: 'data: more\n\n'.repeat(100_000) });
  result.current.stop();
  stopped = true;
  const { status, text } = await answer;
  expect(status).toBe('stopped');
  await playground.waitFor(key, { open: 0, aborted: 1 });
  expect(delivered).toEqual([]);
  expect(result.current).toMatchObject({ status, text });
});

test('stop() inside onMessage is the last of it, also in the middle of a chunk', async () => {
  const { url } = endpoint('burst', { n: 10 });
  const seen: string[] = [];
  const { result } = await renderHook(() =>
    useSseStream(url, {
      onMessage({ data }) {
        seen.push(data);
        if (data === '3') result.current.stop();
      },
    }),
  );
  await expect(result.current.start()).resolves.toMatchObject({ status: 'stopped', text: '123' });
  expect(seen).toEqual(['1', '2', '3']);
});

test('unmounting closes the request at the server, settles the promise and calls nothing back', async () => {
  const { key, url } = await script([send('a'), hold]);
  const onFinish = vi.fn<(result: RunSnapshot) => void>();
  const onError = vi.fn<() => void>();
  const { result, unmount } = await renderHook(() => useSseStream(url, { onFinish, onError }));
  const answer = result.current.start();
  await expect.poll(() => result.current.text).toBe('a');
  await unmount();
  await expect(answer).resolves.toMatchObject({ status: 'stopped', text: 'a', error: null });
  await playground.waitFor(key, { open: 0, aborted: 1 });
  expect(onFinish).not.toHaveBeenCalled();
  expect(onError).not.toHaveBeenCalled();
});

test('start() of a component that is gone sends nothing', async () => {
  const { key, url } = endpoint('fault/stall');
  const { result, unmount } = await renderHook(() => useSseStream(url));
  const { start } = result.current;
  await unmount();
  await expect(start()).resolves.toMatchObject({ status: 'stopped', text: '', error: null });
  expect(await playground.stats(key)).toMatchObject({ total: 0 });
});

const transports = [
  { over: 'EventSource', transport: undefined },
  { over: 'fetch', transport: fetchEventSource() },
];

test.each(transports)('unmounting closes a feed at the server, over $over', async ({ transport }) => {
  const { key, url } = endpoint('feed', { every: 5 });
  const onClose = vi.fn<() => void>();
  const { result, unmount } = await renderHook(() => useEventSource(url, { transport, onClose }));
  await expect.poll(() => result.current.status).toBe('open');
  await unmount();
  await playground.waitFor(key, { open: 0, aborted: 1 });
  expect(onClose).not.toHaveBeenCalled();
  result.current.open();
  // Whatever it sent would have arrived before the second of two more requests.
  await playground.stats(key);
  expect(await playground.stats(key)).toMatchObject({ total: 1 });
});

describe('StrictMode sends one request', () => {
  const cases: { name: string; use: (url: string) => void }[] = [
    { name: 'autoStart', use: (url) => void useSseStream(url, { autoStart: true, body: 'x' }) },
    {
      name: 'start() in an effect',
      use(url) {
        const { start } = useSseStream(url, { body: 'x' });
        useEffect(() => {
          void start();
        }, [start]);
      },
    },
    { name: 'a feed over EventSource', use: (url) => void useEventSource(url) },
    { name: 'a feed over fetch', use: (url) => void useEventSource(url, { transport: fetchEventSource() }) },
  ];
  test.each(cases)('$name', async ({ use }) => {
    const { key, url } = endpoint('fault/stall');
    const mounted = vi.fn<() => void>();
    function Page() {
      use(url);
      useEffect(mounted, []);
      return null;
    }
    const page = await render(<Page />);
    await playground.waitFor(key, { open: 1 });
    expect(mounted).toHaveBeenCalledTimes(2);
    await page.unmount();
    expect(await playground.waitFor(key, { open: 0 })).toMatchObject({ total: 1 });
  });
});
