import { act, render, renderHook, screen } from '@testing-library/react';
import * as React from 'react';
import { type ComponentType, type ReactNode, useState } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type Format,
  openaiChat,
  plainText,
  useSseStream,
  type UseSseStreamOptions,
} from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';

const url = 'http://host/answer';

afterEach(() => void vi.restoreAllMocks());

/** React 18 has none. */
const { Activity } = React as { Activity?: unknown };
const Hideable = Activity as ComponentType<{ mode: 'visible' | 'hidden'; children: ReactNode }>;

/** Renders a hook that starts by itself, with these options first. */
function startBy(options: UseSseStreamOptions) {
  const server = createTestServer();
  const { result, rerender } = renderHook(
    (props: UseSseStreamOptions) =>
      useSseStream(url, { autoStart: true, fetch: server.fetch, method: 'POST', ...props }),
    { initialProps: options },
  );
  /** What is sent after a render is sent in the turns that follow it. */
  const settle = () => act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  return {
    result,
    requests: async (): Promise<number> => {
      await settle();
      return server.streams.length;
    },
    render: async (next: UseSseStreamOptions): Promise<number> => {
      rerender(next);
      await settle();
      return server.streams.length;
    },
  };
}

test('the first render is connecting, not idle', () => {
  const seen: string[] = [];
  renderHook(() => seen.push(useSseStream(url, { autoStart: true, fetch: createTestServer().fetch }).status));
  expect(new Set(seen)).toEqual(new Set(['connecting']));
});

describe.each(Activity ? ['hidden and shown again'] : [])('a component that is %s', () => {
  const setUp = async () => {
    const server = createTestServer();
    function Answer() {
      const { status, text } = useSseStream(url, { autoStart: true, body: { a: 1 }, fetch: server.fetch });
      return <p>{`${status} ${text}`}</p>;
    }
    const app = (mode: 'visible' | 'hidden') => (
      <Hideable mode={mode}>
        <Answer />
      </Hideable>
    );
    const { rerender } = render(app('visible'));
    const stream = await server.nextStream();
    const hideAndShow = async (): Promise<void> => {
      await act(async () => rerender(app('hidden')));
      await act(async () => rerender(app('visible')));
    };
    return { server, stream, hideAndShow };
  };

  test('keeps an answer that has ended, and does not ask for it again', async () => {
    const { server, stream, hideAndShow } = await setUp();
    await act(async () => {
      stream.send({ data: 'whole' });
      stream.end();
    });
    await screen.findByText('done whole');
    await hideAndShow();
    await hideAndShow();
    await screen.findByText('done whole');
    expect(server.streams).toHaveLength(1);
  });

  test('asks again for an answer that hiding has interrupted', async () => {
    const { server, stream, hideAndShow } = await setUp();
    await act(async () => stream.send({ data: 'half' }));
    await hideAndShow();
    await act(async () => server.streams[1]!.send({ data: 'again' }));
    await screen.findByText('streaming again');
    expect(server.streams).toHaveLength(2);
  });
});

describe('a body that differs', () => {
  const bodies: [string, () => unknown][] = [
    ['in each render', () => Math.random()],
    ['with the time in ms', () => Date.now()],
    ['in every other render', everyOther()],
    ['in every fourth render', everyOther(4)],
  ];
  function everyOther(times = 2): () => unknown {
    let renders = 0;
    // StrictMode renders twice.
    return () => Math.floor(renders++ / (2 * times));
  }

  test.each(bodies)('%s is refused after a few requests, with an error that says so', async (_, value) => {
    const server = createTestServer();
    function Answer() {
      const { error } = useSseStream(url, {
        autoStart: true,
        body: { value: value() },
        fetch: server.fetch,
        throttle: 'message',
        // Each answer begins, and causes renders of its own.
        onOpen: () => server.streams.at(-1)?.send({ data: 'more' }),
      });
      return <p>{error?.message.slice(0, 50)}</p>;
    }
    render(<Answer />);
    const sending = setInterval(() => server.streams.at(-1)?.send({ data: 'more' }), 1);
    await screen.findByText(/the request differs in every render/);
    clearInterval(sending);
    expect(server.streams.length).toBeLessThanOrEqual(5);
  });

  test('because the user changes it is asked for each time', async () => {
    const { requests, render: change } = startBy({ body: { n: 0 } });
    expect(await requests()).toBe(1);
    for (let n = 1; n <= 8; n++) expect(await change({ body: { n } })).toBe(n + 1);
  });
});

describe('the request', () => {
  const spaced: Format = (message) => `${message.data} `;
  /** Its `toJSON` gives an object that has it as well. */
  const growing = (size: number): object => ({
    size,
    toJSON() {
      return { ...this };
    },
  });
  const others: [string, UseSseStreamOptions, UseSseStreamOptions][] = [
    ['cache', {}, { cache: 'no-store' }],
    ['redirect', { redirect: 'follow' }, { redirect: 'error' }],
    ['events', { events: ['a'] }, { events: ['a', 'b'] }],
    ['format', { format: plainText() }, { format: openaiChat() }],
    ['headers', { headers: { a: '1' } }, { headers: { a: '2' } }],
    ['a deep part of the body', { body: { a: [{ b: 1 }] } }, { body: { a: [{ b: 2 }] } }],
    ['bytes', { body: new Uint8Array([1, 2]) }, { body: new Uint8Array([1, 3]) }],
    ['the kind of bytes', { body: new Uint8Array([1, 2]) }, { body: new Uint16Array([513]) }],
    ['an ArrayBuffer', { body: new Uint8Array([1]).buffer }, { body: new Uint8Array([2]).buffer }],
    ['a form', { body: form('a') }, { body: form('b') }],
    ['a form with another file', { body: form(new File(['x'], 'f')) }, { body: form(new File(['x'], 'f')) }],
    ['a Blob', { body: new Blob(['x']) }, { body: new Blob(['x']) }],
    ['URLSearchParams', { body: new URLSearchParams('a=1') }, { body: new URLSearchParams('a=2') }],
    ['the length of a list', { body: [1] }, { body: [1, 2] }],
    ['what a body with a toJSON of its own gives', { body: growing(1) }, { body: growing(2) }],
    ['null in place of an object', { body: { a: null } }, { body: { a: {} } }],
  ];
  test.each(others)('is another one with another %s', async (_, first, second) => {
    const { requests, render: change } = startBy({ body: 'x', ...first });
    expect(await requests()).toBe(1);
    expect(await change({ body: 'x', ...second })).toBe(2);
  });

  const file = new File(['x'], 'f');
  const sames: [string, () => UseSseStreamOptions][] = [
    ['cache and redirect', () => ({ cache: 'no-store', redirect: 'error' })],
    ['events', () => ({ events: ['a', 'b'] })],
    ['a format written inline', () => ({ format: openaiChat() })],
    [
      'a format of the user’s own',
      () => ({ format: Object.assign((each: Parameters<Format>[0]) => each.data) }),
    ],
    ['a format that is kept', () => ({ format: spaced })],
    ['functions', () => ({ body: () => 'x', headers: () => ({}) })],
    ['bytes', () => ({ body: new Uint8Array([1, 2]) })],
    ['an ArrayBuffer', () => ({ body: new Uint8Array([1]).buffer })],
    ['a form', () => ({ body: form('a') })],
    ['a form with one file', () => ({ body: form(file) })],
    ['one Blob', () => ({ body: file })],
    ['URLSearchParams', () => ({ body: new URLSearchParams('a=1') })],
    ['dates', () => ({ body: { at: new Date(0), not: NaN } })],
    ['Headers', () => ({ headers: new Headers({ a: '1' }) })],
    [
      'callbacks, retry, timeout and throttle',
      () => ({ onMessage() {}, retry: { limit: 1 }, timeout: { idle: 1000 } }),
    ],
  ];
  test.each(sames)('is the same with equal %s', async (_, options) => {
    const { requests, render: change } = startBy({ body: 'x', ...options() });
    expect(await requests()).toBe(1);
    expect(await change({ body: 'x', ...options() })).toBe(1);
  });

  test('is the same in another order of keys, and with keys that are undefined', async () => {
    const { requests, render: change } = startBy({ body: { a: 1, b: { c: 2 } } });
    expect(await requests()).toBe(1);
    expect(await change({ body: { b: { c: 2, d: undefined }, a: 1 }, cache: undefined })).toBe(1);
  });

  const cyclic = (): object => {
    const self: { self?: object } = {};
    return Object.assign(self, { self });
  };
  const unsendable: [string, () => object][] = [
    ['a cycle', cyclic],
    ['a Map', () => new Map([['a', 1]])],
    ['a bigint', () => ({ n: 1n })],
  ];
  test.each(unsendable)('with %s fails once, with an error that says so', async (_, body) => {
    const fail = vi.fn<(message: string) => void>();
    const onError = ({ message }: { message: string }) => fail(message);
    const { requests, render: change } = startBy({ body: body(), onError });
    expect(await requests()).toBe(0);
    expect(await change({ body: body(), onError })).toBe(0);
    expect(fail.mock.calls).toEqual([[expect.stringContaining('cannot be sent as JSON')]]);
  });
});

function form(value: string | File): FormData {
  const data = new FormData();
  data.set('value', value);
  return data;
}

describe('start() after a state was set', () => {
  test.each(['in a click handler', 'after an await'])(
    '%s sends what is rendered at that moment',
    async (when) => {
      const server = createTestServer();
      function Chat() {
        const [question, setQuestion] = useState('old');
        const { start } = useSseStream(url, { body: { question }, fetch: server.fetch });
        const click = async (): Promise<void> => {
          if (when === 'after an await') await Promise.resolve();
          void start();
          setQuestion('new');
        };
        return <button onClick={() => void click()}>{question}</button>;
      }
      render(<Chat />);
      await act(async () => screen.getByRole('button').click());
      await screen.findByText('new');
      const stream = await server.nextStream();
      expect(stream.json()).toEqual({ question: 'old' });
      expect(server.streams).toHaveLength(1);
    },
  );
});

test('unmounting between the end of an answer and the close of its connection changes nothing', async () => {
  const server = createTestServer();
  const onFinish = vi.fn<(result: { status: string; text: string }) => void>();
  const { result, unmount } = renderHook(() =>
    useSseStream(url, { fetch: server.fetch, format: openaiChat(), onFinish }),
  );
  let finished: ReturnType<typeof result.current.start>;
  act(() => void (finished = result.current.start()));
  const stream = await server.nextStream();
  await act(async () => {
    stream.send({
      data: JSON.stringify({ choices: [{ delta: { content: 'all' }, finish_reason: 'stop' }] }),
    });
    stream.send({ data: '[DONE]' });
  });
  await expect.poll(() => result.current.status).toBe('done');
  unmount();
  expect(await finished!).toMatchObject({ status: 'done', text: 'all' });
  expect(onFinish.mock.calls).toMatchObject([[{ status: 'done', text: 'all' }]]);
});
