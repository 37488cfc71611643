import type { AttemptsOwner } from '../attempts/attempts';
import type { AttemptPlan } from '../attempts/phases';
import { resolveRetry } from '../attempts/retry';
import type { ResumePoint, ResumeSession } from '../resume/contract';
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

/** Where an execution begins. */
export interface Beginning {
  /** The options of the moment of `start()`. */
  readonly request: RunOptions;
  readonly latest: () => RunOptions;
  readonly defaults: RunDefaults;
  /** Where an answer is under way that it joins. */
  readonly joined: ResumePoint | undefined;
}

/** @param nothing called where there is no answer to join */
export function createPlans({ request, latest, defaults, joined }: Beginning, nothing: () => void): Plans {
  const send = (instead: RunOptions | undefined, lastEventId: string): ReturnType<typeof prepareAttempt> =>
    prepareAttempt({ ...request, ...instead }, latest().headers, defaults, lastEventId);
  const session = request.resume?.begin({ options: request, send, nothing }, joined);
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
