import { EventSource as NodeEventSource } from 'eventsource';
import { describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  eventSource,
  type EventSourceConstructor,
  type SseError,
  type SseRequest,
  type SseSink,
} from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { attemptOver } from '../support/attempt.ts';
import { until } from '../support/until.ts';

const server = serverForFile();
const EventSource = NodeEventSource as unknown as EventSourceConstructor;

/** An `EventSource` that a test drives. */
class Puppet {
  static made: Puppet[] = [];
  readyState = 0;
  isClosed = false;
  readonly url: string;
  readonly init: object | undefined;
  readonly #target = new EventTarget();
  constructor(url: string, init?: object) {
    this.url = url;
    this.init = init;
    Puppet.made.push(this);
  }
  addEventListener(type: string, listener: (event: MessageEvent) => void): void {
    this.#target.addEventListener(type, (event) => listener(event as MessageEvent));
  }
  close(): void {
    this.isClosed = true;
    this.readyState = 2;
  }
  say(type: string, data?: string, lastEventId = ''): void {
    this.#target.dispatchEvent(
      data === undefined ? new Event(type) : new MessageEvent(type, { data, lastEventId }),
    );
  }
  fire(type: string, told: object): void {
    this.#target.dispatchEvent(Object.assign(new Event(type), told));
  }
}

async function withPuppet(
  request: Partial<SseRequest>,
  act: (source: Puppet) => void,
  lastEventIdParam?: string,
) {
  const options = { EventSource: Puppet, ...(lastEventIdParam ? { lastEventIdParam } : {}) };
  const reports = attemptOver(eventSource(options), { url: 'http://test/x?a=1', ...request });
  const source = Puppet.made.at(-1)!;
  act(source);
  source.readyState = 2;
  source.say('error');
  return { reports: (await reports).map((each) => each.replace(/(fail \w+).*/, '$1')), source };
}

describe('a native source', () => {
  test('reports open, messages and its own reconnection', async () => {
    const { reports } = await withPuppet({}, (source) => {
      source.say('open');
      source.say('message', 'a');
      source.say('message', 'b', '1');
      source.say('message', 'c', '1');
      source.say('error');
      source.say('open');
    });
    expect(reports).toEqual([
      'open',
      'message message "a" ',
      'message message "b" 1 own',
      'message message "c" 1',
      'reconnecting',
      'open',
      'fail network',
    ]);
  });
  test('is told from events that the server named open and error', async () => {
    const { reports } = await withPuppet({ events: ['open', 'error', 'price'] }, (source) => {
      source.readyState = 1;
      source.say('open', 'data');
      source.say('error', '');
      source.say('price', '5');
      source.say('message', 'not listened for');
    });
    expect(reports).toEqual([
      'message open "data" ',
      'message error "" ',
      'message price "5" ',
      'fail network',
    ]);
  });
  test('does not take an event named error for its own where nobody listens for it', async () => {
    const { reports } = await withPuppet({}, (source) => {
      source.readyState = 1;
      source.say('error', 'data');
    });
    expect(reports).toEqual(['fail network']);
  });
  test('delivers a message once, however often its type is listed', async () => {
    const { reports } = await withPuppet({ events: ['a', 'a'] }, (source) => source.say('a', '1'));
    expect(reports).toEqual(['message a "1" ', 'fail network']);
  });
  test('goes on after the id that it was made to resume after, until the server sends one', async () => {
    const { reports, source } = await withPuppet(
      { lastEventId: '7' },
      (each) => {
        each.say('message', 'a');
        each.say('message', 'b', '7');
        each.say('message', 'c', '8');
        each.say('message', 'd', '');
      },
      'after',
    );
    expect(source.url).toBe('http://test/x?a=1&after=7');
    expect(reports.slice(0, -1)).toEqual([
      'message message "a" 7',
      'message message "b" 7 own',
      'message message "c" 8 own',
      'message message "d"  own',
    ]);
  });
  test.each([
    ['include', true],
    ['same-origin', false],
  ] as const)('with credentials %s: withCredentials is %s', async (credentials, withCredentials) => {
    const { source } = await withPuppet({ init: { credentials } }, () => {});
    expect(source.init).toEqual({ withCredentials });
  });
  test('is closed with the attempt', async () => {
    const { source } = await withPuppet({}, () => {});
    expect(source.isClosed).toBe(true);
  });
  test.each([
    [{ method: 'POST' }, 'EventSource can only GET. Use fetchEventSource().'],
    [{ body: 'x' }, 'EventSource can only GET. Use fetchEventSource().'],
  ])('refuses %j', (init, message) => {
    const attempt = (): unknown => eventSource({ EventSource: Puppet })({ init } as never, {} as never);
    expect(attempt).toThrow(expect.objectContaining({ kind: 'network', message, isRetryable: false }));
  });
  test('can be told of more events while it is open', () => {
    const seen: string[] = [];
    const sink = { message: ({ type }: { type: string }) => void seen.push(type) };
    const request = { url: 'http://test/', init: {}, events: ['a'], lastEventId: '' };
    const attempt = eventSource({ EventSource: Puppet })(request, sink as never);
    const source = Puppet.made.at(-1)!;
    source.say('b', 'before');
    attempt.listen?.(['a', 'b']);
    source.say('a', '1');
    source.say('b', '2');
    expect(seen).toEqual(['a', 'b']);
    attempt();
    expect(source.isClosed).toBe(true);
  });
  test.each([
    ['code, as of npm eventsource', { code: 503 }, { kind: 'http', status: 503, isRetryable: true }],
    ['code, of one that will not change', { code: 401 }, { kind: 'http', status: 401, isRetryable: false }],
    ['status, as of event-source-polyfill', { status: 404 }, { kind: 'http', status: 404 }],
    ['xhrStatus, as of react-native-sse', { xhrStatus: 403 }, { kind: 'http', status: 403 }],
    ['a status as text', { status: '403' }, { kind: 'http', status: 403 }],
    ['a good status, so that it is the content type', { status: 200 }, { kind: 'contentType', status: 200 }],
    ['no status', {}, { kind: 'network', status: undefined, isRetryable: true }],
    ['a status that is none', { status: 0 }, { kind: 'network', status: undefined }],
  ])('believes what a polyfill tells: %s', (_, told, expected) => {
    const fail = vi.fn<SseSink['fail']>();
    const request = { url: 'http://test/', init: {}, events: undefined, lastEventId: '' };
    const attempt = eventSource({ EventSource: Puppet })(request, { fail } as never);
    const source = Puppet.made.at(-1)!;
    source.readyState = 2;
    source.fire('error', told);
    expect(fail.mock.calls).toMatchObject([[expected]]);
    attempt();
  });
  test.each([
    [{ xhrStatus: 401, message: 'no' }, 401],
    [{ status: 500 }, 500],
  ])('believes an HTTP error of a polyfill that would try again by itself: %j', async (told, status) => {
    class NoState extends Puppet {
      override readyState = undefined as never;
    }
    const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
    const feed = createConnection({
      url: 'http://test/',
      transport: eventSource({ EventSource: NoState }),
      retry: false,
      onError,
    });
    const before = Puppet.made.length;
    feed.open();
    await vi.waitFor(() => expect(Puppet.made.length).toBeGreaterThan(before));
    const source = Puppet.made.at(-1)!;
    source.fire('error', told);
    expect(feed.getSnapshot()).toMatchObject({ status: 'failed', error: { kind: 'http', status } });
    expect(onError).toHaveBeenCalledOnce();
    expect(source.isClosed).toBe(true);
  });
  test('tells a url whose scheme nobody knows as a mistake', () => {
    const fail = vi.fn<SseSink['fail']>();
    const request = { url: 'htp://test/', init: {}, events: undefined, lastEventId: '' };
    const attempt = eventSource({ EventSource: Puppet })(request, { fail } as never);
    const source = Puppet.made.at(-1)!;
    source.readyState = 2;
    source.fire('error', {});
    expect(fail.mock.calls).toMatchObject([[{ kind: 'network', isRetryable: false }]]);
    expect(fail.mock.calls[0]![0].message).toBe(
      '"htp://test/" cannot be requested. Use `http:` or `https:`.',
    );
    attempt();
  });
  test('understands a polyfill that calls its listeners without an event', async () => {
    class Silent extends Puppet {
      override addEventListener(type: string, listener: (event: MessageEvent) => void): void {
        const bare = listener as () => void;
        super.addEventListener(type, type === 'message' ? listener : () => bare());
      }
    }
    const reports = attemptOver(eventSource({ EventSource: Silent }), { url: 'http://test/' });
    const source = Puppet.made.at(-1)!;
    source.say('open');
    source.say('message', 'a');
    source.readyState = 2;
    source.say('error');
    expect((await reports).map((each) => each.replace(/(fail \w+).*/, '$1'))).toEqual([
      'open',
      'message message "a" ',
      'fail network',
    ]);
  });

  test('takes a polyfill’s 204 for the end without content', () => {
    const end = vi.fn<SseSink['end']>();
    const request = { url: 'http://test/', init: {}, events: undefined, lastEventId: '' };
    const attempt = eventSource({ EventSource: Puppet })(request, { end } as never);
    const source = Puppet.made.at(-1)!;
    source.readyState = 2;
    source.fire('error', { code: 204 });
    expect(end.mock.calls).toEqual([[true]]);
    attempt();
  });
  test('is missed where the environment has none', () => {
    expect(() => eventSource()({ init: {} } as never, {} as never)).toThrow('There is no EventSource here.');
  });
  test('has its parameter in its key', () => {
    expect(eventSource().key).toBe('eventSource ');
    expect(eventSource().key).toBe(eventSource({ EventSource: Puppet }).key);
    expect(eventSource().key).not.toBe(eventSource({ lastEventIdParam: 'after' }).key);
  });
});

test('a real source: the browser’s own reconnection is left alone, and after it gave up a new one is made', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, {
    perRequest: [
      [{ text: 'retry: 1\nid: 1\ndata: a\n\n' }, { end: true }],
      [{ text: 'id: 2\ndata: b\n\n' }, { end: true }],
      [{ status: 503 }, { end: true }],
      [{ text: 'id: 3\ndata: c\n\n' }, { hold: true }],
    ],
  });
  const seen: string[] = [];
  const kinds: unknown[] = [];
  const feed = createConnection({
    url,
    transport: eventSource({ EventSource }),
    retry: { delay: 1 },
    onMessage: ({ data }) => void seen.push(data),
    onError: ({ kind, status }, willRetry) => void kinds.push([kind, status, willRetry]),
  });
  feed.open();
  await until(feed, ({ lastMessage }) => lastMessage?.data === 'c');
  feed.close();
  await server().waitFor(key, { open: 0 });
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(kinds).toEqual([
    ['network', undefined, true],
    ['network', undefined, true],
    ['http', 503, true],
  ]);
  expect(
    server()
      .requests(key)
      .map(({ headers }) => headers['last-event-id']),
  ).toEqual([undefined, '1', '2', undefined]);
});

test('an old polyfill that gives its errors words and has null for empty data is understood', async () => {
  const { reports } = await withPuppet({ events: ['message', 'error'] }, (source) => {
    source.say('open');
    source.readyState = 1;
    source.say('message', null as never);
    source.readyState = 0;
    source.say('error', 'Reconnecting ');
  });
  expect(reports).toEqual(['open', 'message message "" ', 'reconnecting', 'fail network']);
});

test('an event of an old polyfill, which calls all of them "message", has the name that was listened for', async () => {
  const listeners = new Map<string, (event: MessageEvent) => void>();
  class Old {
    readyState = 1;
    addEventListener(type: string, listener: (event: MessageEvent) => void): void {
      listeners.set(type, listener);
    }
    close(): void {}
  }
  const seen: unknown[] = [];
  const sink = new Proxy({} as SseSink, {
    get: (_, name) => (each: object, ownId: boolean) => name === 'message' && seen.push({ ...each, ownId }),
  });
  const request = { url: 'http://host/', init: {}, events: ['price'], lastEventId: '' };
  eventSource({ EventSource: Old })(request, sink);
  listeners.get('price')!({ type: 'message', data: '1', lastEventId: null } as unknown as MessageEvent);
  expect(seen).toEqual([{ type: 'price', data: '1', lastEventId: '', ownId: false }]);
});
