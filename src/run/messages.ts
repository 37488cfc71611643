import { createAttempts } from '../attempts/attempts';
import { resolveRetry } from '../attempts/retry';
import { callSafely, noop } from '../platform/callbacks';
import { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { Transport } from '../protocol/transport';
import { findWrongOption } from '../protocol/wrongOption';
import type { ResumeOptions } from '../resume/contract';
import type { RunOptions } from './options';
import { prepareAttempt } from './request';
import { RULES } from './rules';
import { type SignalWatch, watchSignal } from './signal';

/** The request of {@link messages}, and how it is retried. */
export interface MessagesOptions extends Omit<
  RunOptions,
  'format' | 'throttle' | 'whenBusy' | 'onMessage' | 'onFinish' | keyof ResumeOptions
> {
  /** The id to resume after. @default none */
  lastEventId?: string | undefined;
}

interface Waiting {
  readonly resolve: (result: IteratorResult<SseMessage, undefined>) => void;
  readonly reject: (error: SseError) => void;
}

/**
 * Every message of one stream as an async iterator. The request is made when the first message is asked for, and the
 * body is read no faster than messages are taken.
 *
 * @param fallback the transport, where the options name none
 */
export function iterateMessages(
  options: MessagesOptions,
  fallback: Transport,
): AsyncIterableIterator<SseMessage> {
  const { signal, events, retry, timeout, lastEventId = '', onOpen, onError, ...request } = options;
  const queue: SseMessage[] = [];
  const waiting: Waiting[] = [];
  let hasBegun = false;
  let hasEnded = false;
  let failure: SseError | null = null;
  let abort: SignalWatch | undefined;
  /** Lets the transport read on. */
  let release = noop;

  const deliver = (): void => {
    for (let next = waiting[0]; next && (queue.length || hasEnded); next = waiting[0]) {
      waiting.shift();
      const value = queue.shift();
      const error = failure;
      if (value) next.resolve({ value, done: false });
      else if (error) {
        failure = null;
        next.reject(error);
      } else next.resolve({ value: undefined, done: true });
    }
    if (waiting.length || hasEnded) release();
  };
  const end = (error: SseError | null): void => {
    if (hasEnded) return;
    hasEnded = true;
    failure = error;
    abort?.clear();
    attempts.close();
    if (error) callSafely(onError, error, false);
    deliver();
  };
  const attempts = createAttempts({
    live: false,
    prepare: (id) =>
      prepareAttempt(request, options.headers, { transport: fallback, format: () => null }, id),
    settings: () => ({ retry: resolveRetry(retry, 3), timeout }),
    onOpen: (response) => callSafely(onOpen, response),
    onMessage(message) {
      if (events && !events.includes(message.type)) return;
      queue.push(message);
      deliver();
    },
    ready: () => (queue.length ? new Promise<void>((resolve) => (release = resolve)) : undefined),
    onId: noop,
    onRetrying: noop,
    onReconnecting(error) {
      if (error) callSafely(onError, error, true);
    },
    earlyClose: (words) => (words ? new SseError('incomplete', words, { isRetryable: true }) : undefined),
    onEnd: end,
  });

  const begin = (): void => {
    hasBegun = true;
    const wrongOption = findWrongOption(options, RULES);
    if (wrongOption) return end(wrongOption);
    attempts.resumeAfter(lastEventId);
    abort = watchSignal(signal, (ending) => {
      queue.length = 0;
      end('error' in ending ? ending.error : null);
    });
    abort.check();
    if (!hasEnded) attempts.open();
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (!hasBegun && !hasEnded) begin();
        deliver();
      }),
    // Called where the loop is left, or where a stream made of the iterator is cancelled: it waits for nothing.
    return() {
      queue.length = 0;
      end(null);
      return Promise.resolve({ value: undefined, done: true });
    },
  };
}
