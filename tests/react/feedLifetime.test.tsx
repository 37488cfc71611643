import { act, render, renderHook } from '@testing-library/react';
import * as React from 'react';
import { type ComponentType, type ReactNode, StrictMode } from 'react';
import { describe, expect, test } from 'vitest';
import {
  fetchEventSource,
  type SseMessage,
  type Transport,
  useEventSource,
  type UseEventSourceOptions,
} from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';

const url = 'http://host/feed';

/** React 18 has none. */
const { Activity } = React as { Activity?: unknown };
const Hideable = Activity as ComponentType<{ mode: 'visible' | 'hidden'; children: ReactNode }>;

/** A feed over fetch of the test server, for the user of that name. */
function useUser(
  { fetch }: ReturnType<typeof createTestServer>,
  user: string,
  options: UseEventSourceOptions<readonly string[], string> = {},
) {
  return useEventSource(url, {
    transport: fetchEventSource({ fetch, headers: { user } }),
    throttle: 'message',
    ...options,
  });
}

describe('a feed that the user has closed', () => {
  const setUp = async () => {
    const server = createTestServer();
    const hook = renderHook(
      ({ user = 'ada', events = ['message'], withCredentials = false, address = url as string | null }) =>
        useEventSource(address, {
          transport: fetchEventSource({ fetch: server.fetch, headers: { user } }),
          events,
          withCredentials,
          throttle: 'message',
        }),
      { initialProps: {} as Record<string, never>, wrapper: StrictMode },
    );
    const rerender = (props: object): void => hook.rerender(props as Record<string, never>);
    await act(async () => (await server.nextStream()).send('one'));
    act(() => hook.result.current.close());
    return { server, ...hook, rerender };
  };

  test.each([
    ['headers', { user: 'bob' }],
    ['events', { events: ['message', 'price'] }],
    ['credentials', { withCredentials: true }],
  ])('stays closed with other %s', async (_, props) => {
    const { server, result, rerender } = await setUp();
    rerender(props);
    await act(async () => {});
    expect([result.current.status, server.streams.length]).toEqual(['closed', 1]);
  });

  test('is opened by open()', async () => {
    const { server, result } = await setUp();
    act(() => result.current.open());
    await act(async () => (await server.nextStream()).send('two'));
    expect(result.current.lastMessage?.data).toBe('two');
  });

  test('is opened by another url', async () => {
    const { server, result, rerender } = await setUp();
    rerender({ address: 'http://host/other' });
    await act(async () => (await server.nextStream()).send('two'));
    expect([result.current.status, result.current.lastMessage?.data]).toEqual(['open', 'two']);
  });
});

describe('initialState', () => {
  const reducer = (all: string, { data }: SseMessage): string => all + data;
  const useFeed = (
    server: ReturnType<typeof createTestServer>,
    props: { address: string | null; enabled?: boolean; initialState: string },
  ) =>
    useEventSource(props.address, {
      transport: fetchEventSource({ fetch: server.fetch }),
      enabled: props.enabled,
      initialState: props.initialState,
      reducer,
      throttle: 'message',
    });

  test.each([
    ['url', { address: null, initialState: 'early ' }, { address: url, initialState: 'late ' }],
    [
      'enabled',
      { address: url, enabled: false, initialState: 'early ' },
      { address: url, enabled: true, initialState: 'late ' },
    ],
  ])('is that of the first render with %s', async (_, before, after) => {
    const server = createTestServer();
    const { result, rerender } = renderHook((props) => useFeed(server, props), {
      initialProps: before as Parameters<typeof useFeed>[1],
    });
    expect(result.current.state).toBe('early ');
    rerender(after);
    expect(result.current.state).toBe('late ');
    await act(async () => (await server.nextStream()).send('a'));
    expect(result.current.state).toBe('late a');
  });

  test('of another url is shown from its first commit on', async () => {
    const server = createTestServer();
    const committed: string[] = [];
    const { rerender, result } = renderHook(
      (props: { address: string; initialState: string }) => {
        const feed = useFeed(server, props);
        committed.push(`${props.address.at(-1)}: ${feed.state}`);
        return feed;
      },
      { initialProps: { address: 'http://host/a', initialState: 'A' } },
    );
    await act(async () => (await server.nextStream()).send('1'));
    rerender({ address: 'http://host/b', initialState: 'B' });
    await act(async () => (await server.nextStream()).send('2'));
    expect(result.current.state).toBe('B2');
    expect([...new Set(committed)]).toEqual(['a: A', 'a: A1', 'b: B', 'b: B2']);
  });
});

test("another user's headers are another feed: nothing of the old one is shown, kept or sent", async () => {
  const server = createTestServer();
  const shown = new Set<string>();
  const { rerender, result } = renderHook(
    ({ user }) => {
      const feed = useUser(server, user, {
        initialState: '',
        reducer: (all, { data }) => all + data,
        history: 3,
      });
      shown.add(`${user}: ${feed.state} ${feed.messages.length} ${feed.lastEventId}`);
      return feed;
    },
    { initialProps: { user: 'ada' } },
  );
  await act(async () => (await server.nextStream()).send({ id: '7', data: 'secret' }));
  rerender({ user: 'bob' });
  const second = await act(() => server.nextStream());
  expect(second.headers).not.toHaveProperty('last-event-id');
  await act(async () => second.send('mine'));
  expect(result.current.state).toBe('mine');
  expect([...shown]).toEqual(['ada:  0 ', 'ada: secret 1 7', 'bob:  0 ', 'bob: mine 1 ']);
});

test('a transport written inline without a key ends with an error instead of a storm of requests', async () => {
  let attempts = 0;
  function Inline() {
    const transport: Transport = (_, sink) => {
      attempts++;
      sink.open();
      return () => {};
    };
    const { status, error } = useEventSource(url, { transport });
    return `${status} ${error?.message.includes('`key`')}`;
  }
  const { findByText } = render(<Inline />, { wrapper: StrictMode });
  await findByText('failed true');
  expect(attempts).toBeLessThan(20);
});

describe('a feed that differs in every render ends with an error instead of a storm of requests:', () => {
  const setUp = async (
    use: (server: ReturnType<typeof createTestServer>, render: number) => [string, string],
  ) => {
    const server = createTestServer();
    let renders = 0;
    function Inline() {
      const [status, message] = use(server, renders++);
      return `${status} ${message}`;
    }
    const { findByText } = render(<Inline />, { wrapper: StrictMode });
    await findByText(/^failed The url, events or transport options differ in every render/);
    return server.streams.length;
  };
  const tell = ({ status, error }: ReturnType<typeof useUser>): [string, string] => [
    status,
    `${error?.message}`,
  ];

  test('its url', async () => {
    const requests = await setUp(({ fetch }, render) =>
      tell(
        useEventSource<readonly string[], string>(`${url}?${render}`, {
          transport: fetchEventSource({ fetch }),
        }),
      ),
    );
    expect(requests).toBeLessThan(20);
  });
  test('its headers', async () => {
    const requests = await setUp((server, render) => tell(useUser(server, String(render))));
    expect(requests).toBeLessThan(20);
  });
  test('its events', async () => {
    const requests = await setUp((server, render) =>
      tell(useUser(server, 'ada', { events: [String(render)] })),
    );
    expect(requests).toBeLessThan(20);
  });
});

test('another url for each key that the user presses is asked for, however often', async () => {
  const server = createTestServer();
  const { rerender, result } = renderHook(
    ({ query }) =>
      useEventSource(`${url}?${query}`, { transport: fetchEventSource({ fetch: server.fetch }) }),
    { initialProps: { query: '' }, wrapper: StrictMode },
  );
  for (const query of ['s', 'se', 'ser', 'serv', 'serve', 'server', 'server-', 'server-s'])
    rerender({ query });
  await act(async () => {});
  expect([result.current.status, server.streams.at(-1)?.url]).toEqual(['connecting', `${url}?server-s`]);
});

test.skipIf(!Activity)(
  'a component hidden and shown again does not reopen what the user has closed',
  async () => {
    const server = createTestServer();
    function Feed() {
      const { status, close } = useUser(server, 'ada');
      return <button onClick={close}>{status}</button>;
    }
    const app = (mode: 'visible' | 'hidden') => (
      <Hideable mode={mode}>
        <Feed />
      </Hideable>
    );
    const { findByText, rerender } = render(app('visible'));
    await act(async () => (await server.nextStream()).send('one'));
    act(() => document.querySelector('button')!.click());
    rerender(app('hidden'));
    rerender(app('visible'));
    await findByText('closed');
    expect(server.streams).toHaveLength(1);
  },
);
