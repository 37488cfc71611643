import { noop } from '../platform/callbacks';
import { startStopwatch } from '../platform/clock';
import { SseError, toSseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { Attempt, SseSink } from '../protocol/transport';
import { watchPage } from './pageResume';
import {
  type AttemptPlan,
  createClosed,
  createLeaving,
  createTrying,
  createWaiting,
  type Phase,
  type Trying,
} from './phases';
import { createRepeats } from './repeats';
import { leastDelay, mayRetry, retryDelay, type RetryPolicy } from './retry';
import { createRetryCount } from './retryCount';
import { createTimeouts, type TimeoutOptions } from './timeouts';

export type { AttemptPlan } from './phases';
export type { TimeoutOptions } from './timeouts';

/** The owner of a series of attempts: a lasting connection or a finite run. */
export interface AttemptsOwner {
  /** A feed without an end, not an answer with one. */
  readonly live: boolean;
  /** What it throws ends the series, unless it is an `SseError` that is retryable. */
  prepare(lastEventId: string): AttemptPlan | Promise<AttemptPlan>;
  settings(): { readonly retry: RetryPolicy; readonly timeout: TimeoutOptions | undefined };
  /** `resumedAfter` is the id that the attempt resumes after, `''` where it begins anew. */
  onOpen(response: Response | undefined, resumedAfter: string): void;
  onMessage(message: SseMessage, ownId: boolean): void;
  /** The text of a comment. Only transports over fetch see them. */
  onComment?(text: string): void;
  /** The last event id changed without a message. */
  onId(): void;
  /** The wait is over: another attempt is under way. */
  onRetrying(): void;
  /** Waiting for the next attempt, or for the browser's own: then without a time. */
  onReconnecting(error: SseError | null, nextRetryAt: number | null): void;
  /**
   * The server closed the stream cleanly, with these words of its own: the error that this stands for where the
   * answer has not ended. It is tried again where the stream can be resumed.
   */
  earlyClose?(words: string | undefined): SseError | undefined;
  /** No attempt is left: `error`, or the server's clean end, after which nothing more comes. */
  onEnd(error: SseError | null, noContent: boolean): void;
}

/** A series of attempts at one stream: the one place of retry, timeouts and `Last-Event-ID`. */
export interface Attempts {
  /** Retries since the last progress. */
  readonly attempt: number;
  readonly lastEventId: string;
  /** Begins a new series, or the next attempt at once where one is being waited for. */
  open(): void;
  /** Ends the series: synchronous, silent and final. */
  close(): void;
  /** What follows is another stream, or goes on after that id. */
  readonly resumeAfter: (lastEventId: string) => void;
  /** Listens for more events, where the transport must name them. */
  readonly listen: (events: readonly string[]) => void;
}

const isSafeMethod = (method = 'GET'): boolean => /^(get|head)$/i.test(method);

/** What is known of one stream, however many attempts it takes. */
const createStream = (lastEventId: string) => ({
  lastEventId,
  serverDelay: undefined as number | undefined,
  repeats: createRepeats(),
});

export function createAttempts(owner: AttemptsOwner): Attempts {
  let phase: Phase = createClosed();
  let stream = createStream('');
  let count = createRetryCount(owner.live);
  let isLeaving = false;
  let stopWatching = noop;

  /** What the last phase still has to say is not heard. */
  const enter = <Next extends Phase>(next: Next): Next => {
    const last = phase;
    phase = next;
    last.leave();
    return next;
  };

  const close = (): void => {
    stopWatching();
    stopWatching = noop;
    enter(createClosed());
  };

  const finish = (error: SseError | null, noContent = false): void => {
    close();
    owner.onEnd(error, noContent);
  };

  /** The one place that decides between another attempt and the end. */
  const settle = (tried: Trying, error: SseError | null): void => {
    const judging = enter(createClosed());
    const { retry } = owner.settings();
    if (tried.uptime) count.closed(tried.uptime.elapsed());
    const next = count.failed(error, globalThis.navigator?.onLine === false);
    const { plan, began } = tried;
    const goesOn = plan?.isResumable ?? false;
    const isSafe = goesOn || isSafeMethod(plan?.transport.method ?? plan?.request.init.method);
    const isResumable = goesOn || stream.lastEventId !== '';
    const failed = { live: owner.live, isSafe, began, isResumable, error, failuresAlike: next.failuresAlike };
    const isRetried = mayRetry(retry, next.retry, failed);
    // `shouldRetry` may have closed it.
    if (phase !== judging) return;
    if (!isRetried) return finish(error);
    const situation = {
      attempt: count.failures,
      serverDelay: stream.serverDelay,
      retryAfter: error?.retryAfter,
      uptime: count.uptime,
    };
    const delay = retryDelay(retry, situation);
    count.retries(next.retry, delay);
    const { nextRetryAt } = enter(createWaiting(delay, leastDelay(situation), begin));
    owner.onReconnecting(error, nextRetryAt);
  };

  /** An attempt failed. A page that is being left keeps a network error to itself. */
  const fail = (tried: Trying, error: SseError): void => {
    if (!isLeaving || error.kind !== 'network') return settle(tried, error);
    const tell = (): void => {
      isLeaving = false;
      settle(tried, error);
    };
    enter(createLeaving(tell));
  };

  const begin = (isOnResume = false): void => {
    const resumedAfter = stream.lastEventId;
    const isRepeat = stream.repeats(resumedAfter !== '');
    const trying = enter(
      createTrying({ resumedAfter, isRepeat, isOnResume }, (self) =>
        createTimeouts(
          () => owner.settings().timeout,
          (error) => settle(self(), error),
        ),
      ),
    );
    const isCurrent = (): boolean => phase === trying;
    // In a turn of its own, so that StrictMode's second mount replaces the first before anything is sent.
    Promise.resolve()
      .then(() => (isCurrent() ? owner.prepare(resumedAfter) : undefined))
      .then((plan) => {
        if (!plan || !isCurrent()) return;
        trying.plan = plan;
        // A transport of the user's own, written without types, may return nothing.
        const connection = (plan.transport(plan.request, createSink(trying)) as Attempt | undefined) ?? noop;
        if (isCurrent()) trying.connection = connection;
        else connection();
      })
      .catch((error: unknown) => {
        // The caller's own code threw: trying again is no cure, unless it says so.
        if (isCurrent()) fail(trying, toSseError('network', error, { isRetryable: false }));
      });
    if (count.failures > 0) owner.onRetrying();
  };

  const createSink = (trying: Trying): SseSink => {
    const isCurrent = (): boolean => phase === trying;
    return {
      open(response) {
        if (!isCurrent()) return;
        trying.uptime = startStopwatch();
        trying.timeouts.opened(owner.live && trying.plan?.transport.platform !== 'EventSource');
        owner.onOpen(response, trying.resumedAfter);
      },
      activity() {
        if (!isCurrent()) return;
        trying.began = true;
        trying.timeouts.activity();
      },
      comment(text) {
        if (!isCurrent()) return;
        trying.timeouts.comment();
        owner.onComment?.(text);
      },
      message(message, ownId) {
        if (!isCurrent()) return;
        trying.began = true;
        trying.timeouts.message();
        if (trying.isRepeat(message, ownId)) return;
        count.progress();
        stream.lastEventId = message.lastEventId;
        owner.onMessage(message, ownId);
      },
      id(id) {
        if (!isCurrent() || id === stream.lastEventId) return;
        stream.lastEventId = id;
        owner.onId();
      },
      retry(delay) {
        if (isCurrent()) stream.serverDelay = delay;
      },
      reconnecting() {
        if (!isCurrent()) return;
        if (trying.uptime) count.closed(trying.uptime.elapsed());
        count.engineRetried();
        trying.uptime = undefined;
        trying.timeouts.clear();
        trying.resumedAfter = stream.lastEventId;
        trying.isRepeat = stream.repeats(trying.resumedAfter !== '');
        const message = 'The connection broke or could not be made; the browser itself tries again.';
        owner.onReconnecting(new SseError('network', message), null);
      },
      end(noContent = false, words) {
        if (!isCurrent()) return;
        const early = noContent ? undefined : owner.earlyClose?.(words);
        const isResumable = stream.lastEventId !== '' || trying.plan?.isResumable;
        if (early ? isResumable : owner.live && !noContent) settle(trying, early ?? null);
        else finish(early ?? null, noContent);
      },
      fail(error) {
        if (isCurrent()) fail(trying, error);
      },
    };
  };

  /** Whether the connection ended while the page slept. */
  const isLost = (trying: Trying, event: Event): boolean => {
    if (trying.connection.isAlive?.() === false) return true;
    if (!(event as PageTransitionEvent).persisted || trying.isMadeOnResume()) return false;
    // The browser's own source resumes by itself.
    return trying.plan?.transport.platform !== 'EventSource';
  };

  const resumed = (event: Event): void => {
    const { type } = event;
    if (type === 'pageshow') isLeaving = false;
    if (phase.name === 'waiting') phase.resume(type === 'online');
    else if (phase.name === 'leaving' && type === 'pageshow') phase.tell();
    else if (phase.name !== 'trying') return;
    else if (isLost(phase, event))
      settle(phase, new SseError('network', 'The page slept, and its connection ended'));
    else phase.timeouts.check();
  };

  return {
    get attempt() {
      return count.shown;
    },
    get lastEventId() {
      return stream.lastEventId;
    },
    open() {
      if (phase.name === 'trying' || phase.name === 'leaving') return;
      if (phase.name === 'closed') {
        count = createRetryCount(owner.live);
        isLeaving = false;
        stopWatching();
        stopWatching = watchPage({ resumed, left: () => (isLeaving = true) });
      }
      begin();
    },
    close,
    resumeAfter(id) {
      count = createRetryCount(owner.live);
      stream = createStream(id);
    },
    listen(events) {
      if (phase.name === 'trying') phase.connection.listen?.(events);
    },
  };
}
