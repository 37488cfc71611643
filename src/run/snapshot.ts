import { type Answer, emptyAnswer } from '../answer/answer';
import { CLOSED, readyStateOf } from '../protocol/readyState';
import type { RunSnapshot } from './options';
import { idleRun, type RunState } from './runState';
import { noTiming } from './timing';

/** What of an answer stands in a snapshot: how it ended is its `status` and `error`. */
export const answerOf = ({
  error,
  done,
  stopped,
  ...answer
}: Answer): Omit<Answer, 'error' | 'done' | 'stopped'> => answer;

export function toSnapshot(
  { status, error, nextRetryAt }: RunState,
  answer: Answer,
  data: Pick<RunSnapshot, 'queued' | 'lastMessage' | 'lastEventId' | 'attempt' | 'timing'>,
): RunSnapshot {
  const readyState = readyStateOf(status);
  const isRunning = readyState !== CLOSED;
  return { status, readyState, isRunning, error, nextRetryAt, ...answerOf(answer), ...data } as RunSnapshot;
}

/** The snapshot of a run that was never started, or was reset. */
export const emptySnapshot = (state: RunState = idleRun): RunSnapshot =>
  toSnapshot(state, emptyAnswer, {
    queued: 0,
    lastMessage: null,
    lastEventId: '',
    attempt: 0,
    timing: noTiming,
  });
