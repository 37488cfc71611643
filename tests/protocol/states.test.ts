import { describe, expect, test } from 'vitest';
import { CLOSED, CONNECTING, OPEN, SseError } from 'react-event-source/core';
import { type FeedAction, feedReducer, type FeedState } from '../../src/feed/feedState';
import { readyStateOf } from '../../src/protocol/readyState';
import { type RunAction, runReducer, type RunState } from '../../src/run/runState';

const error = new SseError('network', 'broken');
const other = new SseError('decode', 'unreadable');

test('readyState is the platform’s number for each status', () => {
  const statuses = [
    'idle',
    'connecting',
    'open',
    'streaming',
    'reconnecting',
    'closed',
    'done',
    'incomplete',
    'stopped',
    'failed',
  ] as const;
  expect([CONNECTING, OPEN, CLOSED]).toEqual([0, 1, 2]);
  expect(statuses.map(readyStateOf)).toEqual([2, 0, 1, 1, 0, 2, 2, 2, 2, 2]);
});

/** What each action makes of each status; a dot is "the very same state". */
function tableOf<State extends { status: string }, Action extends { type: string }>(
  reducer: (state: State, action: Action) => State,
  states: readonly State[],
  actions: readonly Action[],
): string[] {
  return actions.map((action) => {
    const row = states.map((state) => {
      const next = reducer(state, action);
      return next === state ? '.' : next.status;
    });
    return [action.type, ...row].join(' ');
  });
}

describe('a lasting connection', () => {
  const states = (['idle', 'connecting', 'open', 'reconnecting', 'closed', 'failed'] as const).map(
    (status): FeedState => ({ status, error: null, nextRetryAt: null }),
  );
  const actions: readonly FeedAction[] = [
    { type: 'connect' },
    { type: 'opened' },
    { type: 'interrupted', error, nextRetryAt: 5 },
    { type: 'retrying' },
    { type: 'closed' },
    { type: 'failed', error },
  ];
  test('goes from state to state by this table', () => {
    expect(tableOf(feedReducer, states, actions)).toEqual(
      [
        //            idle      connecting   open         reconnecting closed     failed
        'connect      connecting . . . connecting connecting',
        'opened       . open open open . .',
        'interrupted  . reconnecting reconnecting reconnecting . .',
        'retrying     . reconnecting reconnecting reconnecting . .',
        'closed       . closed closed closed . .',
        'failed       . failed failed failed . .',
      ].map((row) => row.replace(/ +/g, ' ')),
    );
  });
  test('carries the error and the time of the next attempt', () => {
    const open: FeedState = { status: 'open', error: null, nextRetryAt: null };
    const waiting = feedReducer(open, { type: 'interrupted', error, nextRetryAt: 5 });
    expect(waiting).toEqual({ status: 'reconnecting', error, nextRetryAt: 5 });
    expect(feedReducer(waiting, { type: 'retrying' })).toEqual({ ...waiting, nextRetryAt: null });
    expect(feedReducer(waiting, { type: 'opened' })).toEqual(open);
    expect(feedReducer(waiting, { type: 'failed', error })).toEqual({
      status: 'failed',
      error,
      nextRetryAt: null,
    });
    expect(feedReducer(waiting, { type: 'closed' })).toEqual({
      status: 'closed',
      error: null,
      nextRetryAt: null,
    });
  });
});

describe('a run', () => {
  const states = (
    ['idle', 'connecting', 'streaming', 'reconnecting', 'done', 'incomplete', 'stopped', 'failed'] as const
  ).map((status): RunState => ({ status, error: null, nextRetryAt: null }));
  const actions: readonly RunAction[] = [
    { type: 'start' },
    { type: 'opened' },
    { type: 'interrupted', error, nextRetryAt: 5 },
    { type: 'retrying' },
    { type: 'done' },
    { type: 'incomplete', error },
    { type: 'failed', error },
    { type: 'stopped' },
    { type: 'reset' },
  ];
  test('goes from state to state by this table', () => {
    const ended = '. . . .';
    expect(tableOf(runReducer, states, actions)).toEqual([
      `start ${'connecting '.repeat(8).trim()}`,
      `opened . streaming streaming streaming ${ended}`,
      `interrupted . reconnecting reconnecting reconnecting ${ended}`,
      `retrying . reconnecting reconnecting reconnecting ${ended}`,
      `done . done done done ${ended}`,
      `incomplete . incomplete incomplete incomplete ${ended}`,
      `failed . failed failed failed ${ended}`,
      `stopped . stopped stopped stopped ${ended}`,
      `reset ${'idle '.repeat(8).trim()}`,
    ]);
  });
  test('carries the error and the time of the next attempt', () => {
    const streaming: RunState = { status: 'streaming', error: null, nextRetryAt: null };
    const waiting = runReducer(streaming, { type: 'interrupted', error, nextRetryAt: 5 });
    expect(waiting).toEqual({ status: 'reconnecting', error, nextRetryAt: 5 });
    expect(runReducer(waiting, { type: 'retrying' })).toEqual({ ...waiting, nextRetryAt: null });
    expect(runReducer(waiting, { type: 'opened' })).toEqual(streaming);
    expect(runReducer(waiting, { type: 'failed', error })).toEqual({
      status: 'failed',
      error,
      nextRetryAt: null,
    });
    expect(runReducer(waiting, { type: 'stopped' })).toEqual({
      status: 'stopped',
      error: null,
      nextRetryAt: null,
    });
    expect(runReducer(waiting, { type: 'incomplete', error: other }).error).toBe(other);
    expect(runReducer(waiting, { type: 'start' })).toEqual({
      status: 'connecting',
      error: null,
      nextRetryAt: null,
    });
  });
});
