import { act, render, renderHook } from '@testing-library/react';
import { EventSource } from 'eventsource';
import { expect, onTestFinished, test } from 'vitest';
import {
  eventSource,
  fetchEventSource,
  json,
  useEventSource,
  type UseEventSourceOptions,
} from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { hold, send } from '../support/messages.ts';

const server = serverForFile();
const transport = eventSource({ EventSource });
const shared = { share: 'page', transport, throttle: 'message' } as const;

const newFeed = (data: string): { key: string; url: string } => {
  const key = crypto.randomUUID();
  onTestFinished(() =>
    server()
      .waitFor(key, { open: 0 })
      .then(() => {}),
  );
  return { key, url: server().script(key, [send(data), hold]) };
};

function Shown({ url, options }: { url: string; options?: UseEventSourceOptions }) {
  const { status, lastMessage } = useEventSource(url, { ...shared, ...options });
  return (
    <p>
      {status} {lastMessage?.data}
    </p>
  );
}

test('fifty components under StrictMode make one request', async () => {
  const { key, url } = newFeed('one');
  const { findAllByText } = render(Array.from({ length: 50 }, (_, i) => <Shown key={i} url={url} />));
  expect(await findAllByText('open one')).toHaveLength(50);
  expect(server().requests(key)).toHaveLength(1);
});

test('a change of route, in which one component goes and another comes, does not reconnect', async () => {
  const { key, url } = newFeed('one');
  const { findByText, rerender, getByText } = render(<Shown key="home" url={url} />);
  await findByText('open one');
  rerender(<p>loading</p>);
  rerender(<Shown key="settings" url={url} />);
  getByText('open one');
  expect(server().requests(key)).toHaveLength(1);
});

test('a component that mounts later shows the present state, and no callback is called for it', async () => {
  const { key, url } = newFeed('one');
  const { findByText } = render(<Shown url={url} />);
  await findByText('open one');
  const called: string[] = [];
  const { result } = renderHook(() =>
    useEventSource(url, {
      ...shared,
      onOpen: () => void called.push('open'),
      onMessage: ({ data }) => void called.push(data),
    }),
  );
  expect(result.current).toMatchObject({ status: 'open', lastMessage: { data: 'one' } });
  expect(called).toEqual([]);
  server().control(key, { do: 'write', text: 'data: two\n\n' });
  await expect.poll(() => called).toEqual(['two']);
});

test('names and decoders that come with a render are listened for on the connection that is there', async () => {
  const { key, url } = newFeed('one');
  const { findByText } = render(<Shown url={url} />);
  await findByText('open one');
  const { result, rerender } = renderHook(
    ({ more }) =>
      useEventSource(url, {
        ...shared,
        events: { ping: String, ...(more ? { price: json<number>() } : {}) },
      }),
    { initialProps: { more: false } },
  );
  rerender({ more: true });
  server().control(key, { do: 'write', text: 'event: price\ndata: 7\n\n' });
  await expect.poll(() => result.current.lastMessage).toMatchObject({ type: 'price', data: 7 });
  expect(server().requests(key)).toHaveLength(1);
});

test('close() of one leaves the others connected, and its open() joins them again', async () => {
  const { key, url } = newFeed('one');
  const [one, other] = [0, 1].map(() => renderHook(() => useEventSource(url, shared)).result);
  await expect.poll(() => other!.current.lastMessage?.data).toBe('one');
  act(() => one!.current.close());
  expect([one!.current.status, other!.current.status]).toEqual(['closed', 'open']);
  act(() => one!.current.open());
  expect(one!.current.status).toBe('open');
  expect(server().requests(key)).toHaveLength(1);
});

test('another url leaves the shared connection for that of the other url', async () => {
  const [first, second] = [newFeed('one'), newFeed('two')];
  const { findByText, rerender } = render(<Shown url={first.url} />);
  await findByText('open one');
  rerender(<Shown url={second.url} />);
  await findByText('open two');
  const left = await server().waitFor(first.key, { requests: 1, open: 0 });
  expect(left).toMatchObject({ total: 1, closed: 1 });
});

test('subscriptions with the headers of two users are two connections', async () => {
  const { key, url } = newFeed('one');
  const users = ['ada', 'bob'].map((user) => fetchEventSource({ headers: { authorization: user } }));
  render(users.map((each) => <Shown key={each.key} url={url} options={{ transport: each }} />));
  await server().waitFor(key, { requests: 2, open: 2 });
  expect(
    server()
      .requests(key)
      .map(({ headers }) => headers.authorization),
  ).toEqual(['ada', 'bob']);
});
