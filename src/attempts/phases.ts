import { callSafely, noop } from '../platform/callbacks';
import { type Stopwatch, startStopwatch } from '../platform/clock';
import type { Attempt, SseRequest, Transport } from '../protocol/transport';
import type { IsRepeat } from './repeats';
import type { Timeouts } from './timeouts';

/** What an attempt needs, asked afresh for each. */
export interface AttemptPlan {
  readonly transport: Transport;
  readonly request: SseRequest;
  /**
   * Whether the owner can go on from what came, whatever the method and ids: such an attempt is retried as a GET with
   * ids would be. It is read when the attempt has failed.
   */
  readonly isResumable?: boolean | undefined;
}

/** Nothing is under way, or it is being decided what follows a failed attempt. */
export interface Closed {
  readonly name: 'closed';
  readonly leave: () => void;
}

/** An attempt failed, and the next one follows. */
export interface Waiting {
  readonly name: 'waiting';
  readonly leave: () => void;
  readonly nextRetryAt: number;
  /** Timers stand still while a device sleeps: begins what is overdue, or as soon as the server allows. */
  readonly resume: (isOnline: boolean) => void;
}

/** An attempt failed. What follows is decided now, or if a page that is perhaps being left stays or comes back. */
export interface Held {
  readonly name: 'held';
  readonly leave: () => void;
}

/** One attempt, with all that belongs to it. Reports of any but the present one come too late. */
export interface Trying {
  readonly name: 'trying';
  readonly leave: (isFinished?: boolean, isLost?: boolean) => void;
  readonly timeouts: Timeouts;
  /** Made by a page that came back a moment ago. */
  readonly isMadeOnResume: () => boolean;
  plan: AttemptPlan | undefined;
  connection: Attempt;
  /** Since the stream was opened. */
  uptime: Stopwatch | undefined;
  /** A byte of the stream arrived. */
  began: boolean;
  resumedAfter: string;
  isRepeat: IsRepeat;
}

export type Phase = Closed | Waiting | Held | Trying;

export const createClosed = (): Closed => ({ name: 'closed', leave: noop });
export const createHeld = (): Held => ({ name: 'held', leave: noop });

export function createWaiting(
  delay: number,
  leastDelay: number,
  begin: (isOnResume: boolean) => void,
): Waiting {
  const waited = startStopwatch();
  const onTime = (): void => begin(false);
  let timer = setTimeout(onTime, delay);
  return {
    name: 'waiting',
    leave: () => clearTimeout(timer),
    nextRetryAt: Date.now() + delay,
    resume(isOnline) {
      const left = (isOnline ? leastDelay : delay) - waited.elapsedWithSleep();
      clearTimeout(timer);
      if (left > 0) timer = setTimeout(onTime, left);
      else begin(true);
    },
  };
}

/** The events of a page that comes back follow each other within this time, in ms. */
const RESUME_TIME = 500;

export function createTrying(
  { resumedAfter, isRepeat, isOnResume }: { resumedAfter: string; isRepeat: IsRepeat; isOnResume: boolean },
  createTimeouts: (trying: () => Trying) => Timeouts,
): Trying {
  const age = startStopwatch();
  const trying: Trying = {
    name: 'trying',
    leave(isFinished, isLost) {
      const { connection } = trying;
      trying.connection = noop;
      trying.timeouts.clear();
      callSafely(connection, isFinished, isLost);
    },
    timeouts: createTimeouts(() => trying),
    isMadeOnResume: () => isOnResume && age.elapsedWithSleep() < RESUME_TIME,
    plan: undefined,
    connection: noop,
    uptime: undefined,
    began: false,
    resumedAfter,
    isRepeat,
  };
  return trying;
}
