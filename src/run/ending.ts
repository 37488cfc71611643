import { type Answer, emptyAnswer } from '../answer/answer';
import type { AnswerFold } from '../answer/foldAnswer';
import type { Format } from '../answer/format';
import { SseError } from '../protocol/error';
import type { RunAction } from './runState';

/** How an execution may end; `reset` where there was no answer to join. */
export type Ending = Extract<
  RunAction,
  { readonly type: 'done' | 'stopped' | 'incomplete' | 'failed' | 'reset' }
>;

/** How long the server may take to close a stream whose answer has ended, and to end one after its usage, in ms. */
const CLOSING_TIME = 1000;
/** How long an answer whose finish reason was seen may take to end, in ms. */
const FINISHING_TIME = 5000;

/** Whether the answer is whole though its end marker has not come: unless the provider itself is running a tool. */
const isWhole = ({ finishReason, parts }: Answer): boolean => {
  const last = parts.at(-1);
  return finishReason !== null && !(last?.type === 'toolCall' && last.server);
};

/** The end that a format has seen in the messages so far. */
export function endInMessages({ error, done, stopped }: Answer): Ending | undefined {
  if (error) return { type: 'failed', error: new SseError('server', error.message, { code: error.code }) };
  if (done) return { type: stopped ? 'stopped' : 'done' };
  return undefined;
}

/** The end of a run whose connection has closed for good, where the format saw none. */
export function endOnClose(answer: Answer, error: SseError | null): Ending {
  if (!error || isWhole(answer)) return { type: 'done' };
  return { type: error.kind === 'incomplete' ? 'incomplete' : 'failed', error };
}

/** Whether another attempt may still add to the answer. */
export const isOpenEnded = (answer: Answer): boolean => !answer.done && !answer.error && !isWhole(answer);

/** What a clean close means: `undefined` where the answer ended, else the error that says it did not. */
export function earlyClose(
  { current, foreign }: AnswerFold,
  { endsOnClose = true }: Format,
  words: string | undefined,
): SseError | undefined {
  if (current === emptyAnswer && foreign) return foreign;
  if (current.finishReason !== null || !isOpenEnded(current) || (endsOnClose && !words)) return undefined;
  const message =
    words || foreign?.message || 'The stream closed before the answer ended. The text so far is kept.';
  // Words in place of any answer are an error.
  const kind = words && !current.parts.length ? 'server' : 'incomplete';
  return new SseError(kind, message, { isRetryable: true });
}

/** The one timer of an answer that is finished, but whose connection is held open. */
export interface FinishTimer {
  /** After a message: where the finish reason was seen, the end marker must come in time. */
  check(fold: AnswerFold): void;
  /** After the end: the server may still send usage before it closes. */
  linger(): void;
  clear(): void;
}

export function createFinishTimer(expire: () => void): FinishTimer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let usage: unknown = null;
  let seen: Answer | undefined;
  const clear = (): void => {
    clearTimeout(timer);
  };
  const start = (ms: number): void => {
    clear();
    timer = setTimeout(expire, ms);
  };
  return {
    check(fold) {
      const { current } = fold;
      const hasUsage = current.usage !== usage;
      usage = current.usage;
      if (current.finishReason === null) return;
      // A snapshot is the same object until something is added: a keep-alive does not count.
      const now = fold.snapshot();
      if (now === seen) return;
      seen = now;
      if (isWhole(now)) start(hasUsage ? CLOSING_TIME : FINISHING_TIME);
      else clear();
    },
    linger: () => start(CLOSING_TIME),
    clear,
  };
}
