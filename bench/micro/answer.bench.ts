import { bench, describe } from 'vitest';
import { createAnswerFold } from '../../src/answer/foldAnswer';

const MESSAGES = 1000;

/** A frame's worth of messages between two snapshots. */
const PER_FRAME = 16;

describe(`${MESSAGES} changes folded, a snapshot after every ${PER_FRAME}`, () => {
  const run = (change: (i: number) => Parameters<ReturnType<typeof createAnswerFold>['apply']>[0]): void => {
    const fold = createAnswerFold();
    for (let i = 0; i < MESSAGES; i++) {
      fold.apply(change(i));
      if (i % PER_FRAME === 0) fold.snapshot();
    }
    fold.snapshot();
  };

  bench('text', () => run(() => ' token'));
  bench('text in parts that take turns', () => run((i) => ({ type: 'text', key: i % 8, delta: ' token' })));
  bench('arguments of a call', () =>
    run((i) => ({ type: 'toolCall', key: 0, id: i ? '' : 'c', name: i ? '' : 'f', delta: 'x' })),
  );
});
