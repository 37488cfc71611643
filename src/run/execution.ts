import type { Answer } from '../answer/answer';
import { applyFormat, readsType } from '../answer/applyFormat';
import { createAnswerFold } from '../answer/foldAnswer';
import { createAttempts } from '../attempts/attempts';
import { at } from '../protocol/lifecycle';
import type { SseMessage } from '../protocol/message';
import type { ResumePoint } from '../resume/contract';
import { createDelivery } from './delivery';
import { createFinishTimer, earlyClose, type Ending, endInMessages, endOnClose, isOpenEnded } from './ending';
import type { Execution, ExecutionOwner } from './executionContract';
import type { RunOptions, RunSnapshot } from './options';
import { createPlans } from './plans';
import { mergeOptions, ownRequest } from './request';
import { idleRun, type RunAction, runReducer } from './runState';
import { watchSignal } from './signal';
import { answerOf, toSnapshot } from './snapshot';
import { createStopwatch } from './timing';

/**
 * @param overrides the options that `start()` was given
 * @param joined the answer under way that it joins, in place of making a request of its own
 */
export function createExecution(
  owner: ExecutionOwner,
  overrides: RunOptions,
  joined?: ResumePoint,
): Execution {
  const { defaults, store } = owner;
  const latest = (): RunOptions => mergeOptions(owner.options(), overrides);
  const { request, wrongOption } = ownRequest(latest());
  const { events, signal } = request;
  const format = request.format ?? defaults.format;
  const delivery = createDelivery(owner, latest);
  const { notify } = delivery;
  const fold = createAnswerFold();
  const stopwatch = createStopwatch();
  let state = idleRun;
  let lastMessage: SseMessage | null = null;
  /** The snapshot of the end, and the answer in it. */
  let result: RunSnapshot | undefined;
  let resultAnswer: Answer | undefined;

  const read = (): RunSnapshot => {
    const answer = fold.snapshot();
    const queued = owner.queued();
    if (result)
      return answer === resultAnswer && queued === result.queued
        ? result
        : { ...result, queued, ...answerOf(answer) };
    const { lastEventId, attempt } = attempts;
    return toSnapshot(state, answer, { queued, lastMessage, lastEventId, attempt, timing: stopwatch.timing });
  };

  const dispatch = (action: RunAction): void => {
    const before = state;
    state = runReducer(before, action);
    if (state !== before) store.publish();
  };

  /** The one moment of the end: status, callbacks and promise. The connection may stay open for what comes late. */
  const end = (ending: Ending): void => {
    if (result) return;
    abort.clear();
    stopwatch.note('endedAt');
    // One that waits in the queue ends without having begun.
    state = runReducer(state === idleRun ? at('connecting') : state, ending);
    session?.ended(state.error);
    const ended = read();
    resultAnswer = fold.snapshot();
    result = ended;
    delivery.end(ended);
    owner.ended(execution);
  };

  /** Closes the connection and ends the execution, if it has not ended; then nothing more comes. */
  const close = (ending: Ending): void => {
    finishTimer.clear();
    attempts.close(result !== undefined || ending.type === 'done');
    delivery.flush();
    end(ending);
    // Of an answer that had ended: what came after its end.
    store.flush();
  };

  const finishTimer = createFinishTimer(() => close({ type: 'done' }));

  const { session, prepare, settings } = createPlans(request, latest, defaults, (send) =>
    request.resume?.begin({ options: request, send, nothing: () => close({ type: 'reset' }) }, joined),
  );

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
    onMessage(message, ownId) {
      // Its id is known from now on, whether it is wanted or not.
      if (events && !events.includes(message.type)) return ownId ? store.touch() : undefined;
      lastMessage = message;
      stopwatch.message();
      const isRead = readsType(format, events, message.type);
      const unreadable = isRead ? applyFormat(fold, format, message) : undefined;
      if (fold.current.text) stopwatch.note('firstTextAt');
      store.touch();
      const before = result;
      notify('onMessage', message);
      if (before || result) return;
      if (unreadable) return close(endOnClose(fold.current, unreadable));
      const ending = endInMessages(fold.current);
      if (!ending) return finishTimer.check(fold);
      finishTimer.linger();
      end(ending);
    },
    onId: () => store.touch(),
    onRetrying: () => dispatch({ type: 'retrying' }),
    onReconnecting(error, nextRetryAt) {
      dispatch({ type: 'interrupted', error, nextRetryAt });
      if (error && !result) notify('onError', error, true);
    },
    earlyClose: (words) => earlyClose(fold, format, words),
    onEnd: (error) => close(endOnClose(fold.current, error)),
  });

  const abort = watchSignal(signal, (ending) => {
    if (ending.type === 'stopped') session?.stop();
    close(ending);
  });

  const execution: Execution = {
    promise: delivery.promise,
    get hasEnded() {
      return result !== undefined;
    },
    read,
    begin() {
      stopwatch.note('startedAt');
      dispatch({ type: 'start' });
      if (wrongOption) return end({ type: 'failed', error: wrongOption });
      abort.check();
      if (!result) attempts.open();
    },
    point: () => session?.point,
    close(isLeft = false) {
      if (!result) session?.[isLeft ? 'leave' : 'stop']();
      close({ type: 'stopped' });
    },
    silence: delivery.silence,
    // Asked for each message: without merging all options.
    throttle: () => overrides.throttle ?? owner.options().throttle,
    fail: (error) => close({ type: 'failed', error }),
  };
  return execution;
}
