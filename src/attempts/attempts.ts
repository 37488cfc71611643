import { callSafely, isThenable, noop } from '../platform/callbacks';
import { SseError, toSseError } from '../protocol/error';
import { badRequest } from '../protocol/request';
import type { Attempt } from '../protocol/transport';
import { createLeaving } from './leaving';
import type { AttemptsOwner } from './owner';
import { watchPage } from './pageResume';
import { createClosed, createHeld, createTrying, createWaiting, type Phase, type Trying } from './phases';
import { type FailedAttempt, leastDelay, mayRetry, retryDelay } from './retry';
import { createRetryCount } from './retryCount';
import { createSink, createStream, type Series } from './sink';
import { createTimeouts } from './timeouts';

export type { AttemptsOwner } from './owner';
export type { TimeoutOptions } from './timeouts';

/** A series of attempts at one stream: the one place of retry, timeouts and `Last-Event-ID`. */
export interface Attempts {
  /** Retries since the last progress. */
  readonly attempt: number;
  readonly lastEventId: string;
  /** Begins a new series, or the next attempt at once where one is being waited for. */
  open(): void;
  /** Ends the series: synchronous, silent and final. `isFinished` is passed on to the transport. */
  close(isFinished?: boolean): void;
  /** What follows is another stream, or goes on after that id. */
  readonly resumeAfter: (lastEventId: string) => void;
  /** Listens for more events, where the transport must name them. */
  readonly listen: (events: readonly string[]) => void;
}

const isSafeMethod = (method = 'GET'): boolean => /^(get|head)$/i.test(method);

/** Whether the connection ended while the page slept. */
function isLost(trying: Trying, event: Event): boolean {
  if (trying.connection.isAlive?.() === false) return true;
  if (!(event as PageTransitionEvent).persisted || trying.isMadeOnResume()) return false;
  // The browser's own source resumes by itself.
  return trying.plan?.transport.platform !== 'EventSource';
}

/** What closes an attempt. A transport of the user's own, written without types, may return nothing, or a promise. */
function toAttempt(made: unknown): Attempt {
  if (made == null) return noop;
  if (typeof made === 'function' && !('platform' in made)) return made as Attempt;
  if (isThenable(made)) return () => void made.then((late) => callSafely(late as Attempt), noop);
  // It may be a factory that was not called, as in `transport: fetchEventSource`.
  throw badRequest(
    'A transport returns the function that closes its attempt. Call a factory: fetchEventSource().',
  );
}

/** Hands an attempt to its transport. */
function connect(trying: Trying, series: Series): void {
  const isCurrent = (): boolean => series.isCurrent(trying);
  // In a turn of its own, so that StrictMode's second mount replaces the first before anything is sent.
  Promise.resolve()
    .then(() => (isCurrent() ? series.owner.prepare(trying.resumedAfter) : undefined))
    .then((plan) => {
      if (!plan || !isCurrent()) return;
      trying.plan = plan;
      const made: unknown = plan.transport(plan.request, createSink(trying, series));
      const connection = toAttempt(made);
      if (isCurrent()) trying.connection = connection;
      else callSafely(connection);
      // If it is a promise, what it rejects with fails the attempt, and so does what it may not be.
      return isThenable(made) ? made.then(toAttempt) : undefined;
    })
    .catch((error: unknown) => {
      // The caller's own code threw: trying again is no cure, unless it says so.
      if (isCurrent()) series.fail(trying, toSseError('network', error, { isRetryable: false }));
    });
}

/** What the retry policy has to know of an attempt that failed, beside its number. */
function describeFailure(
  { plan, began }: Trying,
  { owner: { live }, stream: { lastEventId } }: Series,
  error: SseError | null,
): Omit<FailedAttempt, 'failuresAlike'> {
  const goesOn = plan?.isResumable ?? false;
  const isSafe = goesOn || isSafeMethod(plan?.transport.method ?? plan?.request.init.method);
  return { live, isSafe, began, isResumable: goesOn || lastEventId !== '', error };
}

export function createAttempts(owner: AttemptsOwner): Attempts {
  const leaving = createLeaving();
  let phase: Phase = createClosed();
  let stopWatching = noop;

  /** What the last phase still has to say is not heard. */
  const enter = <Next extends Phase>(next: Next, isFinished?: boolean, isLost?: boolean): Next => {
    const last = phase;
    phase = next;
    last.leave(isFinished, isLost);
    return next;
  };

  const close = (isFinished?: boolean): void => {
    stopWatching();
    stopWatching = noop;
    leaving.end();
    enter(createClosed(), isFinished);
  };

  const finish = (error: SseError | null, noContent = false): void => {
    close();
    owner.onEnd(error, noContent);
  };

  /** The one place that decides between another attempt and the end. */
  const settle = (tried: Trying, error: SseError | null): void => {
    const closed = enter(createClosed(), false);
    const { retry } = owner.settings();
    const { count, stream } = series;
    if (tried.uptime) count.closed(tried.uptime.elapsed());
    const next = count.failed(error, globalThis.navigator?.onLine === false);
    const isRetried = mayRetry(retry, next.retry, {
      ...describeFailure(tried, series, error),
      failuresAlike: next.failuresAlike,
    });
    // `shouldRetry` may have closed it.
    if (phase !== closed) return;
    if (!isRetried) return finish(error);
    const { failures: attempt, uptime } = count;
    const situation = { attempt, uptime, serverDelay: stream.serverDelay, retryAfter: error?.retryAfter };
    const delay = retryDelay(retry, situation);
    count.retries(next.retry, delay);
    const { nextRetryAt } = enter(createWaiting(delay, leastDelay(situation), begin));
    owner.onReconnecting(error, nextRetryAt);
  };

  /** An attempt failed. A page that is perhaps being left keeps that to itself. */
  const fail = (tried: Trying, error: SseError, isLost = false): void => {
    enter(createHeld(), false, isLost);
    leaving.report(() => settle(tried, error));
  };

  const series: Series = {
    owner,
    stream: createStream(''),
    count: createRetryCount(owner.live),
    leaving,
    isCurrent: (trying) => phase === trying,
    settle,
    fail,
    finish,
  };

  const begin = (isOnResume = false): void => {
    const { lastEventId: resumedAfter, repeats } = series.stream;
    const trying = enter(
      createTrying({ resumedAfter, isRepeat: repeats(resumedAfter !== ''), isOnResume }, (self) =>
        createTimeouts(
          () => owner.settings().timeout,
          (error) => fail(self(), error, true),
          owner.createLiveness,
        ),
      ),
    );
    connect(trying, series);
    if (series.count.failures > 0) owner.onRetrying();
  };

  const resumed = (event: Event): void => {
    const { type } = event;
    const held = type === 'pageshow' && leaving.end();
    if (held) held();
    // A page that has come back tries again as soon as the server allows.
    if (phase.name === 'waiting') phase.resume(!!held || type === 'online');
    else if (phase.name !== 'trying') return;
    else if (isLost(phase, event))
      fail(phase, new SseError('network', 'The connection broke while the page slept'));
    else phase.timeouts.check();
  };

  return {
    get attempt() {
      return series.count.shown;
    },
    get lastEventId() {
      return series.stream.lastEventId;
    },
    open() {
      if (phase.name === 'trying' || phase.name === 'held') return;
      if (phase.name === 'closed') {
        series.count = createRetryCount(owner.live);
        stopWatching();
        stopWatching = watchPage({ resumed, left: leaving.begin });
      }
      begin();
    },
    close,
    resumeAfter(id) {
      series.count = createRetryCount(owner.live);
      series.stream = createStream(id);
    },
    listen(events) {
      if (phase.name === 'trying') phase.connection.listen?.(events);
    },
  };
}
