import { nextTask } from '../platform/nextTask';
import { nextFrame } from './frame';

/** Publishes one store. */
export type Publish = () => void;

/** Publishes all stores of a page at one pace. */
export interface PagePace {
  /** Publish at the next opportunity. */
  add(publish: Publish): void;
  /** Forget what was added. */
  delete(publish: Publish): void;
}

/** After a commit that costs less than this many ms, the next ones are not measured. */
const CHEAP = 4;
/** How many are not, unless a frame comes this many ms late. */
const SAMPLE = 8;
const LATE = 30;
/** A longer time, in ms, is none of rendering: a breakpoint, a dialog, a device that slept, a clock that was set. */
const LONGEST = 1000;
/** A frame of a 240 Hz screen, in ms. */
const FAST_FRAME = 4;

/**
 * How long a page rests after a publication that cost so many ms: sixteen times as long, up to two frames of a 60 Hz
 * screen, since nobody reads faster; and at least as long as it took, so that half of the main thread stays free.
 */
const restAfter = (cost: number): number => Math.max(cost, Math.min(cost * 16, 32));

/** The time between two moments. A clock that was changed between them makes it neither negative nor endless. */
const timeBetween = (begun: number, ended: number): number => Math.min(Math.max(ended - begun, 0), LONGEST);

/**
 * Publishes for the whole page once a frame, all stores together, so that React renders them in one pass.
 *
 * With `measured`, it watches what a publication cost: React renders in a task of its own after the update and
 * runs effects in the next one, so two turns later both are done; style, layout and paint follow the callback of
 * the next frame. By that cost, frames are left out.
 */
export function createPagePace(measured: boolean): PagePace {
  let waiting = new Set<Publish>();
  /**
   * The clock that will end the present rest, if there is one: a test that takes its fake clock away takes the timer
   * with it, and must not leave the page at rest for ever.
   */
  let clock: typeof setTimeout | undefined;
  let cost = 0;
  let unmeasured = 0;

  /** Counts the loops: one whose clock was taken away must not go on beside the next. */
  let loop = 0;

  // Each step waits on the clock of its own moment: a test may have replaced it since the last one.
  const after = (wait: (task: () => void) => void, task: () => void): void => {
    clock = setTimeout;
    const own = loop;
    wait(() => {
      if (own !== loop) return;
      // The rest of another clock is over: what waits is published, or the loop ends and sets no timer on this one.
      if (clock === setTimeout) task();
      else run();
    });
  };
  const inTurn = (task: () => void): void => after(nextTask, task);
  const inFrame = (task: () => void): void => after(nextFrame, task);

  /**
   * Publishes in the frame that is nearest to the end of the rest. A clock that stands still, as a mocked one does,
   * ends it after as many frames as a fast screen draws in that time; one that went back, as when a mock is taken away,
   * ends it at once.
   */
  const rest = (begun: number, ms: number, frames = ms / FAST_FRAME): void => {
    const passed = performance.now() - begun;
    if (frames > 0 && passed >= 0 && passed < ms - FAST_FRAME) inFrame(() => rest(begun, ms, frames - 1));
    else run();
  };

  const measure = (begun: number, committed: number): void =>
    inFrame(() => {
      const frame = performance.now();
      inTurn(() => {
        const painted = performance.now();
        cost = Math.min(timeBetween(begun, committed) + timeBetween(frame, painted), LONGEST);
        unmeasured = cost < CHEAP ? SAMPLE : 0;
        // The time between the commit and its frame was rest, too.
        rest(painted, restAfter(cost) - timeBetween(committed, frame));
      });
    });

  const run = (): void => {
    clock = waiting.size ? setTimeout : undefined;
    if (!clock) return;
    const due = waiting;
    waiting = new Set();
    const begun = performance.now();
    for (const publish of due) publish();
    if (!measured) inFrame(run);
    else if (unmeasured-- > 0) {
      inFrame(() => {
        if (performance.now() - begun > LATE) unmeasured = 0;
        rest(begun, restAfter(cost));
      });
    } else after(queueMicrotask, () => inTurn(() => inTurn(() => measure(begun, performance.now()))));
  };

  return {
    add(publish) {
      waiting.add(publish);
      // In a turn of its own, not at the first message: a chunk brings many. Nor in the turn's microtasks, which still
      // belong to the event: React would take a server's `change` for the user's, and render at once.
      if (clock === setTimeout) return;
      loop += 1;
      inTurn(run);
    },
    delete: (publish) => waiting.delete(publish),
  };
}
