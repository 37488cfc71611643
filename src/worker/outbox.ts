import type { SseError } from '../protocol/error';
import type { SseSink } from '../protocol/transport';
import { type Batch, headOf, partsOf, REPORT } from './wire';

/** How many entries may wait for a page before reading pauses. */
const FULL = 20_000;
/** How many characters of their text. */
const FULL_TEXT = 2 ** 21;

/** Collects the reports for a page. */
export interface Outbox {
  readonly sink: Required<Omit<SseSink, 'reconnecting'>> & Pick<SseSink, 'reconnecting'>;
  /** The page has handled the last batch. */
  next(): void;
  /** Whether the page has handled everything so far. */
  isIdle(): boolean;
  /** Whether more is waiting for the page than a Worker should keep. */
  isFull(): boolean;
  /** Ends it with this error, in place of what has not been sent. */
  abandon(error: SseError): void;
}

/**
 * A page that waits for reports gets them at once; others wait for it in one batch. A page asks once a frame, so one that
 * is busy or asleep gets no second batch.
 */
export function createOutbox(post: (batch: Batch) => void): Outbox {
  let batch: Batch = [];
  let size = 0;
  let isActive = false;
  let isScheduled = false;
  let isAwaited = true;
  let release: (() => void) | undefined;

  const flush = (): void => {
    isScheduled = false;
    if (!isAwaited || !batch.length) return;
    const sent = batch;
    clear();
    isAwaited = false;
    post(sent);
  };
  const clear = (): void => {
    batch = [];
    size = 0;
    isActive = false;
    release?.();
    release = undefined;
  };
  const report = (...parts: unknown[]): void => {
    batch.push(...parts);
    if (isScheduled || !isAwaited) return;
    isScheduled = true;
    // What is read from the network in one piece is posted in one.
    queueMicrotask(flush);
  };
  const isFull = (): boolean => batch.length > FULL || size > FULL_TEXT;

  return {
    sink: {
      open: (response) => report(REPORT.open, response && headOf(response)),
      activity() {
        if (!isActive) report(REPORT.activity);
        isActive = true;
      },
      message({ type, data, lastEventId }, ownId) {
        size += data.length;
        report(REPORT.message, type, data, lastEventId, ownId);
      },
      replay: ({ type, data, lastEventId }) => report(REPORT.replay, type, data, lastEventId),
      id: (id) => report(REPORT.id, id),
      retry: (delay) => report(REPORT.retry, delay),
      comment(text) {
        size += text.length;
        report(REPORT.comment, text);
      },
      ready: () => (isFull() ? new Promise((resolve) => (release = resolve)) : undefined),
      // Nothing in a Worker reconnects by itself.
      reconnecting: () => {},
      end: (noContent, words) => report(REPORT.end, noContent, words),
      fail: (error) => report(REPORT.fail, partsOf(error)),
    },
    next() {
      isAwaited = true;
      flush();
    },
    isIdle: () => isAwaited && !batch.length,
    isFull,
    abandon(error) {
      clear();
      post([REPORT.fail, partsOf(error)]);
    },
  };
}
