import { act, render, screen } from '@testing-library/react';
import { SseProvider, useEventSource, useSseStream } from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

function Status() {
  const feed = useEventSource('https://api.example/feed', { retry: { delay: 60_000, jitter: false } });
  const run = useSseStream('https://api.example/run', { autoStart: true });
  return (
    <p>
      {feed.status} {feed.lastMessage?.data} / {run.status} {run.text}
    </p>
  );
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets time pass, and React render what it brought. */
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it('works under fake timers: what was sent is on the page when a frame has passed', async () => {
  const server = createTestServer();
  render(
    <SseProvider fetch={server.fetch} EventSource={server.EventSource}>
      <Status />
    </SseProvider>,
  );
  await pass(0);
  const [feed, run] = [...server.streams].sort((a, b) => a.url.localeCompare(b.url));
  feed!.send('tick');
  run!.send('answer');
  await pass(20);
  screen.getByText('open tick / streaming answer');

  run!.end();
  feed!.send({ data: 'tock', retry: 5000 });
  feed!.end();
  await pass(20);
  screen.getByText('reconnecting tock / done answer');
  await pass(5000);
  expect(server.streams.filter(({ url }) => url.endsWith('/feed'))).toHaveLength(2);
});

it('gives up, waits and tries again by the clock that the test moves', async () => {
  const server = createTestServer();
  render(
    <SseProvider fetch={server.fetch} EventSource={server.EventSource}>
      <Status />
    </SseProvider>,
  );
  await pass(0);
  const feeds = () => server.streams.filter(({ url }) => url.endsWith('/feed'));
  feeds()[0]!.fail(503);
  await pass(59_000);
  expect(feeds()).toHaveLength(1);
  await pass(1000);
  expect(feeds()).toHaveLength(2);
});
