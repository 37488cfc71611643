import { fc } from './property.ts';
import { vi } from 'vitest';
import { type ConnectionOptions, SseError, type SseMessage, type Transport } from 'react-event-source/core';
import { createConnection } from '../../src/feed/connection';
import { createWire, message, type WireAttempt } from './wire.ts';

type Options = ConnectionOptions<readonly string[], readonly SseMessage[]>;

/** What of the options of one render tells one request from another. */
interface Render {
  readonly url: string;
  /** Whose headers the transport sends. */
  readonly user: string;
  readonly events: readonly string[];
  readonly withCredentials: boolean;
  readonly history: number;
}
type Verb = { readonly do: 'open' | 'close' };
type Callback = 'onOpen' | 'onMessage' | 'onError' | 'onClose';

/** One step of a sequence. */
export type FeedStep =
  | Verb
  | { readonly do: 'hide' | 'show' }
  | { readonly do: 'render'; readonly options: Render }
  /** The verb is called inside the next call of the callback. */
  | { readonly do: 'arm'; readonly callback: Callback; readonly verb: Verb }
  /** The server acts on one of the newest connections, open or not. */
  | {
      readonly do: 'serve';
      readonly act: 'open' | 'end' | 'cut' | 'no content' | 'reconnecting';
      readonly age: number;
    }
  | {
      readonly do: 'send';
      readonly id: string;
      readonly data: string;
      readonly type: string;
      readonly age: number;
    }
  /** Sends again what was sent, from that many messages back. */
  | { readonly do: 'repeat'; readonly from: number }
  | { readonly do: 'wait'; readonly ms: number };

const age = fc.constantFrom(0, 0, 0, 0, 1, 2);
const just = <Name extends string>(...names: Name[]) => fc.record({ do: fc.constantFrom(...names) });
const render: fc.Arbitrary<Render> = fc.record({
  url: fc.constantFrom('http://test/a', 'http://test/a', 'http://test/a', 'http://test/b'),
  user: fc.constantFrom('ann', 'ann', 'ann', 'bob'),
  events: fc.constantFrom<(readonly string[])[]>(['message'], ['message', 'other']),
  withCredentials: fc.boolean(),
  history: fc.constantFrom(0, 2, 5),
});

/** Sequences of what the user, the page and the server do. They begin with an open connection. */
export const feedSequences: fc.Arbitrary<FeedStep[]> = fc
  .tuple(
    render,
    fc.array(
      fc.oneof<fc.MaybeWeightedArbitrary<FeedStep>[]>(
        { weight: 2, arbitrary: just('open', 'close') },
        { weight: 2, arbitrary: just('hide', 'show', 'show') },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('render' as const), options: render }) },
        {
          weight: 1,
          arbitrary: fc.record({
            do: fc.constant('arm' as const),
            callback: fc.constantFrom<Callback[]>('onOpen', 'onMessage', 'onError', 'onClose'),
            verb: just('open', 'close'),
          }),
        },
        {
          weight: 5,
          arbitrary: fc.record({
            do: fc.constant('serve' as const),
            act: fc.constantFrom<Extract<FeedStep, { do: 'serve' }>['act'][]>(
              ...(['open', 'open', 'end', 'cut', 'cut', 'no content', 'reconnecting'] as const),
            ),
            age,
          }),
        },
        {
          weight: 8,
          arbitrary: fc.record({
            do: fc.constant('send' as const),
            // Few ids and texts: ids are used again, with the same text and with another.
            id: fc.constantFrom('', '1', '2', '3', '4'),
            data: fc.constantFrom('x', 'y'),
            type: fc.constantFrom('message', 'message', 'other'),
            age,
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({ do: fc.constant('repeat' as const), from: fc.integer({ min: 1, max: 4 }) }),
        },
        {
          weight: 5,
          arbitrary: fc.record({
            do: fc.constant('wait' as const),
            ms: fc.constantFrom(0, 0, 200, 1000, 60_000),
          }),
        },
      ),
      { maxLength: 40, size: 'max' },
    ),
  )
  .map(([options, steps]) => [
    { do: 'render', options },
    { do: 'open' },
    { do: 'wait', ms: 0 },
    { do: 'serve', act: 'open', age: 0 },
    ...steps,
  ]);

interface Tried {
  readonly wire: WireAttempt;
  readonly stream: Stream;
  isOver: boolean;
  /** Until the first message that is no repeat. */
  mayRepeat: boolean;
  /** What came again in this attempt. */
  repeated: string[];
}
/** One feed as the server sees it: from its first request until another url or user. */
interface Stream {
  readonly key: string;
  readonly delivered: SseMessage[];
  /** How often each id was sent, and its newest message. */
  readonly ids: Map<string, { count: number; newest: SseMessage }>;
  lastEventId: string;
  /** The server has ended it for good. */
  isOver: boolean;
}

const requestOf = ({ url, user, events, withCredentials }: Render): string =>
  JSON.stringify([url, user, events, withCredentials]);

/**
 * Lets a feed live through a sequence, and compares what it does with what it promises.
 *
 * @returns every promise that it broke
 */
export async function playFeed(steps: readonly FeedStep[]): Promise<string[]> {
  // A sequence that ended early leaves some.
  vi.clearAllTimers();
  const faults: string[] = [];
  const demand = (holds: boolean, promise: string): void => {
    if (!holds) faults.push(promise);
  };
  const same = (actual: unknown, expected: unknown, what: string): void => {
    const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
    demand(left === right, `${what}: ${left} instead of ${right}`);
  };

  const wire = createWire();
  const tries: Tried[] = [];
  const armed = new Map<Callback, Verb>();
  let rendered = (steps[0] as { options: Render }).options;
  let isShown = true;
  /** The url whose feed the user closed. */
  let closedUrl: string | undefined;
  let stream: Stream | undefined;
  let told: SseMessage[] = [];
  let closes = 0;
  let verbs = 0;

  const keyOf = ({ url, user }: Render): string => `${url} ${user}`;
  /** Another url or user is another feed, from the moment at which it is asked for. */
  const streamOf = (options: Render): Stream => {
    const key = keyOf(options);
    if (stream?.key !== key) stream = { key, delivered: [], ids: new Map(), lastEventId: '', isOver: false };
    return stream;
  };
  const isClosed = (): boolean =>
    closedUrl === rendered.url || (stream?.isOver === true && stream.key === keyOf(rendered));
  const isHeard = ({ wire, isOver }: Tried): boolean => !wire.isClosed && !isOver;

  const tell = (callback: Callback): void => {
    demand(isShown, `${callback} was called while hidden`);
    if (callback !== 'onClose') demand(!isClosed(), `${callback} was called after the close`);
    const act = armed.get(callback);
    armed.delete(callback);
    if (act) perform(act);
  };
  const optionsOf = ({ user, ...options }: Render): Options => ({
    ...options,
    throttle: 'message',
    initialState: [],
    reducer: (state, each) => [...state, each],
    transport: Object.assign<Transport, Partial<Transport>>(
      (request, sink) => {
        const close = wire.transport(request, sink);
        onRequest(wire.attempts.at(-1)!);
        return close;
      },
      { key: user },
    ),
    onOpen: () => tell('onOpen'),
    onMessage(each) {
      told.push(each);
      tell('onMessage');
    },
    onError: () => tell('onError'),
    onClose() {
      closes += 1;
      tell('onClose');
    },
  });

  /** A request arrived at the server. */
  const onRequest = (attempt: WireAttempt): void => {
    const { url, init, events, lastEventId } = attempt.request;
    demand(isShown, 'a request was sent while hidden');
    demand(!isClosed(), 'a request was sent after the close');
    demand(!tries.some(isHeard), 'two connections are open');
    const stream = streamOf(rendered);
    same(url, rendered.url, 'url');
    same(init.credentials, rendered.withCredentials ? 'include' : 'same-origin', 'credentials');
    same(events, rendered.events, 'events');
    same(lastEventId, stream.lastEventId, 'Last-Event-ID');
    tries.push({ wire: attempt, stream, isOver: false, mayRepeat: lastEventId !== '', repeated: [] });
  };

  const feed = createConnection(optionsOf(rendered), wire.transport);
  let detach = feed.attach();

  function perform({ do: verb }: Verb): void {
    verbs += 1;
    if (verb === 'open') {
      closedUrl = undefined;
      if (isShown) streamOf(rendered);
      if (stream) stream.isOver = false;
      feed.open();
      return;
    }
    const isLive = feed.getSnapshot().readyState !== 2;
    const before = { closes, verbs };
    closedUrl = rendered.url;
    feed.close();
    if (verbs !== before.verbs) return;
    same(closes - before.closes, isLive ? 1 : 0, 'calls of onClose in close()');
    demand(!tries.some(isHeard), 'close() left a connection open');
  }

  /** What the hook does when a render brings another request. */
  const change = (options: Render): void => {
    const isOther = requestOf(options) !== requestOf(rendered);
    const isOtherUrl = options.url !== rendered.url;
    rendered = options;
    feed.setOptions(optionsOf(options));
    if (!isShown || !isOther) return;
    streamOf(options);
    feed.pause();
    feed.connect();
    if (isOtherUrl) closedUrl = undefined;
  };

  const send = (tried: Tried, each: SseMessage): void => {
    const { wire, stream } = tried;
    const { lastEventId: id } = each;
    const heard = isHeard(tried);
    const known = stream.ids.get(id);
    let isRepeat = false;
    if (heard) {
      isRepeat =
        tried.mayRepeat &&
        known?.count === 1 &&
        !tried.repeated.includes(id) &&
        JSON.stringify(known.newest) === JSON.stringify(each);
      if (isRepeat) tried.repeated.push(id);
      else {
        tried.mayRepeat = false;
        if (id) stream.ids.set(id, { count: (known?.count ?? 0) + 1, newest: each });
      }
      if (id) stream.lastEventId = id;
    }
    const full = { ...each, lastEventId: id || stream.lastEventId };
    const expected = heard && !isRepeat && rendered.events.includes(each.type) ? [full] : [];
    stream.delivered.push(...expected);
    told = [];
    if (id) wire.sink.id(id);
    wire.sink.message(full, id !== '');
    same(told, expected, 'what was told of a message');
  };

  const serve = ({ act, age }: Extract<FeedStep, { do: 'serve' }>): void => {
    const tried = tries.at(-1 - age);
    if (!tried) return;
    const { sink } = tried.wire;
    const heard = isHeard(tried);
    const before = { closes, verbs };
    if (act === 'open') return sink.open();
    if (act === 'reconnecting') {
      if (heard) {
        tried.mayRepeat = tried.stream.lastEventId !== '';
        tried.repeated = [];
      }
      return sink.reconnecting();
    }
    if (heard) tried.isOver = true;
    if (act === 'cut') sink.fail(new SseError('network', 'cut'));
    else if (act === 'end') sink.end();
    else {
      if (heard) tried.stream.isOver = true;
      sink.end(true);
    }
    if (verbs === before.verbs)
      same(closes - before.closes, heard && act === 'no content' ? 1 : 0, `calls of onClose after ${act}`);
  };

  const step = (each: Exclude<FeedStep, { do: 'wait' }>): void => {
    if (each.do === 'open' || each.do === 'close') perform(each);
    else if (each.do === 'render') change(each.options);
    else if (each.do === 'arm') armed.set(each.callback, each.verb);
    else if (each.do === 'serve') serve(each);
    else if (each.do === 'send') {
      const tried = tries.at(-1 - each.age);
      if (tried) send(tried, message(each.data, each.id, each.type));
    } else if (each.do === 'repeat') {
      const tried = tries.at(-1);
      const again = tried?.stream.delivered.slice(-each.from) ?? [];
      for (const each of again) send(tried!, each);
    } else if (each.do === 'hide') {
      if (!isShown) return;
      isShown = false;
      feed.pause();
      detach();
    } else if (each.do === 'show') {
      if (isShown) return;
      isShown = true;
      streamOf(rendered);
      detach = feed.attach();
      feed.connect();
    }
  };

  const look = (): void => {
    const { status, readyState, error, state, messages, lastEventId } = feed.getSnapshot();
    same(
      readyState,
      { connecting: 0, open: 1, reconnecting: 0 }[status as string] ?? 2,
      `readyState of ${status}`,
    );
    if (status !== 'failed' && status !== 'reconnecting') same(error, null, `error of ${status}`);
    if (!isShown || isClosed()) same(readyState, 2, 'readyState of what is closed');
    if (stream?.key !== keyOf(rendered)) return;
    same(state, stream.delivered, 'the state');
    same(lastEventId, stream.lastEventId, 'lastEventId');
    const kept = stream.delivered.slice(-messages.length);
    same(messages, messages.length ? kept : [], 'messages');
  };

  for (const each of steps.slice(1)) {
    // What happens in one turn happens without a pause.
    if (each.do === 'wait') await vi.advanceTimersByTimeAsync(each.ms);
    else step(each);
    look();
    if (faults.length) return faults;
  }
  armed.clear();
  detach();
  await vi.advanceTimersByTimeAsync(0);
  same(vi.getTimerCount(), 0, 'timers left');
  demand(!tries.some(isHeard), 'a connection is left open');
  return faults;
}
