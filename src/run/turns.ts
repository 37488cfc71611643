import type { Execution } from './executionContract';

/** One execution at a time, and those that wait for their turn. */
export interface Turns {
  /** The one that is under way, or the last that was. */
  readonly current: Execution | undefined;
  /** Those that wait, the next one first. */
  readonly queue: readonly Execution[];
  /** Begins it in place of the current one, or, where it `isQueued`, when its turn comes. */
  start(next: Execution, isQueued: boolean): void;
  /** Stops the current one for what takes its place. */
  replace(next: Execution): void;
  /** Stops the current one; the others go on waiting. */
  readonly stop: () => void;
  /** The component was unmounted: ends all, but not what is under way at the server. */
  leave(): void;
  /** Stops and forgets all. */
  clear(): void;
  /** One of them has ended, and its callbacks were called. */
  readonly ended: (execution: Execution) => void;
}

export const isUnderWay = (execution: Execution | undefined): boolean => execution?.hasEnded === false;

/**
 * @param publish the number of those that wait has changed
 * @param isUnheard whether an execution ends without its callbacks when it is replaced
 */
export function createTurns(publish: () => void, isUnheard: (execution: Execution) => boolean): Turns {
  const queue: Execution[] = [];
  let current: Execution | undefined;
  /** The current one was stopped, if only in the moment of its end: the queue waits. */
  let isHeld = false;
  /** The current one is being stopped: what its `onFinish` starts would only be stopped again. */
  let isMakingWay = false;

  const close = (execution: Execution): void => {
    const before = isMakingWay;
    isMakingWay = true;
    execution.close();
    isMakingWay = before;
  };

  const makeWay = (): void => {
    if (!current) return;
    if (isUnheard(current)) current.silence();
    close(current);
  };

  const replace = (next: Execution): void => {
    makeWay();
    isHeld = false;
    current = next;
  };

  const begin = (next: Execution): void => {
    replace(next);
    next.begin();
  };

  const advance = (): void => {
    const next = queue.shift();
    if (next) begin(next);
  };

  const clearQueue = (): void => queue.splice(0).forEach(close);

  return {
    get current() {
      return current;
    },
    queue,
    start(next, isQueued) {
      if (isMakingWay) {
        next.silence();
        next.close(true);
      } else if (!isQueued) begin(next);
      else {
        queue.push(next);
        if (isUnderWay(current)) publish();
        else advance();
      }
    },
    replace,
    stop() {
      isHeld = true;
      current?.close();
    },
    leave() {
      clearQueue();
      current?.close(true);
      publish();
    },
    clear() {
      makeWay();
      clearQueue();
      current = undefined;
    },
    ended(execution) {
      const place = queue.indexOf(execution);
      if (place >= 0) {
        queue.splice(place, 1);
        publish();
      } else if (execution === current && !isMakingWay && !isHeld && execution.read().status === 'done')
        advance();
    },
  };
}
