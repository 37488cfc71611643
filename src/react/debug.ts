import { callSafely } from '../platform/callbacks';
import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { ConnectionStatus, RunStatus } from '../protocol/readyState';
import type { Readable } from '../publish/store';
import type { Attempt, SseRequest, SseSink, Transport } from '../protocol/transport';

/** What happened, without headers and bodies, which may hold secrets. */
export type SseDebugDetail =
  /** A component with the hook is on the page. */
  | { readonly type: 'mount' }
  | { readonly type: 'unmount' }
  /** The state went from one status to another. */
  | {
      readonly type: 'status';
      readonly from: ConnectionStatus | RunStatus;
      readonly to: ConnectionStatus | RunStatus;
      readonly error: SseError | null;
      /** Retries since the last message. */
      readonly attempt: number;
      /** When the next attempt is made, in epoch ms. */
      readonly nextRetryAt: number | null;
    }
  /** An attempt begins. */
  | { readonly type: 'request'; readonly method: string; readonly url: string; readonly lastEventId: string }
  /** The stream is open; `status` is the HTTP status, where the transport knows it. */
  | { readonly type: 'open'; readonly status: number | undefined }
  /** A message arrived, before any filter or decoder. */
  | { readonly type: 'message'; readonly message: SseMessage }
  /** The transport reconnects by itself, as the browser's `EventSource` does. */
  | { readonly type: 'reconnecting' }
  /** The server closed the stream. */
  | { readonly type: 'end' }
  /** The attempt failed. */
  | { readonly type: 'fail'; readonly error: SseError }
  /** This side closed the stream. */
  | { readonly type: 'close' };

/** One thing that happened to one call of a hook. */
export type SseDebugEvent = SseDebugDetail & {
  /** The same for all events of one call of a hook in one mounted component. */
  readonly id: number;
  readonly hook: 'useEventSource' | 'useSseStream';
  /** Epoch ms. */
  readonly time: number;
};

/** Gets every event, as it happens. What it throws is reported. */
export type SseDebug = (event: SseDebugEvent) => void;

/** Reports what happens to one owner. */
export type Emit = (detail: SseDebugDetail) => void;

const ids = new WeakMap<object, number>();
let lastId = 0;

/** Whether an owner is that of `useSseStream`. */
const isRun = (owner: object): boolean => 'start' in owner;

/** @param listeners asked afresh for each event */
export function createEmit(owner: object, listeners: () => readonly SseDebug[]): Emit {
  let id = ids.get(owner);
  if (!id) ids.set(owner, (id = ++lastId));
  const about = { id, hook: isRun(owner) ? 'useSseStream' : 'useEventSource' } as const;
  return (detail) => {
    for (const listener of listeners()) callSafely(listener, { ...detail, ...about, time: Date.now() });
  };
}

type Watched = Readable<{
  status: ConnectionStatus | RunStatus;
  error: SseError | null;
  attempt: number;
  nextRetryAt: number | null;
}>;

/** Reports every change of an owner's status. */
export function watchStatus(owner: object, emit: Emit): () => void {
  const watched = owner as Watched;
  let from = watched.getSnapshot().status;
  emit({ type: 'mount' });
  const unsubscribe = watched.subscribe(() => {
    const { status: to, error, attempt, nextRetryAt } = watched.getSnapshot();
    if (to === from) return;
    emit({ type: 'status', from, to, error, attempt, nextRetryAt });
    from = to;
  });
  return () => {
    unsubscribe();
    emit({ type: 'unmount' });
  };
}

/** An attempt of `transport` that is also reported for `debug`. */
export function debugAttempt(
  transport: Transport,
  request: SseRequest,
  sink: SseSink,
  emit: Emit,
): ReturnType<Transport> {
  let hasEnded = false;
  const { url, lastEventId, init } = request;
  const finish = (detail: SseDebugDetail): void => {
    if (!hasEnded) emit(detail);
    hasEnded = true;
  };
  emit({ type: 'request', method: transport.method ?? init.method ?? 'GET', url, lastEventId });
  const attempt = transport(request, {
    ...sink,
    open(response) {
      if (!hasEnded) emit({ type: 'open', status: response?.status });
      sink.open(response);
    },
    message(message, ownId) {
      if (!hasEnded) emit({ type: 'message', message });
      sink.message(message, ownId);
    },
    reconnecting() {
      if (!hasEnded) emit({ type: 'reconnecting' });
      sink.reconnecting();
    },
    end(noContent, words) {
      finish({ type: 'end' });
      sink.end(noContent, words);
    },
    fail(error) {
      finish({ type: 'fail', error });
      sink.fail(error);
    },
  });
  const close: Attempt = (isFinished) => {
    finish({ type: 'close' });
    attempt(isFinished);
  };
  return Object.assign(close, attempt);
}
