import { at } from '../protocol/lifecycle';
import type { SseError } from '../protocol/error';
import { createStore, type Readable } from '../publish/store';
import { createExecution } from './execution';
import type { Execution, ExecutionOwner } from './executionContract';
import type { EventLike, RunOptions, RunSnapshot } from './options';
import { mergeOptions, overridesOf, type RunDefaults } from './request';

import { emptySnapshot } from './snapshot';

/** Asks for one answer at a time, without React. */
export interface Run extends Readable<RunSnapshot> {
  /**
   * Starts a run; `whenBusy` says what becomes of one that is under way. Overrides win over the options for this
   * start, and headers are merged by name; what is no options object, such as an event, is ignored. The promise
   * settles with the final state, and never rejects.
   */
  readonly start: (overrides?: RunOptions | EventLike) => Promise<RunSnapshot>;
  /** Ends the run: synchronous and final. The text so far is kept, and so is the queue. */
  readonly stop: () => void;
  /** Stops, clears the answer and empties the queue. */
  readonly reset: () => void;
  /**
   * Joins the answer that is kept under `resumeKey`, or the one whose connection was lost: asks for the whole of it so
   * far, and follows it. Where there is none, or a run is under way, it begins nothing. The promise settles with the
   * final state, and never rejects.
   */
  readonly resume: () => Promise<RunSnapshot>;
}

/** What a binding needs beside the public verbs: its options change with each render, and it may be unmounted. */
export interface BoundRun extends Run {
  setOptions(options: RunOptions): void;
  /**
   * The component is mounted. Returns what says that it was unmounted: as `reset()` for the queue and `stop()` for the
   * run, without any callback, unless it is mounted again at once, as StrictMode and Fast Refresh do.
   */
  attach(): () => void;
  /** Whether the last run was under way when the component was unmounted. */
  wasInterrupted(): boolean;
  /** As `resume()`; `undefined` where there is nothing to join. */
  join(): Promise<RunSnapshot> | undefined;
  /** Ends the run as failed, in place of a start. */
  fail(error: SseError): void;
}

/**
 * @param defaults the transport and the format, where the options name none
 * @param startsOnMount until the first start it is `connecting`, not `idle`
 */
export function createRun(initial: RunOptions, defaults: RunDefaults, startsOnMount = false): BoundRun {
  let latest = initial;
  let current: Execution | undefined;
  let queue: readonly Execution[] = [];
  let empty = emptySnapshot(startsOnMount ? at('connecting') : undefined);
  let isSilent = false;
  let isAttached = true;
  let isInterrupted = false;
  /** The last run was stopped, if only in the moment of its end: the queue waits. */
  let isHeld = false;
  /** The run is making way: what `onFinish` starts meanwhile would only be stopped again. */
  let isMakingWay = false;
  /** What was under way when the component was unmounted in this very moment. */
  let unmounting: Execution | undefined;

  const owner: ExecutionOwner = {
    defaults,
    options: () => latest,
    queued: () => queue.length,
    isSilent: () => isSilent || !isAttached,
    get store() {
      return store;
    },
    ended(execution) {
      if (queue.includes(execution)) {
        queue = queue.filter((waiting) => waiting !== execution);
        store.publish();
      } else if (execution === current && !isMakingWay && !isHeld && execution.read().status === 'done')
        advance();
    },
  };
  const store = createStore(
    () => current?.read() ?? empty,
    () => (current ? current.throttle() : latest.throttle) ?? 'auto',
  );

  const isBusy = (): boolean => current !== undefined && !current.hasEnded;

  const closeAll = (executions: readonly (Execution | undefined)[]): void => {
    const before = isMakingWay;
    isMakingWay = true;
    for (const execution of executions) execution?.close();
    isMakingWay = before;
  };

  /** Ends what is under way, for what follows. */
  const makeWay = (): void => {
    // What began before StrictMode's second mount is not heard of.
    isSilent = current !== undefined && current === unmounting;
    closeAll([current]);
    isSilent = false;
  };

  const begin = (next: Execution): void => {
    makeWay();
    isInterrupted = isHeld = false;
    current = next;
    if (!isAttached) queueMicrotask(leave);
    next.begin();
  };

  /** Begins the next start that waits. */
  const advance = (): void => {
    const [next, ...others] = queue;
    if (!next) return;
    queue = others;
    begin(next);
  };

  const clearQueue = (): void => {
    const waiting = queue;
    queue = [];
    closeAll(waiting);
  };

  /** The component has been unmounted, and was not mounted again in the same moment. */
  const leave = (): void => {
    unmounting = undefined;
    if (isAttached) return;
    isInterrupted ||= isBusy();
    clearQueue();
    current?.close(true);
  };

  const join = (): Promise<RunSnapshot> | undefined => {
    const point = isBusy() ? undefined : (latest.resume?.kept(latest) ?? current?.point());
    if (point) begin(createExecution(owner, {}, point));
    return point && current!.promise;
  };

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    setOptions(next) {
      latest = next;
    },
    start(argument) {
      const overrides = overridesOf(argument);
      const { whenBusy } = mergeOptions(latest, overrides);
      if (current && isBusy() && whenBusy === 'ignore') return current.promise;
      const next = createExecution(owner, overrides);
      if (isMakingWay) {
        isSilent = true;
        next.close();
        isSilent = false;
      } else if (whenBusy !== 'queue') begin(next);
      else {
        queue = [...queue, next];
        if (isBusy()) store.publish();
        else advance();
      }
      return next.promise;
    },
    stop() {
      isHeld = true;
      current?.close();
    },
    reset() {
      if (!current && !queue.length) return;
      makeWay();
      clearQueue();
      current = undefined;
      empty = emptySnapshot();
      store.publish();
    },
    join,
    resume: () => join() ?? current?.promise ?? Promise.resolve(store.getSnapshot()),
    attach() {
      isAttached = true;
      return () => {
        isAttached = false;
        unmounting = isBusy() ? current : undefined;
        queueMicrotask(leave);
      };
    },
    wasInterrupted: () => isInterrupted,
    fail(error) {
      const next = createExecution(owner, {});
      makeWay();
      current = next;
      next.fail(error);
    },
  };
}
