import type { Answer } from '../answer/answer';
import { createAnswerFold } from '../answer/foldAnswer';
import { applyFormat, readsType } from '../answer/applyFormat';
import { createAttempts } from '../attempts/attempts';
import { resolveRetry } from '../attempts/retry';
import { callSafely, noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import {
  CLOSING_TIME,
  createPatience,
  earlyClose,
  type Ending,
  endInMessages,
  endOnClose,
  isOpenEnded,
} from './ending';
import type { RunOptions, RunSnapshot } from './options';
import { mergeOptions, prepareAttempt, type RunDefaults } from './request';
import { idleRun, type RunAction, runReducer } from './runState';
import { createStopwatch } from './timing';
import type { Throttle } from '../publish/throttle';
import { answerOf, toSnapshot } from './snapshot';

/** What an execution tells the run that it belongs to. */
export interface ExecutionOwner {
  readonly defaults: RunDefaults;
  /** The options as they are now. */
  options(): RunOptions;
  /** How many starts wait for their turn. */
  queued(): number;
  /** The status changed, or data did: publish at once, or when `throttle` allows it. */
  readonly store: { publish(): void; touch(): void; flush(): void };
  /** It has ended, and its callbacks were called. */
  ended(execution: Execution): void;
  /** Whether no callback may be called: the component has been unmounted. */
  isSilent(): boolean;
}

/** One start of a run, from its request to its result. */
export interface Execution {
  readonly promise: Promise<RunSnapshot>;
  /** Whether it has ended. Before `begin()` it waits. */
  readonly hasEnded: boolean;
  /** Its state as it is now; once it has ended, its result, with usage that came later. */
  read(): RunSnapshot;
  begin(): void;
  /** Stops it if it is under way or waits, and closes its connection. */
  close(): void;
  throttle(): Throttle | undefined;
  /** Ends it as failed. */
  fail(error: SseError): void;
}

/** A signal whose time has run out, as that of `AbortSignal.timeout()`, says so in its reason. */
function endOfSignal({ reason }: AbortSignal): Ending {
  const { name, message } = (reason ?? {}) as Partial<Error>;
  if (name !== 'TimeoutError') return { type: 'stopped' };
  return {
    type: 'failed',
    error: new SseError('timeout', message || 'The signal timed out', { cause: reason }),
  };
}

/** @param overrides what `start()` was given */
export function createExecution(owner: ExecutionOwner, overrides: RunOptions): Execution {
  const { defaults, store } = owner;
  const latest = (): RunOptions => mergeOptions(owner.options(), overrides);
  /** The request is that of the moment of `start()`. */
  const request = latest();
  const { format = defaults.format, events, signal } = request;
  const fold = createAnswerFold();
  const stopwatch = createStopwatch();
  let state = idleRun;
  let lastMessage: SseMessage | null = null;
  let result: RunSnapshot | undefined;
  let finalAnswer: Answer | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let settle: (result: RunSnapshot) => void = noop;
  const promise = new Promise<RunSnapshot>((resolve) => (settle = resolve));
  /** Calls `onError` and `onFinish` and settles the promise: once, though `onError` may start the next run. */
  let deliver = noop;

  const read = (): RunSnapshot => {
    const answer = fold.snapshot();
    const queued = owner.queued();
    if (result)
      return answer === finalAnswer && queued === result.queued
        ? result
        : { ...result, queued, ...answerOf(answer) };
    const { lastEventId, attempt } = attempts;
    return toSnapshot(state, answer, { queued, lastMessage, lastEventId, attempt, timing: stopwatch.timing });
  };

  const notify = <Name extends 'onOpen' | 'onMessage' | 'onError' | 'onFinish'>(
    name: Name,
    ...args: Parameters<NonNullable<RunOptions[Name]>>
  ): void => {
    const callback = owner.isSilent()
      ? undefined
      : (latest()[name] as ((...args: unknown[]) => void) | undefined);
    callSafely(callback, ...args);
  };

  const dispatch = (action: RunAction): void => {
    const before = state;
    state = runReducer(before, action);
    if (state !== before && !result) store.publish();
  };

  /** The one moment of the end: status, callbacks and promise. The connection is closed by whoever knows when. */
  const end = (ending: Ending): void => {
    if (result) return;
    patience.clear();
    signal?.removeEventListener('abort', onAbort);
    stopwatch.note('endedAt');
    // One that waits in the queue ends without having begun.
    if (state === idleRun) state = runReducer(state, { type: 'start' });
    state = runReducer(state, ending);
    const ended = read();
    finalAnswer = fold.snapshot();
    result = ended;
    deliver = () => {
      deliver = noop;
      notify('onFinish', ended);
      settle(ended);
    };
    store.publish();
    if (state.error) notify('onError', state.error, false);
    deliver();
    owner.ended(execution);
  };

  const disconnect = (): void => {
    clearTimeout(closing);
    patience.clear();
    attempts.close(result !== undefined);
    deliver();
  };

  /** The answer has ended, the connection may still bring usage before it closes. */
  const linger = (): void => {
    closing = setTimeout(() => {
      disconnect();
      store.flush();
    }, CLOSING_TIME);
  };

  const patience = createPatience(() => {
    attempts.close(true);
    end({ type: 'done' });
  });

  const attempts = createAttempts({
    live: false,
    prepare: (lastEventId) => prepareAttempt(request, latest().headers, defaults, lastEventId),
    settings() {
      const { retry, timeout } = latest();
      // An answer that has ended is never asked for again, however its connection closes.
      return { retry: resolveRetry(isOpenEnded(fold.current) ? retry : false, 3), timeout };
    },
    onOpen(response) {
      stopwatch.note('openedAt');
      dispatch({ type: 'opened' });
      if (!result) notify('onOpen', response);
    },
    onMessage(message) {
      if (events && !events.includes(message.type)) return;
      lastMessage = message;
      stopwatch.message();
      const isRead = readsType(format, events, message.type);
      const unreadable = isRead ? applyFormat(fold, format, message) : undefined;
      if (fold.current.text) stopwatch.note('firstTextAt');
      store.touch();
      const before = result;
      notify('onMessage', message);
      if (before || result) return;
      if (unreadable) {
        attempts.close();
        end({ type: 'failed', error: unreadable });
        return;
      }
      const ending = endInMessages(fold.current);
      if (!ending) return patience.check(fold);
      linger();
      end(ending);
    },
    onId: () => store.touch(),
    onRetrying: () => dispatch({ type: 'retrying' }),
    onReconnecting(error, nextRetryAt) {
      dispatch({ type: 'interrupted', error, nextRetryAt });
      if (error && !result) notify('onError', error, true);
    },
    earlyClose: (words) =>
      fold.foreign ?? (isOpenEnded(fold.current) ? earlyClose(fold.current, format, words) : undefined),
    onEnd(error) {
      clearTimeout(closing);
      end(endOnClose(fold.current, error));
      store.flush();
    },
  });

  const onAbort = (): void => {
    attempts.close();
    end(endOfSignal(signal!));
  };
  signal?.addEventListener('abort', onAbort);

  const execution: Execution = {
    promise,
    get hasEnded() {
      return result !== undefined;
    },
    read,
    begin() {
      stopwatch.note('startedAt');
      dispatch({ type: 'start' });
      if (signal?.aborted) onAbort();
      else if (!result) attempts.open();
    },
    close() {
      disconnect();
      end({ type: 'stopped' });
      // Of an answer that had ended: what came after its end.
      store.flush();
    },
    // Asked for each message: without merging all options.
    throttle: () => overrides.throttle ?? owner.options().throttle,
    fail(error) {
      disconnect();
      end({ type: 'failed', error });
    },
  };
  return execution;
}
