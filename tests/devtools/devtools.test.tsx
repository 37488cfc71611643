import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { SseProvider, useEventSource, useSseStream } from 'react-event-source';
import { createDevtoolsLog, SseDevtools } from 'react-event-source/devtools';
import { createTestServer } from 'react-event-source/testing';
import { renderToString } from 'react-dom/server';
import { type ReactNode, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function Feed(): ReactNode {
  useEventSource('http://host/feed');
  return null;
}

function Run(): ReactNode {
  const { start } = useSseStream('http://host/run', { retry: false });
  return <button onClick={() => void start({ body: { a: 1 } })}>Start</button>;
}

function App(): ReactNode {
  const [hasFeed, setFeed] = useState(true);
  return (
    <>
      {hasFeed && <Feed />}
      <Run />
      <button onClick={() => setFeed(false)}>Remove</button>
    </>
  );
}

function setUp(options?: Parameters<typeof createDevtoolsLog>[0]) {
  const server = createTestServer();
  const log = createDevtoolsLog(options);
  render(
    <>
      <SseProvider fetch={server.fetch} EventSource={server.EventSource} debug={log.debug}>
        <App />
      </SseProvider>
      <SseDevtools log={log} />
    </>,
    { reactStrictMode: false },
  );
  return { server, log };
}

/** The cells of a row, by a part of its name. */
function row(name: string): (string | null)[] {
  const header = screen.getByRole('button', { name: new RegExp(name) });
  return within(header.closest('tr')!)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
    .slice(1);
}

test('lists the connections on the page with request, status, messages and rate', async () => {
  const { server } = setUp();
  await pass(300);
  expect(row('useSseStream')).toEqual(['GET no request yet', 'idle', '0', '0', '0.0']);
  expect(row('useEventSource')).toEqual(['GET http://host/feed', 'connecting', '1', '0', '0.0']);
  for (let i = 0; i < 10; i++) server.streams[0]!.send(`tick ${i}`);
  await pass(2000);
  expect(row('useEventSource')).toEqual(['GET http://host/feed', 'open', '1', '10', '2.0']);
  screen.getByText('1 live');
  await pass(6000);
  expect(row('useEventSource').at(-1)).toBe('0.0');
});

test('shows the last messages, the newest first, and only as many as the log keeps', async () => {
  const { server } = setUp({ messages: 2 });
  await pass(300);
  for (const id of ['1', '2', '3'])
    server.streams[0]!.send({ type: 'message', data: `tick ${id}`, lastEventId: id });
  await pass(300);
  const name = screen.getByRole('button', { name: /useEventSource/ });
  expect(name.getAttribute('aria-expanded')).toBe('false');
  fireEvent.click(name);
  expect(name.getAttribute('aria-expanded')).toBe('true');
  const list = screen.getByRole('list', { name: /Last messages/ });
  const items = within(list).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d\.300message#3tick 3$/),
    expect.stringMatching(/#2tick 2$/),
  ]);
});

test('tells what went wrong, and the last minute in words', async () => {
  const { server } = setUp();
  fireEvent.click(screen.getByText('Start'));
  await pass(300);
  server.streams
    .find(({ method }) => method === 'POST')!
    .fail(500, { body: { error: { message: 'Overloaded' } } });
  await pass(2000);
  fireEvent.click(screen.getByRole('button', { name: /useSseStream/ }));
  screen.getByText('http: Overloaded');
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Last status changes: connecting for 2 s, failed for 2 s',
  );
});

test('says when the next attempt is made', async () => {
  const { server } = setUp();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  await pass(300);
  server.streams[0]!.fail(503);
  await pass(800);
  expect(row('useEventSource')).toMatchObject([{}, 'reconnecting (in 1 s)', '1 (retry 1)', '0', '0.0']);
});

test('keeps what has left the page until it is cleared', async () => {
  setUp();
  await pass(300);
  fireEvent.click(screen.getByText('Remove'));
  await pass(300);
  expect(row('useEventSource')[1]).toBe('unmounted');
  screen.getByText('0 live');
  fireEvent.click(screen.getByText('Clear'));
  expect(screen.queryByRole('button', { name: /useEventSource/ })).toBeNull();
  screen.getByRole('button', { name: /useSseStream/ });
});

test('forgets what left first, when too many have left', async () => {
  const { log } = setUp({ gone: 0 });
  await pass(300);
  fireEvent.click(screen.getByText('Remove'));
  await pass(300);
  expect(log.getSnapshot().map(({ hook }) => hook)).toEqual(['useSseStream']);
});

test('renders on the server, and says that there is nothing yet', () => {
  const html = renderToString(<SseDevtools log={createDevtoolsLog()} theme="dark" />);
  expect(html).toContain('No connections yet');
  expect(html).toContain('data-theme="dark"');
});
