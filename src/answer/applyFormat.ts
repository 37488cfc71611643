import { emptyAnswer } from './answer';
import type { AnswerFold } from './foldAnswer';
import { type Change, ForeignMessage, type Format } from './format';
import { messageOf, SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';

const EXCERPT = 200;

/**
 * Lets a format read a message and folds what it made of it. Returns an error of kind `'format'`, with the data in
 * its `body`, where the format threw; what had been folded before is kept. A message of another wire is passed over
 * and remembered in `fold.foreign` until another is read: what was last said to an answer that does not end.
 */
export function applyFormat(fold: AnswerFold, format: Format, message: SseMessage): SseError | undefined {
  const isFirst = fold.current === emptyAnswer;
  try {
    const change: Change | Format = format(message, fold.current);
    if (typeof change === 'function')
      throw new TypeError(`It is a factory: call it, as in \`format: ${format.name || 'anthropic'}()\``);
    if (isFirst && fold.foreign && onlyEnds(change)) return fold.foreign;
    fold.apply(change);
  } catch (cause) {
    const error = unreadable(format, message, cause);
    if (!(cause instanceof ForeignMessage)) return error;
    fold.foreign ??= error;
    return undefined;
  }
  if (fold.current !== emptyAnswer) fold.foreign = undefined;
  return undefined;
}

/** Whether a change ends the answer and adds nothing to it. */
function onlyEnds(change: Change): boolean {
  const deltas = [change].flat() as (Partial<Record<'type' | 'delta' | 'value', unknown>> | null)[];
  return (
    deltas.some((delta) => delta?.type === 'done') && !deltas.some((delta) => delta?.delta || delta?.value)
  );
}

function unreadable(format: Format, { data }: SseMessage, cause: unknown): SseError {
  const name = format.formatName || format.name || 'format';
  const met = data.length > EXCERPT ? `${data.slice(0, EXCERPT)}…` : data;
  const words = `${name} could not read the message ${JSON.stringify(met)}: ${messageOf(cause)}`;
  return new SseError('format', words, { body: data, cause });
}

/** Whether a format reads messages of that type; `events` are the run's own, where it names any. */
export const readsType = (format: Format, events: readonly string[] | undefined, type: string): boolean =>
  (events ?? format.events)?.includes(type) ?? true;
