import { noop } from './callbacks';
import { createDeadline, type Deadline } from './deadline';
import { SseError, toSseError } from './error';
import type { SseMessage } from './message';
import { createRecentIds } from './recentIds';
import { mayRetry, retryDelay, type RetryPolicy } from './retry';
import type { Attempt, SseRequest, SseSink, Transport } from './transport';
import { onWake } from './wake';

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
export interface AttemptPlan {
  readonly transport: Transport;
  readonly request: SseRequest;
}

/** The owner of a series of attempts: a lasting connection or a finite run. */
export interface AttemptsHost {
  /** A feed without an end, not an answer with one. */
  readonly live: boolean;
  /** How many ids are remembered for resuming. */
  readonly ids: number;
  prepare(lastEventId: string): AttemptPlan | Promise<AttemptPlan>;
  settings(): { readonly retry: RetryPolicy; readonly timeout: TimeoutOptions | undefined };
  opened(response: Response | undefined): void;
  message(message: SseMessage, ownId: boolean): void;
  /** The last event id changed without a message. */
  identified(): void;
  /** Waiting for the next attempt, or for the browser's own: then without a time. */
  reconnecting(error: SseError | null, nextRetryAt: number | null): void;
  /** No attempt is left: `error`, or the server's clean end, after which nothing more comes. */
  over(error: SseError | null, noContent: boolean): void;
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
  resumeAfter(lastEventId: string): void;
  /** Listens for more events, where the transport must name them. */
  listen(events: readonly string[]): void;
}

const none = /* @__PURE__ */ createDeadline(undefined, noop);

const timedOut = (what: string, ms: number | undefined): SseError =>
  new SseError('timeout', `The server sent no ${what} within ${ms} ms`);

const isIdempotent = (method = 'GET'): boolean => /^(get|head)$/i.test(method);

export function createAttempts(host: AttemptsHost): Attempts {
  /** Stands for the attempt under way; reports of any other are too late. */
  let current: object | undefined;
  let closeTransport: Attempt = noop;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let nextRetryAt = 0;
  let stopWaking = noop;
  let connect = none;
  let idle = none;
  let progress = none;
  let attempt = 0;
  let lastEventId = '';
  let serverDelay: number | undefined;
  let began = false;
  let resumed = false;
  let idempotent = true;
  /** Ids of all attempts, and of this one. */
  let seen = createRecentIds(host.ids);
  let currentIds = seen;

  /** Ends the attempt under way, so that nothing it still has to say is heard. */
  const drop = (): void => {
    const close = closeTransport;
    closeTransport = noop;
    current = undefined;
    for (const deadline of [connect, idle, progress]) deadline.clear();
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
    host.over(error, noContent);
  };

  /** The one place that decides between another attempt and the end. */
  const settle = (error: SseError | null): void => {
    drop();
    const { retry } = host.settings();
    const failed = { live: host.live, idempotent, began, resumable: lastEventId !== '', error };
    // What fails while the device is offline says nothing about the server.
    const next = globalThis.navigator?.onLine === false ? Math.max(attempt, 1) : attempt + 1;
    if (!mayRetry(retry, next, failed)) return finish(error);
    attempt = next;
    const delay = retryDelay(retry, attempt, { serverDelay, retryAfter: error?.retryAfter });
    nextRetryAt = Date.now() + delay;
    retryTimer = setTimeout(begin, delay);
    host.reconnecting(error, nextRetryAt);
  };

  const deadline = (ms: number | undefined, what: string): Deadline =>
    createDeadline(ms, () => settle(timedOut(what, ms)));

  const begin = (): void => {
    drop();
    const token = (current = {});
    const alive = (): boolean => current === token;
    began = false;
    resumed = lastEventId !== '';
    currentIds = createRecentIds(host.ids);
    connect = deadline(host.settings().timeout?.connect, 'response');
    // In a turn of its own, so that StrictMode's second mount replaces the first before anything is sent.
    Promise.resolve()
      .then(() => (alive() ? host.prepare(lastEventId) : undefined))
      .then((plan) => {
        if (!plan || !alive()) return;
        idempotent = isIdempotent(plan.transport.method ?? plan.request.init.method);
        const closing = plan.transport(plan.request, createSink(alive));
        if (alive()) closeTransport = closing;
        else closing();
      })
      .catch((error: unknown) => {
        if (alive()) settle(toSseError('network', error));
      });
  };

  const createSink = (alive: () => boolean): SseSink => ({
    open(response) {
      if (!alive()) return;
      connect.clear();
      idle.clear();
      progress.clear();
      const { timeout } = host.settings();
      idle = deadline(timeout?.idle, 'byte');
      progress = deadline(timeout?.progress, 'message');
      host.opened(response);
    },
    activity() {
      if (!alive()) return;
      began = true;
      idle.touch();
    },
    message(message, ownId) {
      if (!alive()) return;
      began = true;
      idle.touch();
      if (ownId) {
        const { lastEventId: id } = message;
        if (resumed && seen.has(id) && !currentIds.has(id)) return;
        seen.add(id);
        currentIds.add(id);
      }
      attempt = 0;
      lastEventId = message.lastEventId;
      progress.touch();
      host.message(message, ownId);
    },
    id(id) {
      if (!alive() || id === lastEventId) return;
      lastEventId = id;
      host.identified();
    },
    retry(delay) {
      if (alive()) serverDelay = delay;
    },
    reconnecting() {
      if (!alive()) return;
      attempt++;
      idle.clear();
      progress.clear();
      host.reconnecting(null, null);
    },
    end(noContent = false) {
      if (!alive()) return;
      if (host.live && !noContent) settle(null);
      else finish(null, noContent);
    },
    fail(error) {
      if (alive()) settle(error);
    },
  });

  return {
    get attempt() {
      return attempt;
    },
    get lastEventId() {
      return lastEventId;
    },
    open() {
      if (current) return;
      if (!retryTimer) {
        attempt = 0;
        stopWaking = onWake({
          online: () => retryTimer && begin(),
          // Timers stand still while a device sleeps: what is overdue happens now.
          awake(restored) {
            if (retryTimer && Date.now() >= nextRetryAt) begin();
            else if (current && restored)
              settle(new SseError('network', 'The page slept, and its connection ended'));
            else for (const each of [connect, idle, progress]) each.check();
          },
        });
      }
      begin();
    },
    close,
    resumeAfter(id) {
      lastEventId = id;
      serverDelay = undefined;
      seen = createRecentIds(host.ids);
    },
    listen: (events) => closeTransport.listen?.(events),
  };
}
