import { badRequest } from '../protocol/request';
import type { RunOptions, RunSnapshot } from './options';
import type { BoundRun } from './run';
import { requestOptions } from './request';
import { isSameValue } from './sameValue';

/** Joins or starts a run when its component is mounted, and starts it when its request changes. */
export interface AutoStart {
  /** A render was committed, or the component is shown again. Only one that `starts` makes requests of its own. */
  commit(options: RunOptions, snapshot: RunSnapshot, starts: boolean): void;
}

/** No key, not even none. */
const NONE = {};

/** So many renders that the run itself caused, each with another request, are no user's doing. */
const LIMIT = 4;

/** What an execution keeps from the moment of its start. A format written inline is known by its name. */
const requestOf = (options: RunOptions): object => {
  const { url, events, format, transport } = options;
  return {
    ...requestOptions(options),
    url: url instanceof URL ? url.href : url,
    events,
    format: format?.formatName ?? format?.name,
    transport: transport?.key,
  };
};

function isSameRequest(a: object | undefined, b: object): boolean {
  try {
    return isSameValue(a, b);
  } catch {
    // Too deep, or without an end: its error comes when it is sent.
    return true;
  }
}

export function createAutoStart(run: BoundRun): AutoStart {
  let started: object | undefined;
  let rendered: RunSnapshot | undefined;
  let joinedKey: unknown = NONE;
  let streak = 0;
  /** Joins an answer that is kept; starts where there is none, or where the server no longer has it. */
  const begin = async (): Promise<void> => {
    const joined = run.join();
    if (joined && (await joined).status !== 'idle') return;
    if (started) await run.start();
  };
  return {
    commit(options, snapshot, starts) {
      const isOwnRender = snapshot !== rendered;
      rendered = snapshot;
      const isInterrupted = run.wasInterrupted();
      const isOtherKey = options.resumeKey !== joinedKey;
      joinedKey = options.resumeKey;
      const request = starts ? requestOf(options) : undefined;
      const isFirst = !started;
      const isSame = request && isSameRequest(started, request);
      if (!request) streak = 0;
      else if (!isSame) streak += started && isOwnRender ? 1 : 0;
      // That it is the same while a run is under way proves nothing: one with the time in it is, for some renders.
      else if (!snapshot.isRunning && (streak < LIMIT || !isOwnRender)) streak = 0;
      started = request;
      if (isInterrupted || (request ? isFirst : isOtherKey)) void begin();
      else if (!request || isSame) return;
      else if (streak < LIMIT) void run.start();
      else if (streak === LIMIT)
        run.fail(
          badRequest(
            'autoStart: the request differs in every render. Keep dates and random ids in a state or a ref, or call start() yourself.',
          ),
        );
    },
  };
}
