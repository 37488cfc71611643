import { noop } from '../platform/callbacks';
import { SseError, toSseError } from '../protocol/error';
import { badRequest } from '../protocol/request';
import type { Attempt, SseSink } from '../protocol/transport';
import { exchange } from '../transports/shared/exchange';
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

/** Where the requests of pages arrive. */
export interface PortLike {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

/** The name of the lock that this Worker holds as long as it lives. */
let name: string | undefined;
let named: Promise<string | undefined> | undefined;

function send({ request, limit }: WorkerRequest, sink: SseSink): Attempt {
  const { fetch } = globalThis;
  if (!fetch) throw badRequest('There is no fetch in this Worker.');
  return exchange(request, (ready) => ready, sink, { fetch, limit });
}

/** The lines of this Worker: feeds that share a connection. */
const lines = createLines(send);

/** Notices that a page has died without closing its attempt. Returns what to call when the page answers `pong`. */
function watch(
  port: MessagePort,
  lock: string | undefined,
  ended: AbortSignal,
  onDead: () => void,
): () => void {
  if (lock) whenReleased(lock, ended, onDead);
  if (lock !== undefined && name) return noop;
  let missed = 0;
  const timer = setInterval(() => {
    if (missed++ >= MISSED_PINGS) onDead();
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
      // The port has been closed: the page is gone.
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
  /** The page does not answer. If it only sleeps, it gets the error when it wakes up. */
  const leaveDead = (): void => {
    if (ended.signal.aborted) return;
    outbox.abandon(new SseError('network', 'The page did not answer its Worker'));
    leave('close');
  };
  let pong = noop;
  port.addEventListener('close', leaveDead);
  port.addEventListener('messageerror', leaveDead);
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
    pong = watch(port, call.lock, ended.signal, leaveDead);
    port.postMessage({ worker } satisfies WorkerWord);
  });
  try {
    attempt = share && call.feed !== undefined ? lines.join(call, outbox) : send(call, outbox.sink);
  } catch (thrown) {
    outbox.sink.fail(toSseError('network', thrown, { isRetryable: false }));
  }
}

/**
 * Serves the requests of pages on this port. Messages of other code are ignored.
 *
 * @param share whether feeds with equal requests share one connection, whatever port they come from
 */
export function serve(port: PortLike, share: boolean): void {
  port.addEventListener('message', ({ data }: MessageEvent<Partial<WorkerCall> | null>) => {
    if (data?.sse && data.port) accept(data.sse, data.port, share);
  });
  port.start?.();
}
