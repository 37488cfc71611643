import type { Answer } from '../answer/answer';
import { createAnswerFold } from '../answer/foldAnswer';
import { applyFormat, readsType } from '../answer/applyFormat';
import { createAttempts } from '../attempts/attempts';
import { callSafely, noop } from '../platform/callbacks';
import type { SseMessage } from '../protocol/message';
import {
  CLOSING_TIME,
  createFinishTimer,
  earlyClose,
  type Ending,
  endInMessages,
  endOfSignal,
  endOnClose,
  isOpenEnded,
} from './ending';
import type { Execution, ExecutionOwner } from './executionContract';
import type { RunOptions, RunSnapshot } from './options';
import { createPlans } from './plans';
import { mergeOptions } from './request';
import { idleRun, type RunAction, runReducer } from './runState';
import { createStopwatch } from './timing';
import { answerOf, toSnapshot } from './snapshot';
import type { ResumePoint } from '../resume/contract';

/** Calls the latest callback of that name, unless the component has been unmounted. */
const createNotify =
  (owner: ExecutionOwner, latest: () => RunOptions) =>
  <Name extends 'onOpen' | 'onMessage' | 'onError' | 'onFinish'>(
    name: Name,
    ...args: Parameters<NonNullable<RunOptions[Name]>>
  ): void => {
    if (!owner.isSilent()) callSafely(latest()[name] as ((...args: unknown[]) => void) | undefined, ...args);
  };

/**
 * @param given what `start()` was given
 * @param joined where an answer is under way that it joins, in place of making a request of its own
 */
export function createExecution(owner: ExecutionOwner, given: RunOptions, joined?: ResumePoint): Execution {
  const { defaults, store } = owner;
  const latest = (): RunOptions => mergeOptions(owner.options(), given);
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

  const notify = createNotify(owner, latest);

  const dispatch = (action: RunAction): void => {
    const before = state;
    state = runReducer(before, action);
    if (state !== before && !result) store.publish();
  };

  /** The one moment of the end: status, callbacks and promise. The connection is closed by whoever knows when. */
  const end = (ending: Ending | { readonly type: 'reset' }): void => {
    if (result) return;
    finishTimer.clear();
    signal?.removeEventListener('abort', onAbort);
    stopwatch.note('endedAt');
    // One that waits in the queue ends without having begun.
    if (state === idleRun) state = runReducer(state, { type: 'start' });
    state = runReducer(state, ending);
    session?.ended(state.error);
    const ended = read();
    finalAnswer = fold.snapshot();
    result = ended;
    deliver = () => {
      deliver = noop;
      if (state !== idleRun) notify('onFinish', ended);
      settle(ended);
    };
    store.publish();
    if (state.error) notify('onError', state.error, false);
    deliver();
    owner.ended(execution);
  };

  const disconnect = (): void => {
    clearTimeout(closing);
    finishTimer.clear();
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

  const finishTimer = createFinishTimer(() => {
    attempts.close(true);
    end({ type: 'done' });
  });

  const { session, prepare, settings } = createPlans({ request, latest, defaults, joined }, () => {
    attempts.close();
    end({ type: 'reset' });
  });

  const attempts = createAttempts({
    live: false,
    prepare,
    // An answer that has ended is never asked for again, however its connection closes.
    settings: () => settings(isOpenEnded(fold.current)),
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
      if (!ending) return finishTimer.check(fold);
      linger();
      end(ending);
    },
    onId: () => store.touch(),
    onRetrying: () => dispatch({ type: 'retrying' }),
    onReconnecting(error, nextRetryAt) {
      dispatch({ type: 'interrupted', error, nextRetryAt });
      if (error && !result) notify('onError', error, true);
    },
    earlyClose: (words) => earlyClose(fold, format, words),
    onEnd(error) {
      clearTimeout(closing);
      end(endOnClose(fold.current, error));
      store.flush();
    },
  });

  const onAbort = (): void => {
    const ending = endOfSignal(signal!);
    if (ending.type === 'stopped') session?.stop();
    attempts.close();
    end(ending);
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
    point: () => session?.point,
    close(isLeft = false) {
      if (!result) session?.[isLeft ? 'leave' : 'stop']();
      disconnect();
      end({ type: 'stopped' });
      // Of an answer that had ended: what came after its end.
      store.flush();
    },
    // Asked for each message: without merging all options.
    throttle: () => given.throttle ?? owner.options().throttle,
    fail(error) {
      disconnect();
      end({ type: 'failed', error });
    },
  };
  return execution;
}
