import { vi } from 'vitest';
import {
  type Format,
  type Retry,
  type RunOptions,
  type RunSnapshot,
  SseError,
} from 'react-event-source/core';
import { createRun } from '../../src/run/run';
import type { Callback, Render, Step, Verb } from './runSteps.ts';
import { createWire, message, type WireAttempt } from './wire.ts';

/** One start, as the sequence knows it. */
interface Started {
  readonly number: number;
  readonly url: string;
  readonly version: number;
  readonly options: Render;
  readonly isQueued: boolean;
  readonly promise: Promise<RunSnapshot>;
  readonly attempts: Tried[];
  /** What its answer is so far. */
  text: string;
  lastEventId: string;
  /** The server has said that the answer ends, or that it is whole. */
  hasEnded: boolean;
  hasReason: boolean;
  /** Attempts that failed since the last message. */
  failures: number;
  /** The component was unmounted during its life, or it was called while another one made way for a start. */
  mayBeSilent: boolean;
  settled: number;
  result?: RunSnapshot;
}
interface Tried {
  readonly wire: WireAttempt;
  readonly started: Started;
  began: boolean;
  /** The server has closed or cut it. */
  isOver: boolean;
  mayBeRetried: boolean;
}

const formatOf = (version: number, endsOnClose: boolean): Format =>
  Object.assign<Format, Partial<Format>>(
    ({ data }) => {
      if (data === 'done') return { type: 'done' };
      if (data === 'reason') return { type: 'meta', finishReason: 'stop' };
      if (data === 'error') return { type: 'error', error: { message: 'Overloaded' } };
      if (data === 'unreadable') throw new TypeError('unreadable');
      return `${version}:${data} `;
    },
    { endsOnClose },
  );

const limitOf = (retry: Retry | undefined): number => {
  if (retry === undefined || retry === true) return 3;
  if (typeof retry === 'object') return retry.limit!;
  return Number(retry);
};

/**
 * Lets a run live through a sequence, and compares what it does with what it promises.
 *
 * @returns every promise that it broke
 */
export async function playRun(steps: readonly Step[]): Promise<string[]> {
  // A sequence that ended early leaves some.
  vi.clearAllTimers();
  const faults: string[] = [];
  const demand = (holds: boolean, promise: string): void => {
    if (!holds) faults.push(promise);
  };
  const same = (actual: unknown, expected: unknown, what: string): void =>
    demand(Object.is(actual, expected), `${what}: ${String(actual)} instead of ${String(expected)}`);

  const wire = createWire();
  const starts: Started[] = [];
  const tries: Tried[] = [];
  const finishes: RunSnapshot[] = [];
  /** The newest result, unless the component has been unmounted since. */
  let told: RunSnapshot | undefined;
  const armed = new Map<Callback, Verb>();
  let version = 0;
  let isMounted = true;
  /** Nothing may be told or shown until the next start. */
  let quietSince: RunSnapshot | undefined;
  /** What is sent at this moment. */
  let sending: { readonly data: string; readonly id: string; isTold: number } | undefined;
  let startsUnderWay = 0;
  let resetsUnderWay = 0;
  let callsOfVerbs = 0;
  let newestQueued = 0;
  let texts = 0;

  let rendered: Render;
  const optionsOf = (options: Render): RunOptions => {
    rendered = options;
    version += 1;
    const own = version;
    const tell = (callback: Callback): void => {
      same(own, version, `${callback} of the latest render`);
      demand(isMounted, `${callback} was called after unmounting`);
      demand(!quietSince, `${callback} was called after stop(), reset() or unmounting`);
      const act = armed.get(callback);
      armed.delete(callback);
      if (act) perform(act);
    };
    return {
      url: `http://test/${version}`,
      method: options.method,
      ...(options.method === 'POST' && { body: `body ${version}` }),
      headers: { version: `${version}` },
      format: formatOf(version, options.endsOnClose),
      retry: options.retry,
      whenBusy: options.whenBusy,
      throttle: options.throttle,
      transport(request, sink) {
        const close = wire.transport(request, sink);
        onRequest(wire.attempts.at(-1)!);
        return close;
      },
      onOpen: () => tell('onOpen'),
      onMessage({ data, lastEventId }) {
        demand(
          data === sending?.data && lastEventId === sending.id,
          `onMessage got ${data}, which was not sent now`,
        );
        if (sending) sending.isTold += 1;
        tell('onMessage');
      },
      onError: () => tell('onError'),
      onFinish(result) {
        finishes.push(result);
        told = result;
        check(result, 'the result');
        demand(!result.isRunning && result.status !== 'idle', `onFinish got ${result.status}`);
        tell('onFinish');
      },
    };
  };

  /** A request arrived at the server. */
  const onRequest = (attempt: WireAttempt): void => {
    const { url, init, lastEventId } = attempt.request;
    const started = starts[Number(init.headers!['start'])]!;
    const last = started.attempts.at(-1);
    const tried: Tried = { wire: attempt, started, began: false, isOver: false, mayBeRetried: false };
    demand(isMounted && !quietSince, 'a request was sent after stop(), reset() or unmounting');
    demand(!started.settled && !started.hasEnded, 'a request was sent for an answer that has ended');
    demand(!last || last.mayBeRetried, 'a request was sent twice');
    demand(
      tries.every(({ wire, isOver }) => isOver || wire.isClosed),
      'two connections are open',
    );
    same(url, started.url, 'url');
    same(init.method ?? 'GET', started.options.method, 'method');
    same(
      init.body ?? undefined,
      started.options.method === 'POST' ? `body ${started.version}` : undefined,
      'body',
    );
    same(init.headers!['version'], `${version}`, 'the latest headers');
    same(lastEventId, started.lastEventId, 'Last-Event-ID');
    if (started.isQueued && !last) {
      demand(started.number >= newestQueued, 'queued starts are out of order');
      newestQueued = started.number;
    }
    started.attempts.push(tried);
    tries.push(tried);
  };

  const run = createRun(optionsOf((steps[0] as { options: Render }).options), {
    transport: wire.transport,
    format: formatOf(-1, true),
  });
  let unmount = run.attach();

  /** Whether a snapshot is possible: text of one answer, exact or on its way to the page. */
  const check = (snapshot: RunSnapshot, what: string): void => {
    const { status, readyState, isRunning, text, error } = snapshot;
    const running = ['connecting', 'streaming', 'reconnecting'].indexOf(status);
    same(isRunning, running >= 0, `${what}: isRunning of ${status}`);
    same(readyState, [0, 1, 0][running] ?? 2, `${what}: readyState of ${status}`);
    if (status === 'failed' || status === 'incomplete')
      demand(error !== null, `${what}: ${status} without an error`);
    else if (status !== 'reconnecting') same(error, null, `${what}: error of ${status}`);
    if (!text) return;
    const owner = starts.find((each) => each.text && text.startsWith(each.text.split(' ', 1)[0]!));
    if (isRunning) demand(owner?.text.startsWith(text) === true, `${what}: text ${text}`);
    else same(text, owner?.text, `${what}: text`);
  };

  const begin = ({ whenBusy, ownUrl }: Extract<Verb, { do: 'start' }>): void => {
    const number = starts.length;
    const url = ownUrl ? `http://test/start/${number}` : `http://test/${version}`;
    quietSince = undefined;
    const wasMadeWay = startsUnderWay + resetsUnderWay > 0;
    const isIgnored = (whenBusy ?? rendered.whenBusy) === 'ignore' && run.getSnapshot().isRunning;
    startsUnderWay += 1;
    let settle: (value: RunSnapshot) => void;
    const started: Started = {
      number,
      url,
      version,
      options: rendered,
      isQueued: (whenBusy ?? rendered.whenBusy) === 'queue',
      promise: new Promise((resolve) => (settle = resolve)),
      attempts: [],
      text: '',
      lastEventId: '',
      hasEnded: false,
      hasReason: false,
      failures: 0,
      mayBeSilent: !isMounted || wasMadeWay,
      settled: 0,
    };
    starts.push(started);
    const promise = run.start({
      headers: { start: `${number}` },
      ...(whenBusy && { whenBusy }),
      ...(ownUrl && { url }),
    });
    startsUnderWay -= 1;
    promise.then(settle!, () => faults.push('a promise was rejected'));
    void started.promise.then((result) => {
      started.settled += 1;
      started.result = result;
    });
    promises[number] = promise;
    same(promises.indexOf(promise) !== number, isIgnored, 'whether the promise is that of the run under way');
  };
  const promises: Promise<RunSnapshot>[] = [];

  function perform(act: Verb): void {
    callsOfVerbs += 1;
    if (act.do === 'start') return begin(act);
    const before = starts.length;
    // What waits in the queue ends with reset().
    if (act.do === 'reset') quietSince = undefined;
    if (act.do === 'mount') {
      if (!isMounted) unmount = run.attach();
      isMounted = true;
      // The queue went with the component.
      quietSince &&= run.getSnapshot();
      return;
    }
    if (act.do === 'unmount') {
      if (!isMounted) return;
      isMounted = false;
      told = undefined;
      for (const each of starts) if (!each.settled) each.mayBeSilent = true;
      unmount();
      return;
    }
    if (act.do === 'reset') resetsUnderWay += 1;
    run[act.do]();
    if (act.do === 'reset') resetsUnderWay -= 1;
    // What is called while another one makes way for a start, or for reset(), does not concern that.
    if (starts.length === before && !startsUnderWay && !resetsUnderWay) quietSince = run.getSnapshot();
  }

  const serve = ({ act, age }: Extract<Step, { do: 'serve' }>): void => {
    const tried = tries.at(-1 - age);
    if (!tried) return;
    const {
      started,
      wire: { sink, isClosed },
    } = tried;
    const isHeard = !isClosed && !tried.isOver;
    const isTold = isHeard && isMounted;
    const calls = callsOfVerbs;
    if (act === 'open') return sink.open();
    if (act === 'cut' || act === 'end') {
      const early = act === 'cut' || !started.options.endsOnClose;
      const { retry } = rendered;
      const isAsked = started.options.method === 'GET' || !!retry;
      const isOpenEnded = !started.hasEnded && !started.hasReason;
      const isResumable = started.lastEventId !== '' || (act === 'cut' && !tried.began);
      if (isHeard) {
        started.failures += 1;
        tried.mayBeRetried =
          early && isOpenEnded && isAsked && isResumable && started.failures <= limitOf(retry);
        tried.isOver = true;
      }
      if (act === 'cut') sink.fail(new SseError('network', 'cut'));
      else sink.end();
      if (isTold && calls === callsOfVerbs && !started.hasEnded) {
        const status = act === 'cut' ? 'failed' : 'incomplete';
        const ended = early && isOpenEnded ? status : 'done';
        if (tried.mayBeRetried) same(run.getSnapshot().status, 'reconnecting', `status after ${act}`);
        else same(finishes.at(-1)?.status, ended, `result after ${act}`);
      }
      return;
    }
    const isText = act === 'text' || act === 'text with id';
    const data = isText ? `${started.number}.${++texts}` : act;
    const hasId = act === 'text with id';
    const id = hasId ? `id ${texts}` : started.lastEventId;
    if (isHeard) {
      tried.began = true;
      started.failures = 0;
      started.lastEventId = id;
      if (isText && !started.hasEnded) started.text += `${started.version}:${data} `;
      if (act === 'reason') started.hasReason = true;
      if (act === 'done' || act === 'error') started.hasEnded = true;
    }
    sending = { data, id, isTold: 0 };
    sink.message(message(data, id), hasId);
    same(sending.isTold, isTold ? 1 : 0, `how often ${act} was told`);
    sending = undefined;
    if (isText && isHeard && rendered.throttle === 'message' && calls === callsOfVerbs)
      same(run.getSnapshot().text, started.text, `text after ${act}`);
    if (act === 'unreadable' && isTold && !started.hasEnded && calls === callsOfVerbs)
      same(finishes.at(-1)?.status, started.hasReason ? 'done' : 'failed', 'result after unreadable');
  };

  const step = (each: Exclude<Step, { do: 'wait' }>): void => {
    if (each.do === 'render') run.setOptions(optionsOf(each.options));
    else if (each.do === 'arm') armed.set(each.callback, each.verb);
    else if (each.do === 'serve') serve(each);
    else perform(each);
  };

  const look = (): void => {
    const snapshot = run.getSnapshot();
    check(snapshot, 'the snapshot');
    if (quietSince && isMounted)
      demand(snapshot === quietSince, `the snapshot changed after stop() or reset()`);
    if (told && !snapshot.isRunning && snapshot.status !== 'idle') {
      same(snapshot.status, told.status, 'status of snapshot and result');
      same(snapshot.text, told.text, 'text of snapshot and result');
      same(snapshot.error, told.error, 'error of snapshot and result');
    }
  };

  for (const each of steps.slice(1)) {
    // What happens in one turn happens without a pause.
    if (each.do === 'wait') await vi.advanceTimersByTimeAsync(each.ms);
    else step(each);
    look();
    if (faults.length) break;
  }
  armed.clear();
  if (!faults.length) {
    perform({ do: starts.length % 2 ? 'reset' : 'unmount' });
    await vi.advanceTimersByTimeAsync(0);
    same(vi.getTimerCount(), 0, 'timers left');
    await vi.advanceTimersByTimeAsync(60_000);
    demand(
      tries.every(({ wire, isOver }) => isOver || wire.isClosed),
      'a connection is left open',
    );
    demand(!run.getSnapshot().isRunning && run.getSnapshot().queued === 0, 'the run is left running');
    for (const { number, settled, result, mayBeSilent } of starts) {
      same(settled, 1, `how often the promise of start ${number} settled`);
      if (promises.indexOf(promises[number]!) !== number) continue;
      const calls = finishes.filter((each) => each === result).length;
      if (mayBeSilent) demand(calls <= 1, `onFinish of start ${number} was called ${calls} times`);
      else same(calls, 1, `how often onFinish of start ${number} was called`);
    }
    same(finishes.length, new Set(finishes).size, 'results that differ');
  }
  return faults;
}
