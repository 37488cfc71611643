import { startStopwatch } from '../platform/clock';
import { SseError } from '../protocol/error';
import type { SseSink } from '../protocol/transport';
import type { AttemptsOwner } from './owner';
import type { Leaving } from './leaving';
import type { Trying } from './phases';
import { createRepeats } from './repeats';
import type { RetryCount } from './retryCount';

/** What is known of one stream, however many attempts it takes. */
export interface Stream {
  lastEventId: string;
  serverDelay: number | undefined;
  readonly repeats: ReturnType<typeof createRepeats>;
}

export const createStream = (lastEventId: string): Stream => ({
  lastEventId,
  serverDelay: undefined,
  repeats: createRepeats(),
});

/** The series that an attempt belongs to. */
export interface Series {
  readonly owner: AttemptsOwner;
  stream: Stream;
  count: RetryCount;
  readonly leaving: Leaving;
  /** Whether this attempt is under way: what any other reports comes too late. */
  readonly isCurrent: (trying: Trying) => boolean;
  /** The attempt ended, with an error or cleanly, and may be followed by another. */
  readonly settle: (trying: Trying, error: SseError | null) => void;
  /** The attempt failed. */
  readonly fail: (trying: Trying, error: SseError) => void;
  /** The series ends. */
  readonly finish: (error: SseError | null, noContent: boolean) => void;
}

/** Where the transport of one attempt reports to. */
export function createSink(trying: Trying, series: Series): SseSink {
  const { owner, settle, fail, finish } = series;
  const isCurrent = (): boolean => series.isCurrent(trying);
  const watchSilence = (): void => trying.timeouts.opened(trying.plan?.transport.platform !== 'EventSource');
  return {
    open(response) {
      if (!isCurrent()) return;
      trying.uptime = startStopwatch();
      watchSilence();
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
      series.count.progress();
      series.stream.lastEventId = message.lastEventId;
      owner.onMessage(message, ownId);
    },
    replay(message) {
      if (isCurrent()) owner.onReplay?.(message);
    },
    ready() {
      const wanted = isCurrent() ? owner.ready?.() : undefined;
      if (!wanted) return undefined;
      // What is not read is not silence.
      trying.timeouts.clear();
      return wanted.then(() => {
        if (isCurrent()) watchSilence();
      });
    },
    id(id) {
      if (!isCurrent() || id === series.stream.lastEventId) return;
      series.stream.lastEventId = id;
      owner.onId();
    },
    retry(delay) {
      if (isCurrent()) series.stream.serverDelay = delay;
    },
    reconnecting() {
      if (!isCurrent()) return;
      if (trying.uptime) series.count.closed(trying.uptime.elapsed());
      series.count.engineRetried();
      trying.uptime = undefined;
      trying.timeouts.clear();
      trying.resumedAfter = series.stream.lastEventId;
      trying.isRepeat = series.stream.repeats(trying.resumedAfter !== '');
      series.leaving.report(() => {
        if (!isCurrent() || trying.uptime) return;
        owner.onReconnecting(new SseError('network', 'The connection broke. The browser retries.'), null);
      });
    },
    end(noContent = false, words) {
      if (!isCurrent()) return;
      const early = noContent ? undefined : owner.earlyClose?.(words);
      const isResumable = series.stream.lastEventId !== '' || trying.plan?.isResumable;
      if (early ? isResumable : owner.live && !noContent) settle(trying, early ?? null);
      else finish(early ?? null, noContent);
    },
    fail(error) {
      if (isCurrent()) fail(trying, error);
    },
  };
}
