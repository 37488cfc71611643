import { createParser } from 'eventsource-parser';
import { noop } from '../../platform/callbacks';
import { nextTask } from '../../platform/nextTask';
import type { SseError } from '../../protocol/error';
import { badRequest } from '../../protocol/request';
import type { SseRequest, SseSink } from '../../protocol/transport';
import { createDecoder, toBytes } from './bytes';
import { createStrayText, type StrayText } from './strayText';

/** Cuts text into messages and reports them. */
interface Framing {
  feed(text: string): void;
  /** The body ended. Returns what was no event stream. */
  end(): StrayText | undefined;
}

/** How long messages are handled before the page gets a turn, in ms: far below what a reader of the page feels. */
const SLICE = 8;
/** How many bytes are handled between two looks at the clock: a browser hands over a burst in chunks of up to 2 MB. */
const PIECE = 65_536;

const tooLong = (limit: number): SseError => badRequest(`A message is longer than maxMessageSize (${limit})`);

/**
 * [spec] Interpreting an event stream: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
function createEvents(sink: SseSink, lastEventId: string, limit: number): Framing {
  let lastId = lastEventId;
  /** Of a block without data so far. A message carries its id itself: nobody may know the one without the other. */
  let loneId: string | undefined;
  const reportId = (): void => {
    if (loneId !== undefined) sink.id(loneId);
    loneId = undefined;
  };
  const stray = createStrayText();
  let hasMessage = false;
  const parser = createParser({
    maxBufferSize: limit,
    onId(id) {
      reportId();
      lastId = loneId = id;
    },
    onEvent({ event = 'message', data, id }) {
      // The parser's own check does not see a message that arrives whole.
      if (data.length > limit) throw tooLong(limit);
      hasMessage = true;
      if (id !== undefined) loneId = undefined;
      reportId();
      sink.message({ type: event, data, lastEventId: lastId }, id !== undefined);
    },
    onRetry: (delay) => sink.retry(delay),
    ...(sink.comment && { onComment: (text: string) => sink.comment?.(text) }),
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') throw tooLong(limit);
    },
  });
  // [spec] One byte order mark is dropped, and the decoder has dropped it: this spends the parser's own check.
  parser.feed('\uFEFF');
  return {
    feed(text) {
      hasMessage = false;
      parser.feed(text);
      reportId();
      stray.add(text, hasMessage);
    },
    // [spec] A block that no blank line ended is discarded.
    end: () => stray.read(),
  };
}

/** Each line that is not blank is the data of one message: `application/x-ndjson`. */
function createLines(sink: SseSink, limit: number): Framing {
  /** The pieces of the line that has no end yet: joined once, so that a long line costs no more than its length. */
  let pieces: string[] = [];
  let size = 0;
  const finish = (piece: string): void => {
    const data = (pieces.join('') + piece).trim();
    pieces = [];
    size = 0;
    if (data.length > limit) throw tooLong(limit);
    if (data) sink.message({ type: 'message', data, lastEventId: '' }, false);
  };
  return {
    feed(text) {
      let from = 0;
      for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
        finish(text.slice(from, to));
        from = to + 1;
      }
      size += text.length - from;
      if (size > limit) throw tooLong(limit);
      pieces.push(text.slice(from));
    },
    end() {
      finish('');
      return undefined;
    },
  };
}

/**
 * Reads a body to its end and reports its messages. A burst gives the page a turn every few milliseconds, and a sink
 * that is not ready holds the reading back. Returns the text behind the last message that was no event stream.
 *
 * @throws SseError when a message is longer than `limit` characters
 */
export async function parseBody(
  body: ReadableStream<unknown>,
  request: SseRequest,
  sink: SseSink,
  { signal, limit }: { signal: AbortSignal; limit: number },
): Promise<StrayText | undefined> {
  const framing =
    request.framing === 'lines' ? createLines(sink, limit) : createEvents(sink, request.lastEventId, limit);
  const reader = body.getReader();
  // A `fetch` that does not follow the signal would stream on.
  signal.addEventListener('abort', () => void reader.cancel().catch(noop));
  const decoder = createDecoder();
  let busy = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) return undefined;
    if (done) break;
    sink.activity();
    const bytes = toBytes(value);
    for (let from = 0; from < bytes.length; from += PIECE) {
      const begun = performance.now();
      framing.feed(decoder.decode(bytes.subarray(from, from + PIECE), { stream: true }));
      busy += performance.now() - begun;
      const ready = sink.ready?.();
      if (!ready && busy < SLICE) continue;
      busy = 0;
      await (ready ?? new Promise<void>(nextTask));
      if (signal.aborted) return undefined;
    }
  }
  framing.feed(decoder.decode());
  return framing.end();
}
