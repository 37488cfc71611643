import { nextTask } from '../platform/nextTask';
import { toSseError } from '../protocol/error';
import type { SseSink } from '../protocol/transport';
import { nextFrame } from '../publish/frame';
import { type Batch, type ErrorParts, type Head, REPORT, toError, toResponse } from './wire';

/** How long messages are handled before the page gets a turn, in ms: too short to be noticed. */
const SLICE = 8;
/** How many reports are handled between two reads of the clock. */
const PIECE = 16;

/** Asks for the next batch in the next frame; at once in a hidden page, which has none. */
const pace = (task: () => void): void => {
  if (typeof requestAnimationFrame === 'function' && globalThis.document?.visibilityState === 'visible') {
    nextFrame(task);
  } else nextTask(task);
};

/** Hands one report to the sink. Returns the index of the next one. */
function deliverOne(batch: Batch, at: number, sink: SseSink): number {
  const first = batch[at + 1];
  const second = batch[at + 2];
  const third = batch[at + 3];
  switch (batch[at]) {
    case REPORT.activity:
      sink.activity();
      return at + 1;
    case REPORT.message:
      sink.message(
        { type: first as string, data: second as string, lastEventId: third as string },
        batch[at + 4] as boolean,
      );
      return at + 5;
    case REPORT.replay:
      sink.replay?.({ type: first as string, data: second as string, lastEventId: third as string });
      return at + 4;
    case REPORT.id:
      sink.id(first as string);
      return at + 2;
    case REPORT.retry:
      sink.retry(first as number);
      return at + 2;
    case REPORT.comment:
      sink.comment?.(first as string);
      return at + 2;
    case REPORT.open:
      sink.open(first ? toResponse(first as Head) : undefined);
      return at + 2;
    case REPORT.end:
      sink.end(first as boolean | undefined, second as string | undefined);
      return at + 3;
    default:
      sink.fail(toError(first as ErrorParts));
      return at + 2;
  }
}

/**
 * Reports what a Worker sends, in order. During a large batch the page gets a turn every few milliseconds. The next batch
 * is asked for when the sink is ready for it.
 */
export function createInbox(sink: SseSink, isOver: () => boolean, next: () => void): (batch: Batch) => void {
  let delivered = Promise.resolve();
  const deliver = async (batch: Batch): Promise<void> => {
    let at = 0;
    let begun = performance.now();
    for (let count = 1; at < batch.length && !isOver(); count++) {
      at = deliverOne(batch, at, sink);
      if (count % PIECE || performance.now() - begun < SLICE) continue;
      await new Promise<void>(nextTask);
      begun = performance.now();
    }
    if (!isOver()) await sink.ready?.();
    if (!isOver()) pace(next);
  };
  return (batch) => {
    delivered = delivered
      .then(() => deliver(batch))
      .catch((thrown: unknown) => sink.fail(toSseError('network', thrown)));
  };
}
