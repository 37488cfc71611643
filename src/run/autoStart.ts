import { SseError } from '../protocol/error';
import type { RunOptions, RunSnapshot } from './options';
import type { BoundRun } from './run';
import { isSameValue } from './sameValue';

/** Starts a run when its component is mounted, and when its request changes. */
export interface AutoStart {
  /** A render was committed, or the component is shown again. Without options there is nothing to start. */
  commit(options: RunOptions | undefined, snapshot: RunSnapshot): void;
}

/** So many renders in a row that the run itself caused, each with another request, are no user's doing. */
const LIMIT = 3;

const requestOf = (options: RunOptions): readonly unknown[] => {
  const { url, method, headers, body, credentials, mode, transport } = options;
  return [url instanceof URL ? url.href : url, method, headers, body, credentials, mode, transport?.key];
};

function isSameRequest(a: readonly unknown[] | undefined, b: readonly unknown[]): boolean {
  try {
    return a !== undefined && a.every((part, index) => isSameValue(part, b[index]));
  } catch {
    // Too deep, or without an end: its error comes when it is sent.
    return true;
  }
}

export function createAutoStart(run: BoundRun): AutoStart {
  let started: readonly unknown[] | undefined;
  let rendered: RunSnapshot | undefined;
  let streak = 0;
  return {
    commit(options, snapshot) {
      const isOwnRender = snapshot !== rendered;
      rendered = snapshot;
      const request = options && requestOf(options);
      if (!request) {
        started = undefined;
        return;
      }
      if (isSameRequest(started, request)) {
        streak = 0;
        if (run.wasInterrupted()) void run.start();
        return;
      }
      streak = started && isOwnRender ? streak + 1 : 0;
      started = request;
      if (streak < LIMIT) void run.start();
      else if (streak === LIMIT) {
        const message =
          'autoStart: the request differs in every render. Keep what is new each time, such as a date or a random id, in a state or a ref, or call start() yourself.';
        run.fail(new SseError('network', message, { isRetryable: false }));
      }
    },
  };
}
