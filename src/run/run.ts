import { type Answer, createAnswerFold } from '../answer/answer';
import { applyFormat } from '../answer/applyFormat';
import { createAttempts, type TimeoutOptions } from '../attempts/attempts';
import { callSafely, noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import type { Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';
import { type InStatus, readyStateOf } from '../protocol/readyState';
import {
  type HeadersOption,
  type RequestOptions,
  withoutUndefined,
  type Resolvable,
  resolve,
  resolveHeaders,
  resolveInit,
  resolveUrl,
} from '../protocol/request';
import { resolveRetry, type Retry } from '../attempts/retry';
import { idleRun, type RunAction, runReducer } from './runState';
import { createStore, type Readable } from '../publish/store';
import type { Throttle } from '../publish/throttle';
import type { FetchLike, Transport } from '../protocol/transport';

/** What a run can be told: the request, and what to do with the answer. */
export interface RunOptions extends RequestOptions {
  /** A value, or a function called afresh for each attempt. */
  url?: Resolvable<string | URL> | undefined;
  /** Aborting it stops the run. No listener stays on it. */
  signal?: AbortSignal | null | undefined;
  /**
   * How messages become an answer.
   * @default plainText()
   */
  format?: Format | undefined;
  /** The event-type filter, before the format. @default all */
  events?: readonly string[] | undefined;
  /**
   * What to do when an attempt fails. What is not idempotent is sent again only if the caller asks for it here.
   * @default 3 for GET; for others, where the server refused with 429 or 503 and a `Retry-After`
   */
  retry?: Retry | undefined;
  /** How long to wait for what, in ms. @default none */
  timeout?: TimeoutOptions | undefined;
  /** How often React is told of new data; a change of status is told at once. @default 'auto' */
  throttle?: Throttle | undefined;
  /** Makes the attempts. @default fetchEventSource() */
  transport?: Transport | undefined;
  /** For transports over fetch that have none of their own. @default the platform's */
  fetch?: FetchLike | undefined;
  /** The stream is open; its body is the transport's to read. */
  onOpen?: ((response?: Response) => void) | undefined;
  /** Every message that passes `events`, in order, exactly once, as soon as it arrives. */
  onMessage?: ((message: SseMessage) => void) | undefined;
  /** Exactly once for each start, whatever the end, unless the component was unmounted. */
  onFinish?: ((result: RunSnapshot) => void) | undefined;
  /** An attempt failed, or the run did; `willRetry` says whether another attempt follows. */
  onError?: ((error: SseError, willRetry: boolean) => void) | undefined;
}

interface RunData extends Omit<Answer, 'error' | 'done'> {
  /** The newest message, `null` before the first. */
  readonly lastMessage: SseMessage | null;
  /** The newest id that the server sent, `''` before the first: where the answer would be resumed. */
  readonly lastEventId: string;
  /** Retries since the last message: 0 while all is well. */
  readonly attempt: number;
  /** When the next attempt is made, in epoch ms; `null` where none is planned. */
  readonly nextRetryAt: number | null;
}

/** The run's state, as one consistent value. A union by `status`, so that `error` narrows. */
export type RunSnapshot = RunData &
  (
    | InStatus<'idle' | 'connecting' | 'streaming' | 'done' | 'stopped', null>
    | InStatus<'reconnecting', SseError | null>
    | InStatus<'incomplete' | 'failed', SseError>
  );

/** A DOM or React event: ignored as an argument, so that `onClick={start}` works. */
export interface EventLike {
  preventDefault(): void;
}

/** Asks for one answer at a time, without React. */
export interface Run extends Readable<RunSnapshot> {
  /**
   * Stops a run in progress and starts the next. Overrides win over the options for this run; headers are merged
   * by name. The promise settles with the final state, and never rejects.
   */
  readonly start: (overrides?: RunOptions | EventLike) => Promise<RunSnapshot>;
  /** Ends the run: synchronous and final. The text so far is kept. */
  readonly stop: () => void;
  /** Stops, and clears the answer. */
  readonly reset: () => void;
}

/** What a binding needs beside the public verbs: its options change with each render, and it goes away. */
export interface BoundRun extends Run {
  setOptions(options: RunOptions): void;
  /** The component is there. Returns what says that it is gone: as `stop()`, without any callback, until it is back. */
  attach(): () => void;
}

/** How long the server may take to close a stream whose answer has ended, in ms. */
const CLOSING_TIME = 1000;

/** One start, until its promise settles. */
interface Course {
  readonly overrides: RunOptions;
  readonly release: () => void;
  readonly settle: (result: RunSnapshot) => void;
}

/** `onClick={start}` passes an event: it is not a set of options. */
const isEvent = (value: RunOptions | EventLike): value is EventLike => 'preventDefault' in value;

function mergeOptions(options: RunOptions, overrides: RunOptions): RunOptions {
  const merged: RunOptions = { ...options, ...withoutUndefined(overrides) };
  const { headers } = options;
  if (headers && overrides.headers) {
    merged.headers = async (): Promise<HeadersOption> => ({
      ...resolveHeaders(await resolve(headers)),
      ...resolveHeaders(await resolve(overrides.headers)),
    });
  }
  return merged;
}

/**
 * @param defaults the transport and the format, where the options name none
 */
export function createRun(initial: RunOptions, defaults: { transport: Transport; format: Format }): BoundRun {
  let latest = initial;
  let state = idleRun;
  let answer = createAnswerFold();
  let lastMessage: SseMessage | null = null;
  let course: Course | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  let isClearing = false;

  /** The options with the overrides of the course, if there is one. */
  let options = initial;
  const merge = (): void => {
    options = course ? mergeOptions(latest, course.overrides) : latest;
  };
  const format = (): Format => options.format ?? defaults.format;

  const read = (): RunSnapshot => {
    const { status, error, nextRetryAt } = state;
    const { error: _, done: __, ...rest } = answer.snapshot();
    return {
      status,
      readyState: readyStateOf(status),
      error,
      ...rest,
      lastMessage,
      lastEventId: attempts.lastEventId,
      attempt: attempts.attempt,
      nextRetryAt,
    } as RunSnapshot;
  };

  const dispatch = (action: RunAction): void => {
    const before = state;
    state = runReducer(before, action);
    if (state !== before) store.publish();
  };

  /** Ends what is left of a course, and tells its result. */
  const settle = (silent = false): void => {
    const ended = course;
    if (!ended) return;
    const { onFinish } = options;
    clearTimeout(closing);
    attempts.close();
    store.flush();
    course = undefined;
    merge();
    ended.release();
    const result = store.getSnapshot();
    if (!silent) callSafely(onFinish, result);
    ended.settle(result);
  };

  const fail = (type: 'failed' | 'incomplete', error: SseError): void => {
    dispatch({ type, error });
    callSafely(options.onError, error, false);
  };

  /** The status says the end at once; the connection may still bring usage before it closes. */
  const awaitClose = (): void => {
    clearTimeout(closing);
    closing = setTimeout(() => settle(), CLOSING_TIME);
  };

  /** What the answer has become after a message. */
  const judge = (broken: SseError | undefined): void => {
    const { error, done } = answer.current;
    const mine = course;
    if (broken) {
      fail('failed', broken);
      if (course === mine) settle();
    } else if (error) {
      const { message, code } = error;
      awaitClose();
      fail('failed', new SseError('server', message, { code }));
    } else if (done) {
      awaitClose();
      dispatch({ type: 'done' });
    }
  };

  /** The server closed the stream before the format saw an end. */
  const judgeClose = (noContent: boolean): void => {
    const { endsOnClose = true } = format();
    if (noContent || endsOnClose || answer.current.finishReason !== null) dispatch({ type: 'done' });
    else {
      const message = 'The stream closed before the answer ended. The text so far is kept.';
      fail('incomplete', new SseError('incomplete', message));
    }
  };

  const ended = (): boolean => answer.current.done || answer.current.error !== null;

  const attempts = createAttempts({
    live: false,
    ids: Infinity,
    async prepare(lastEventId) {
      const { url, events, fetch, transport = defaults.transport, ...rest } = options;
      const address = await resolve(url);
      const request = {
        url: resolveUrl(address ?? ''),
        init: await resolveInit(requestOptions(rest)),
        events,
        lastEventId,
        framing: format().framing,
        fetch,
      };
      return { transport, request };
    },
    settings() {
      const { retry, timeout } = options;
      // An answer that has ended is never asked for again, however its connection closes.
      return { retry: resolveRetry(ended() ? false : retry, 3), timeout };
    },
    onOpen(response) {
      dispatch({ type: 'opened' });
      callSafely(options.onOpen, response);
    },
    onMessage(message) {
      const { events, onMessage } = options;
      if (events && !events.includes(message.type)) return;
      const mine = course;
      lastMessage = message;
      const over = ended();
      const broken = applyFormat(answer, format(), message);
      store.touch();
      if (onMessage) callSafely(onMessage, message);
      if (course === mine && !over) judge(broken);
    },
    onId: () => store.touch(),
    onRetrying: () => dispatch({ type: 'retrying' }),
    onReconnecting(error, nextRetryAt) {
      dispatch({ type: 'interrupted', error, nextRetryAt });
      if (error) callSafely(options.onError, error, true);
    },
    onEnd(error, noContent) {
      const mine = course;
      if (!ended()) {
        if (error) fail('failed', error);
        else judgeClose(noContent);
      }
      if (course === mine) settle();
    },
  });

  const store = createStore(read, () => options.throttle ?? 'auto');
  const blank = store.getSnapshot();

  const stop = (silent = false): void => {
    const mine = course;
    dispatch({ type: 'stopped' });
    if (course === mine) settle(silent);
  };

  /** Ends what there was, for what follows. */
  const clear = (): void => {
    isClearing = true;
    stop();
    isClearing = false;
    answer = createAnswerFold();
    lastMessage = null;
    attempts.resumeAfter('');
  };

  /** Follows the caller's signal, and returns what stops following it. */
  const follow = (signal: AbortSignal | null | undefined): (() => void) => {
    if (!signal) return noop;
    const aborted = (): void => stop();
    signal.addEventListener('abort', aborted);
    return () => signal.removeEventListener('abort', aborted);
  };

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    setOptions(next) {
      latest = next;
      merge();
    },
    start(argument) {
      // From `onFinish` of a run that makes way for another start, or for a reset: that one wins.
      if (isClearing) return Promise.resolve({ ...blank, status: 'stopped', error: null });
      clear();
      return new Promise((resolvePromise) => {
        const overrides = !argument || isEvent(argument) ? {} : argument;
        const { signal } = mergeOptions(latest, overrides);
        course = { overrides, release: follow(signal), settle: resolvePromise };
        merge();
        dispatch({ type: 'start' });
        if (signal?.aborted) return stop();
        // In a turn of its own: StrictMode takes a component away and brings it back.
        if (gone) queueMicrotask(() => gone && stop(true));
        attempts.open();
      });
    },
    stop: () => stop(),
    reset() {
      clear();
      dispatch({ type: 'reset' });
    },
    attach() {
      gone = false;
      return () => {
        gone = true;
        stop(true);
      };
    },
  };
}

/** What is left for `fetch` when all that is ours has been taken out. */
function requestOptions(options: Omit<RunOptions, 'url' | 'events' | 'fetch' | 'transport'>): RequestOptions {
  const { format, retry, timeout, throttle, signal, onOpen, onMessage, onFinish, onError, ...request } =
    options;
  return request;
}
