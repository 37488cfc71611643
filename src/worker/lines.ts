import { noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { Attempt, SseRequest, SseSink } from '../protocol/transport';
import { createLog } from './log';
import type { Outbox } from './outbox';
import { headOf, toResponse, type WorkerRequest } from './wire';

/** How long a connection without subscribers is kept, in ms, so that reloading a tab does not reconnect. */
const LINGER = 500;

/** How long a tab that does not take its messages may hold up the others, in ms. */
const SLOW_TAB_TIME = 2000;

/** One connection, and the subscribers that share it. */
interface Line {
  /** Adds a subscriber; `undefined` where what comes after its id is no longer known. */
  readonly join: (request: SseRequest, outbox: Outbox) => Attempt | undefined;
}

interface Lines {
  /** Joins the connection for that feed, or makes it. */
  readonly join: (call: WorkerRequest, outbox: Outbox) => Attempt;
}

/** The response for a subscriber that resumes after another id than the connection did. */
function responseFor(response: Response | undefined, lastEventId: string): Response | undefined {
  if (!response?.headers.has('last-event-id')) return response;
  const head = headOf(response);
  const headers = head.headers.filter(([name]) => name !== 'last-event-id');
  return toResponse({ ...head, headers: [...headers, ['last-event-id', lastEventId]] });
}

/** @param forget called when nobody may join the connection any more */
function createLine(
  call: WorkerRequest,
  send: (call: WorkerRequest, sink: SseSink) => Attempt,
  forget: () => void,
): Line {
  const { lastEventId } = call.request;
  const log = createLog(lastEventId);
  const subscribers = new Set<Outbox>();
  let response: Response | undefined;
  let isOpen = false;
  let linger: ReturnType<typeof setTimeout> | undefined;

  const toAll = (report: (sink: Outbox['sink']) => void): void => {
    for (const { sink } of subscribers) report(sink);
  };
  /** Waits a moment for a busy tab, and drops one that sleeps: it resumes after its last id when it wakes up. */
  const makeRoom = async (outbox: Outbox): Promise<void> => {
    await Promise.race([
      outbox.sink.ready(),
      new Promise<void>((resolve) => setTimeout(resolve, SLOW_TAB_TIME)),
    ]);
    if (!outbox.isFull() || !subscribers.delete(outbox)) return;
    outbox.abandon(
      new SseError('network', 'The tab slept and missed more messages than its SharedWorker keeps'),
    );
  };
  const end = (report: (sink: Outbox['sink']) => void): void => {
    forget();
    toAll(report);
    subscribers.clear();
  };

  const connection = send(call, {
    open(given) {
      response = given;
      isOpen = true;
      toAll((sink) => sink.open(given));
    },
    activity: () => toAll((sink) => sink.activity()),
    message(message: SseMessage, ownId: boolean) {
      log.message(message, ownId);
      toAll((sink) => sink.message(message, ownId));
    },
    id(id) {
      log.id(id);
      toAll((sink) => sink.id(id));
    },
    retry: (delay) => toAll((sink) => sink.retry(delay)),
    ready() {
      const full = [...subscribers].filter((outbox) => outbox.isFull());
      return full.length ? Promise.all(full.map(makeRoom)).then(noop) : undefined;
    },
    comment: (text) => toAll((sink) => sink.comment(text)),
    reconnecting: () => toAll((sink) => sink.reconnecting()),
    end: (noContent, words) => end((sink) => sink.end(noContent, words)),
    fail: (error) => end((sink) => sink.fail(error)),
  });
  const close = (): void => {
    forget();
    connection();
  };

  /** Reports to a new subscriber what came before it; `false` where some of that is no longer known. */
  const welcome = (id: string, { sink }: Outbox): boolean => {
    if (id === '') {
      if (isOpen) sink.open(response);
      for (const message of log.newest()) sink.replay(message);
      return true;
    }
    const missed = log.after(id);
    if (!missed) return false;
    if (isOpen) sink.open(id === lastEventId ? response : responseFor(response, id));
    for (const report of missed) report(sink);
    return true;
  };

  return {
    join(request, outbox) {
      if (!welcome(request.lastEventId, outbox)) return undefined;
      clearTimeout(linger);
      subscribers.add(outbox);
      return (_, isLost) => {
        if (!subscribers.delete(outbox)) return;
        if (isLost && outbox.isIdle()) {
          // It had received everything so far, so the connection is dead for all others, too.
          connection();
          end((sink) =>
            sink.fail(new SseError('network', 'Another tab noticed that the connection fell silent')),
          );
        } else if (!subscribers.size) linger = setTimeout(close, LINGER);
      };
    },
  };
}

/** The connections of a SharedWorker: one for each feed, shared by all tabs of the origin that ask for it. */
export function createLines(send: (call: WorkerRequest, sink: SseSink) => Attempt): Lines {
  const lines = new Map<string, Line>();
  return {
    join(call, outbox) {
      const { request, feed } = call;
      // If the shared connection no longer knows what came after that id, those who ask for it share another one.
      for (const key of [feed!, `${feed} after ${request.lastEventId}`]) {
        const joined = lines.get(key)?.join(request, outbox);
        if (joined) return joined;
        if (lines.has(key)) continue;
        const line = createLine(call, send, () => {
          if (lines.get(key) === line) lines.delete(key);
        });
        lines.set(key, line);
        return line.join(request, outbox)!;
      }
      return send(call, outbox.sink);
    },
  };
}
