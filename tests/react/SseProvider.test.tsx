import { act, render, renderHook, screen } from '@testing-library/react';
import {
  eventSource,
  fetchEventSource,
  SseError,
  SseProvider,
  type Transport,
  type SseProviderProps,
  type UseSseStreamOptions,
  useEventSource,
  useSseStream,
} from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { type ReactNode, useContext } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SseContext, type SseScope } from '../../src/react/context';
import { createSharedWire } from '../support/sharedWire.ts';

const url = 'http://host/feed';
const wrap =
  (...layers: SseProviderProps[]) =>
  ({ children }: { children: ReactNode }): ReactNode =>
    layers.reduceRight((inner, props) => <SseProvider {...props}>{inner}</SseProvider>, children);

function Feed({ share }: { share?: 'page' }): ReactNode {
  const { status, lastMessage } = useEventSource(url, { share });
  return (
    <p>
      {status} {lastMessage?.data}
    </p>
  );
}

const start = (options: UseSseStreamOptions, ...layers: SseProviderProps[]) => {
  const { result } = renderHook(() => useSseStream(url, options), { wrapper: wrap(...layers) });
  let finished!: ReturnType<typeof result.current.start>;
  act(() => {
    finished = result.current.start();
  });
  return { result, finished };
};

describe('SseProvider', () => {
  it('gives feeds its EventSource and runs its fetch', async () => {
    const server = createTestServer();
    render(<Feed />, { wrapper: wrap({ EventSource: server.EventSource }) });
    (await server.nextStream()).send('tick');
    await screen.findByText('open tick');

    const { finished } = start({}, { fetch: server.fetch });
    const stream = await server.nextStream();
    await act(async () => {
      stream.send('answer');
      stream.end();
      await finished;
    });
    expect(await finished).toMatchObject({ status: 'done', text: 'answer' });
  });

  it('sends its headers, which the hook and its transport override by name', async () => {
    const server = createTestServer();
    const { result, finished } = start(
      {
        headers: { 'X-B': 'hook', 'x-c': 'hook' },
        transport: fetchEventSource({ headers: { 'x-c': 'own' } }),
      },
      { fetch: server.fetch, headers: { 'x-a': 'outer', 'x-b': 'outer' } },
      { headers: async () => new Headers({ 'X-A': 'inner', 'x-c': 'inner' }) },
    );
    const { headers } = await server.nextStream();
    expect(headers).toMatchObject({ 'x-a': 'inner', 'x-b': 'hook', 'x-c': 'own' });
    await act(async () => {
      result.current.stop();
      await finished;
    });
  });

  it('reports a function for headers that throws as any other error', async () => {
    const { result, finished } = start(
      {},
      {
        retry: false,
        headers: () => {
          throw new Error('no token');
        },
      },
    );
    await act(async () => void (await finished));
    expect(result.current.status).toBe('failed');
    expect(result.current.error?.message).toContain('no token');
  });

  it('yields to a fetch of the hook, and of its transport', async () => {
    const server = createTestServer();
    const outer = vi.fn<typeof server.fetch>();
    const useFeed = () => useEventSource(url, { transport: fetchEventSource({ fetch: server.fetch }) });
    renderHook(useFeed, { wrapper: wrap({ fetch: outer }) });
    await server.nextStream();
    start({ fetch: server.fetch }, { fetch: outer });
    await server.nextStream();
    expect(outer).not.toHaveBeenCalled();
  });

  it('keeps a connection through any number of renders with inline values', async () => {
    const server = createTestServer();
    const App = ({ token }: { token: string }): ReactNode => (
      <SseProvider
        EventSource={server.EventSource}
        fetch={(input, init) => server.fetch(input, init)}
        headers={{ authorization: token }}
        retry={{ limit: 3 }}
        onError={() => {}}
        debug={() => {}}
      >
        <Feed />
      </SseProvider>
    );
    const { rerender } = render(<App token="1" />);
    const stream = await server.nextStream();
    rerender(<App token="1" />);
    rerender(<App token="2" />);
    stream.send('still here');
    await screen.findByText('open still here');
    expect(server.streams).toHaveLength(1);
  });

  it('reconnects a feed over fetch when its headers change by value', async () => {
    const server = createTestServer();
    const Chat = (): ReactNode => useEventSource(url, { transport: fetchEventSource() }).status;
    const App = ({ token }: { token: string }): ReactNode => (
      <SseProvider fetch={server.fetch} headers={{ token }}>
        <Chat />
      </SseProvider>
    );
    const { rerender } = render(<App token="1" />);
    const first = await server.nextStream();
    rerender(<App token="1" />);
    rerender(<App token="2" />);
    const second = await server.nextStream();
    expect([first.headers['token'], second.headers['token']]).toEqual(['1', '2']);
    expect(first.aborted).toBe(true);
    expect(server.streams).toHaveLength(2);
  });

  it('shares a connection inside one provider, not with that of another server', async () => {
    const [one, two] = [createTestServer(), createTestServer()];
    render(
      <>
        <SseProvider EventSource={one.EventSource}>
          <Feed share="page" />
          <SseProvider retry={2}>
            <Feed share="page" />
          </SseProvider>
        </SseProvider>
        <SseProvider EventSource={two.EventSource}>
          <Feed share="page" />
        </SseProvider>
      </>,
    );
    (await one.nextStream()).send('one');
    (await two.nextStream()).send('two');
    expect(await screen.findAllByText('open one')).toHaveLength(2);
    await screen.findByText('open two');
    expect([one.streams.length, two.streams.length]).toEqual([1, 1]);
  });

  it('shares a feed between two providers with the same fetch, and not with another', async () => {
    const [one, two] = [createTestServer(), createTestServer()];
    const Fetched = (): ReactNode =>
      useEventSource(url, { share: 'page', transport: fetchEventSource() }).lastMessage?.data;
    render(
      [one, one, two].map(({ fetch }, i) => (
        <SseProvider key={i} fetch={fetch}>
          <Fetched />
        </SseProvider>
      )),
    );
    (await one.nextStream()).send('one ');
    (await two.nextStream()).send('two ');
    expect(await screen.findByText('one one two')).toBeDefined();
    expect([one.streams.length, two.streams.length]).toEqual([1, 1]);
  });

  it('shares a native feed whatever fetch the providers have', async () => {
    const server = createTestServer();
    vi.stubGlobal('EventSource', server.EventSource);
    onTestFinished(() => void vi.unstubAllGlobals());
    render(
      [() => {}, () => {}].map((_, i) => (
        <SseProvider key={i} fetch={() => Promise.reject(new Error(`${i}`))}>
          <Feed share="page" />
        </SseProvider>
      )),
    );
    (await server.nextStream()).send('one');
    expect(await screen.findAllByText('open one')).toHaveLength(2);
    expect(server.streams).toHaveLength(1);
  });

  it('gives its headers to a class in place of EventSource', async () => {
    const server = createTestServer();
    const made: unknown[] = [];
    class Polyfill extends server.EventSource {
      constructor(address: string, init?: { withCredentials?: boolean; headers?: Record<string, string> }) {
        super(address, init);
        made.push(init?.headers);
      }
    }
    const useFeed = () => useEventSource(url, { transport: eventSource({ EventSource: Polyfill }) });
    renderHook(useFeed, { wrapper: wrap({ headers: async () => ({ authorization: 'own' }) }) });
    await server.nextStream();
    renderHook(() => useEventSource(url), {
      wrapper: wrap({ EventSource: Polyfill, headers: { authorization: 'provided' } }),
    });
    await server.nextStream();
    expect(made).toEqual([{ authorization: 'own' }, { authorization: 'provided' }]);
  });

  it('passes on events that are added while its headers are being made', async () => {
    const wire = createSharedWire();
    let resolve!: (headers: object) => void;
    const headers = () => new Promise<Record<string, string>>((done) => (resolve = done as typeof resolve));
    const wrapper = wrap({ headers });
    const useNamed = (name: string) =>
      useEventSource(wire.url, { share: 'page', shareKey: 'a', transport: wire.transport, events: [name] });
    const { rerender } = renderHook(
      ({ more }) => {
        useNamed('first');
        useNamed(more ? 'second' : 'first');
      },
      { wrapper, initialProps: { more: false } },
    );
    await act(async () => {});
    rerender({ more: true });
    await act(async () => resolve({}));
    await wire.line(1);
    expect(wire.lines[0]!.events).toContain('second');
  });

  it('leaves a transport as it was in an earlier render', () => {
    const seen: (string | undefined)[] = [];
    const transport = fetchEventSource();
    const scopes: SseScope[] = [];
    const Take = (): null => {
      scopes.push(useContext(SseContext)!);
      return null;
    };
    const { rerender } = render(
      <SseProvider headers={{ user: 'ada' }}>
        <Take />
      </SseProvider>,
    );
    const owner = {};
    const first = scopes[0]!.apply<{ transport?: Transport }>(owner, { transport }, transport).transport!;
    seen.push(first.key);
    rerender(
      <SseProvider headers={{ user: 'bob' }}>
        <Take />
      </SseProvider>,
    );
    const second = scopes
      .at(-1)!
      .apply<{ transport?: Transport }>(owner, { transport }, transport).transport!;
    seen.push(first.key);
    expect(seen[0]).toBe(seen[1]);
    expect(second.key).not.toBe(first.key);
  });

  it('hears the errors of hooks that do not listen themselves', async () => {
    const server = createTestServer();
    const onError = vi.fn<NonNullable<SseProviderProps['onError']>>();
    const quiet = start({ retry: false }, { fetch: server.fetch, onError });
    (await server.nextStream()).fail(500);
    await act(async () => void (await quiet.finished));
    expect(onError).toHaveBeenCalledOnce();
    const own = start({ retry: false, onError: () => {} }, { fetch: server.fetch, onError });
    (await server.nextStream()).fail(500);
    await act(async () => void (await own.finished));
    expect(onError).toHaveBeenCalledOnce();
  });

  it('retries a GET, and never a POST that the hook did not allow to', async () => {
    const server = createTestServer();
    const retry = { limit: 1, delay: 0, jitter: false };
    const get = start({}, { fetch: server.fetch, retry });
    (await server.nextStream()).fail(500);
    (await server.nextStream()).fail(500);
    await act(async () => void (await get.finished));

    const post = start({ body: { a: 1 } }, { fetch: server.fetch, retry });
    (await server.nextStream()).fail(500);
    await act(async () => void (await post.finished));
    expect(server.streams).toHaveLength(3);

    const allowed = start({ body: { a: 1 }, retry }, { fetch: server.fetch });
    (await server.nextStream()).fail(500);
    (await server.nextStream()).fail(500);
    await act(async () => void (await allowed.finished));
    expect(server.streams).toHaveLength(5);
  });
});

describe('a provider with headers', () => {
  it('that cannot be made fail the hook with what was thrown, without a retry', async () => {
    const headers = (): never => {
      throw new TypeError('no token');
    };
    const { finished } = start({ retry: false }, { headers });
    const { error } = await act(() => finished);
    expect(error).toBeInstanceOf(SseError);
    expect(error).toMatchObject({ kind: 'network', message: 'no token', isRetryable: false });
  });
  it('over a transport that throws fails the attempt, and leaves no rejection unhandled', async () => {
    vi.stubGlobal('fetch', undefined);
    const { finished } = start({}, { headers: { a: 'b' } });
    const { status, error } = await act(() => finished);
    vi.unstubAllGlobals();
    expect([status, error?.message]).toEqual([
      'failed',
      'There is no fetch here. Pass one: fetchEventSource({ fetch }).',
    ]);
  });
});
