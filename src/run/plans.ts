import type { AttemptsOwner } from '../attempts/attempts';
import type { AttemptPlan } from '../attempts/phases';
import { resolveRetry } from '../attempts/retry';
import type { ResumeHost, ResumeSession } from '../resume/contract';
import type { RunOptions } from './options';
import { prepareAttempt, type RunDefaults } from './request';

/** What the attempts of one execution ask for, and how they are retried. */
export interface Plans {
  readonly prepare: (lastEventId: string) => Promise<AttemptPlan>;
  /** Resuming, where the options say how. */
  readonly session: ResumeSession | undefined;
  /** @param mayRetry whether another attempt may still add to the answer */
  readonly settings: (mayRetry: boolean) => ReturnType<AttemptsOwner['settings']>;
}

/**
 * @param request the options of the moment of `start()`
 * @param join begins resuming, where the options say how
 */
export function createPlans(
  request: RunOptions,
  latest: () => RunOptions,
  defaults: RunDefaults,
  join: (send: ResumeHost['send']) => ResumeSession | undefined,
): Plans {
  const send = (instead: RunOptions | undefined, lastEventId: string): ReturnType<typeof prepareAttempt> =>
    prepareAttempt({ ...request, ...instead }, latest().headers, defaults, lastEventId);
  const session = join(send);
  return {
    session,
    prepare: (lastEventId) => session?.prepare(lastEventId) ?? send(undefined, lastEventId),
    settings(mayRetry) {
      const { retry, timeout } = latest();
      const policy = resolveRetry(mayRetry ? retry : false, 3);
      // An answer that can be resumed is never sent for again.
      return { retry: session ? { ...policy, asked: false } : policy, timeout };
    },
  };
}
