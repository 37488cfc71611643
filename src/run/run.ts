import { at } from '../protocol/lifecycle';
import type { SseError } from '../protocol/error';
import { createStore, type Readable } from '../publish/store';
import { createExecution } from './execution';
import type { Execution, ExecutionOwner } from './executionContract';
import type { EventLike, RunOptions, RunSnapshot } from './options';
import { mergeOptions, overridesOf, type RunDefaults } from './request';
import { emptySnapshot } from './snapshot';
import { createTurns, isUnderWay } from './turns';

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
  let empty = emptySnapshot(startsOnMount ? at('connecting') : undefined);
  let isMounted = true;
  /** The current one when the component was unmounted in this very moment: it may be mounted again. */
  let unmounting: Execution | undefined;
  /** What was under way when the component was unmounted. */
  let interrupted: Execution | undefined;

  const turns = createTurns(
    () => store.publish(),
    // What began before StrictMode's second mount is not heard of.
    (execution) => execution === unmounting,
  );
  const store = createStore(
    () => turns.current?.read() ?? empty,
    () => turns.current?.throttle() ?? latest.throttle ?? 'auto',
  );
  const owner: ExecutionOwner = {
    defaults,
    store,
    options: () => latest,
    queued: () => turns.queue.length,
    isSilent: () => !isMounted,
    ended: turns.ended,
  };

  /** The component has been unmounted, and was not mounted again in the same moment. */
  const leave = (): void => {
    unmounting = undefined;
    if (isMounted) return;
    if (isUnderWay(turns.current)) interrupted = turns.current;
    turns.leave();
  };

  const start = (next: Execution, isQueued = false): Promise<RunSnapshot> => {
    if (!isMounted) queueMicrotask(leave);
    turns.start(next, isQueued);
    return next.promise;
  };

  const join = (): Promise<RunSnapshot> | undefined => {
    const point = isUnderWay(turns.current)
      ? undefined
      : (latest.resume?.kept?.(latest) ?? turns.current?.point());
    return point && start(createExecution(owner, {}, point));
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
      if (isUnderWay(turns.current) && whenBusy === 'ignore') return turns.current!.promise;
      return start(createExecution(owner, overrides), whenBusy === 'queue');
    },
    stop: turns.stop,
    reset() {
      if (!turns.current) return;
      turns.clear();
      empty = emptySnapshot();
      store.publish();
    },
    join,
    resume: () => join() ?? turns.current?.promise ?? Promise.resolve(store.getSnapshot()),
    attach() {
      isMounted = true;
      return () => {
        isMounted = false;
        unmounting = turns.current;
        queueMicrotask(leave);
      };
    },
    wasInterrupted: () => !!interrupted && interrupted === turns.current,
    fail(error) {
      const next = createExecution(owner, {});
      turns.replace(next);
      next.fail(error);
    },
  };
}
