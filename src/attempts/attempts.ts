import { noop } from '../platform/callbacks';
import { createDeadline, type Deadline } from './deadline';
import { SseError, toSseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import { createRecentIds } from './recentIds';
import { mayRetry, retryDelay, type RetryPolicy } from './retry';
import type { Attempt, SseRequest, SseSink, Transport } from '../protocol/transport';
import { onPageResume } from './pageResume';

/** How long to wait for what, in ms. None by default. */
export interface TimeoutOptions {
  /** From the start of an attempt until the stream is open. */
  connect?: number | undefined;
  /** Without any byte. Over the native transport, which hides comments, without any message. */
  idle?: number | undefined;
  /** Without any message, whatever comments keep the connection alive. */
  progress?: number | undefined;
}

/** What an attempt needs, asked afresh for each. */
interface AttemptPlan {
  readonly transport: Transport;
  readonly request: SseRequest;
}

/** The owner of a series of attempts: a lasting connection or a finite run. */
export interface AttemptsOwner {
  /** A feed without an end, not an answer with one. */
  readonly live: boolean;
  /** How many ids are remembered for resuming. */
  readonly ids: number;
  prepare(lastEventId: string): AttemptPlan | Promise<AttemptPlan>;
  settings(): { readonly retry: RetryPolicy; readonly timeout: TimeoutOptions | undefined };
  /** `resumedAfter` is the id that the attempt resumes after, `''` where it begins anew. */
  onOpen(response: Response | undefined, resumedAfter: string): void;
  /** The text of a comment. Only transports over fetch see them. */
  onComment?(text: string): void;
  onMessage(message: SseMessage, ownId: boolean): void;
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
  /** Retries since the last message. */
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

const isIdempotent = (method = 'GET'): boolean => /^(get|head)$/i.test(method);

export function createAttempts(owner: AttemptsOwner): Attempts {
  /** Stands for the attempt under way; reports of any other are too late. */
  let current: object | undefined;
  let closeTransport: Attempt = noop;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let nextRetryAt = 0;
  /** Before that time the server wants nobody back. */
  let notBefore = 0;
  let stopWaking = noop;
  let deadlines: Deadline[] = [];
  let idle: Deadline | undefined;
  let progress: Deadline | undefined;
  let attempt = 0;
  /** Those that the transport's own engine made: they are told, and do not count for the policy. */
  let engineRetries = 0;
  let lastEventId = '';
  let serverDelay: number | undefined;
  let openedAt = 0;
  let uptime = 0;
  let began = false;
  let resumedAfter = '';
  let idempotent = true;
  /** Ids of all attempts, and of this one. */
  let seen = createRecentIds(owner.ids);
  let currentIds = seen;

  const watch = (name: keyof TimeoutOptions): Deadline | undefined => {
    const ms = owner.settings().timeout?.[name];
    if (ms === undefined) return undefined;
    const deadline = createDeadline(ms, () =>
      settle(new SseError('timeout', `The ${name} timeout of ${ms} ms ran out`)),
    );
    deadlines.push(deadline);
    return deadline;
  };

  const unwatch = (): void => {
    for (const deadline of deadlines) deadline.clear();
    deadlines = [];
  };

  /** Ends the attempt under way, so that nothing it still has to say is heard. */
  const drop = (): void => {
    const close = closeTransport;
    closeTransport = noop;
    current = undefined;
    unwatch();
    clearTimeout(retryTimer);
    retryTimer = undefined;
    close();
  };

  const close = (): void => {
    stopWaking();
    stopWaking = noop;
    drop();
  };

  const finish = (error: SseError | null, noContent = false): void => {
    close();
    owner.onEnd(error, noContent);
  };

  /** The one place that decides between another attempt and the end. */
  const settle = (error: SseError | null): void => {
    drop();
    if (openedAt) uptime = Date.now() - openedAt;
    openedAt = 0;
    const { retry } = owner.settings();
    const failed = { live: owner.live, idempotent, began, resumable: lastEventId !== '', error };
    // What fails while the device is offline says nothing about the server.
    const next = globalThis.navigator?.onLine === false ? Math.max(attempt, 1) : attempt + 1;
    if (!mayRetry(retry, next, failed)) return finish(error);
    attempt = next;
    const situation = {
      attempt,
      serverDelay,
      retryAfter: error?.retryAfter,
      uptime: owner.live ? uptime : 0,
    };
    const delay = retryDelay(retry, situation);
    nextRetryAt = Date.now() + delay;
    notBefore = Date.now() + (error?.retryAfter ?? 0);
    retryTimer = setTimeout(begin, delay);
    owner.onReconnecting(error, nextRetryAt);
  };

  const begin = (): void => {
    drop();
    const token = (current = {});
    const alive = (): boolean => current === token;
    began = false;
    resumedAfter = lastEventId;
    currentIds = createRecentIds(owner.ids);
    watch('connect');
    // In a turn of its own, so that StrictMode's second mount replaces the first before anything is sent.
    Promise.resolve()
      .then(() => (alive() ? owner.prepare(lastEventId) : undefined))
      .then((plan) => {
        if (!plan || !alive()) return;
        idempotent = isIdempotent(plan.transport.method ?? plan.request.init.method);
        // A transport of the user's own, written without types, may return nothing.
        const closing = (plan.transport(plan.request, createSink(alive)) as Attempt | undefined) ?? noop;
        if (alive()) closeTransport = closing;
        else closing();
      })
      .catch((error: unknown) => {
        if (alive()) settle(toSseError('network', error));
      });
    if (attempt > 0) owner.onRetrying();
  };

  const createSink = (alive: () => boolean): SseSink => ({
    open(response) {
      if (!alive()) return;
      openedAt = Date.now();
      unwatch();
      idle = watch('idle');
      progress = watch('progress');
      owner.onOpen(response, resumedAfter);
    },
    activity() {
      if (!alive()) return;
      began = true;
      idle?.touch();
    },
    message(message, ownId) {
      if (!alive()) return;
      began = true;
      idle?.touch();
      const { lastEventId: id } = message;
      // An empty id takes the id back: it names no message.
      if (ownId && id) {
        if (resumedAfter && seen.has(id) && !currentIds.has(id)) return;
        seen.add(id);
        currentIds.add(id);
      }
      attempt = engineRetries = 0;
      lastEventId = id;
      progress?.touch();
      owner.onMessage(message, ownId);
    },
    id(id) {
      if (!alive() || id === lastEventId) return;
      lastEventId = id;
      owner.onId();
    },
    comment(text) {
      if (alive()) owner.onComment?.(text);
    },
    retry(delay) {
      if (alive()) serverDelay = delay;
    },
    reconnecting() {
      if (!alive()) return;
      engineRetries++;
      unwatch();
      owner.onReconnecting(null, null);
    },
    end(noContent = false, words) {
      if (!alive()) return;
      const early = noContent ? undefined : owner.earlyClose?.(words);
      if (early && lastEventId) settle(early);
      else if (owner.live && !noContent) settle(null);
      else finish(early ?? null, noContent);
    },
    fail(error) {
      if (alive()) settle(error);
    },
  });

  /** Timers stand still while a device sleeps: what is overdue happens now. A connection known to be dead ends. */
  const wake = (event: Event): void => {
    if (retryTimer) {
      if (Date.now() >= (event.type === 'online' ? notBefore : nextRetryAt)) begin();
    } else if ((event as PageTransitionEvent).persisted) {
      settle(new SseError('network', 'The page slept, and its connection ended'));
    } else {
      for (const deadline of deadlines) deadline.check();
    }
  };

  return {
    get attempt() {
      return attempt + engineRetries;
    },
    get lastEventId() {
      return lastEventId;
    },
    open() {
      if (current) return;
      if (!retryTimer) {
        attempt = engineRetries = openedAt = uptime = 0;
        stopWaking = onPageResume(wake);
      }
      begin();
    },
    close,
    resumeAfter(id) {
      attempt = engineRetries = 0;
      lastEventId = id;
      serverDelay = undefined;
      seen = createRecentIds(owner.ids);
    },
    listen: (events) => closeTransport.listen?.(events),
  };
}
