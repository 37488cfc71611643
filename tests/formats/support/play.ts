import { readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
import { type Answer, emptyAnswer } from '../../../src/answer/answer';
import { createAnswerFold } from '../../../src/answer/foldAnswer';
import { applyFormat, readsType } from '../../../src/answer/applyFormat';
import type { SseError } from '../../../src/protocol/error';
import type { Format } from '../../../src/answer/format';
import type { SseMessage } from '../../../src/protocol/message';
import { cut } from '../../../scripts/recordings/find.mjs';

/** What became of a wire: the answer, the error if a message could not be read, and how a clean close ends it. */
export interface Played {
  readonly answer: Answer;
  readonly error: SseError | undefined;
  readonly status: 'done' | 'stopped' | 'failed' | 'incomplete';
  /** The answer after each message. */
  readonly snapshots: readonly Answer[];
}

const folder = new URL('../../fixtures/recordings/', import.meta.url);

/** The bytes of a recording, as text. */
export const recording = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

const record = (data: unknown): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** A stream of unnamed events. */
export const sse = (...data: unknown[]): string => data.map(record).join('');

/** A stream of named events. */
export const named = (...events: (readonly [type: string, data: unknown])[]): string =>
  events.map(([type, data]) => `event: ${type}\n${record(data)}`).join('');

/** Runs a wire through a format, in reads of `size` bytes; `events` are the run's own. */
export function play(format: Format, wire: string, size = Infinity, events?: readonly string[]): Played {
  const fold = createAnswerFold();
  const snapshots: Answer[] = [];
  let error: SseError | undefined;
  const onMessage = (message: SseMessage): void => {
    if (readsType(format, events, message.type)) error ??= applyFormat(fold, format, message);
    snapshots.push(fold.snapshot());
  };
  const feed = format.framing === 'lines' ? lineFeed(onMessage) : eventFeed(onMessage);
  const decoder = new TextDecoder();
  const bytes = new TextEncoder().encode(wire);
  for (const piece of cut(bytes, Math.min(size, bytes.length))) feed(decoder.decode(piece, { stream: true }));
  if (fold.current === emptyAnswer) error ??= fold.foreign;
  const answer = fold.snapshot();
  const { endsOnClose = true } = format;
  const ended = answer.done || endsOnClose || answer.finishReason !== null;
  const status =
    error || answer.error ? 'failed' : answer.stopped ? 'stopped' : ended ? 'done' : 'incomplete';
  return { answer, error, status, snapshots };
}

function eventFeed(onMessage: (message: SseMessage) => void): (text: string) => void {
  const parser = createParser({
    onEvent: ({ event: type = 'message', data, id: lastEventId = '' }) =>
      onMessage({ type, data, lastEventId }),
  });
  return (text) => parser.feed(text);
}

function lineFeed(onMessage: (message: SseMessage) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    for (const data of lines) if (data) onMessage({ type: 'message', data, lastEventId: '' });
  };
}
