import { noop } from '../platform/callbacks';
import { SseError, toSseError } from '../protocol/error';
import { badRequest } from '../protocol/request';
import type { Attempt, SseSink } from '../protocol/transport';
import { exchange } from '../transports/exchange';
import { createOutbox } from './outbox';
import { createLines } from './lines';
import {
  hold,
  MISSED_PINGS,
  PING,
  type PageWord,
  type WorkerCall,
  type WorkerRequest,
  type WorkerWord,
  whenReleased,
} from './wire';

/** What a page's requests come in on. */
export interface PortLike {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

/** This Worker's lock, held for its life. */
let name: string | undefined;
let named: Promise<string | undefined> | undefined;

function send({ request, limit }: WorkerRequest, sink: SseSink): Attempt {
  const { fetch } = globalThis;
  if (!fetch) throw badRequest('There is no fetch in this Worker.');
  return exchange(request, Promise.resolve(request), sink, { fetch, limit });
}

/** The lines of this Worker: feeds that share a connection. */
const lines = createLines(send);

/** Watches for the death of a page that cannot say that it goes. Returns what is to be called when it says `pong`. */
function watch(
  port: MessagePort,
  lock: string | undefined,
  ended: AbortSignal,
  gone: () => void,
): () => void {
  if (lock) whenReleased(lock, ended, gone);
  if (lock !== undefined && name) return noop;
  let missed = 0;
  const timer = setInterval(() => {
    if (missed++ >= MISSED_PINGS) gone();
    else port.postMessage('ping' satisfies WorkerWord);
  }, PING);
  ended.addEventListener('abort', () => clearInterval(timer));
  return () => {
    missed = 0;
  };
}

/** Makes one attempt for a page, and reports it on the port. */
function accept(call: WorkerRequest, port: MessagePort, share: boolean): void {
  const ended = new AbortController();
  const outbox = createOutbox((batch) => {
    try {
      port.postMessage(batch);
    } catch {
      // A port that has been closed: the page is gone.
      leave('close');
    }
  });
  let attempt: Attempt = noop;
  const leave = (word: PageWord): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    attempt(word === 'finished', word === 'lost');
    port.close();
  };
  /** If the page only sleeps, it hears of it when it wakes up. */
  const gone = (): void => {
    if (ended.signal.aborted) return;
    outbox.abandon(new SseError('network', 'The page did not answer its Worker'));
    leave('close');
  };
  let pong = noop;
  port.addEventListener('close', gone);
  port.addEventListener('messageerror', gone);
  port.addEventListener('message', ({ data }: MessageEvent<PageWord>) => {
    if (data === 'next') outbox.next();
    else if (data === 'pong') pong();
    else leave(data);
  });
  port.start();
  named ??= hold(new AbortController().signal);
  void named.then((worker) => {
    name = worker;
    if (ended.signal.aborted) return;
    pong = watch(port, call.lock, ended.signal, gone);
    port.postMessage({ worker } satisfies WorkerWord);
  });
  try {
    attempt = share && call.feed !== undefined ? lines.join(call, outbox) : send(call, outbox.sink);
  } catch (thrown) {
    outbox.sink.fail(toSseError('network', thrown, { isRetryable: false }));
  }
}

/**
 * Answers what pages ask for on this port. Messages that are not of this library are left alone.
 *
 * @param share feeds that are asked for with the same request have one connection, from whatever port
 */
export function serve(port: PortLike, share: boolean): void {
  port.addEventListener('message', ({ data }: MessageEvent<Partial<WorkerCall> | null>) => {
    if (data?.sse && data.port) accept(data.sse, data.port, share);
  });
  port.start?.();
}
