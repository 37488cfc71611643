import { useRef, useState } from 'react';
import { openaiChat, useSseStream, type Throttle } from 'react-event-source';
import { bodyOf, runTool, type ChatSettings, type Exchange, type Step } from './conversation.ts';
import { useSpeed } from './useSpeed.ts';

interface ConversationOptions {
  /** The address of the chat endpoint; `request` counts from 0. */
  readonly url: (request: number) => string;
  readonly settings: ChatSettings;
  readonly throttle?: Throttle | undefined;
}

const isBusy = (status: string): boolean =>
  status === 'connecting' || status === 'streaming' || status === 'reconnecting';

/** A conversation: the exchanges that are over, and the one that streams. */
export function useConversation({ url, settings, throttle }: ConversationOptions) {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  // from the question until its answer is among the exchanges: a little longer than the run is busy
  const [isPending, setIsPending] = useState(false);
  const requests = useRef(0);
  const turn = useRef(0);
  const run = useSseStream(() => url(requests.current++), {
    format: openaiChat(),
    throttle,
    onMessage: () => counter.count(),
  });
  const isRunning = isBusy(run.status);
  const counter = useSpeed(isRunning);

  /** Asks for an answer to the last of `history`, and for another one as long as the model calls tools. */
  const answer = async (history: readonly Exchange[]): Promise<void> => {
    const mine = ++turn.current;
    const earlier = history.slice(0, -1);
    let last = history.at(-1);
    while (last) {
      const asked: readonly Exchange[] = [...earlier, last];
      setExchanges(asked);
      setIsPending(true);
      counter.reset();
      const result = await run.start({ body: bodyOf(asked, settings) });
      // a newer question has taken the place of this one
      if (mine !== turn.current) return;
      const calls = result.status === 'done' ? result.toolCalls : [];
      const results = calls.map(({ id }) => ({ id, content: runTool() }));
      const step: Step = { answer: result, speed: counter.measure(), results };
      last = { ...last, steps: [...last.steps, step] };
      setExchanges([...earlier, last]);
      setIsPending(false);
      if (results.length === 0) return;
    }
  };

  const ask = (question: string, before: readonly Exchange[] = exchanges): void =>
    void answer([...before, { id: (before.at(-1)?.id ?? 0) + 1, question, steps: [] }]);

  return {
    exchanges,
    isPending,
    isRunning,
    run,
    speed: counter.speed,
    ask: (question: string) => ask(question),
    stop: run.stop,
    /** Asks the last question again: another answer, or another try. */
    regenerate: (): void => {
      const last = exchanges.at(-1);
      if (last) ask(last.question, exchanges.slice(0, -1));
    },
    /** Asks an earlier question in other words; what came after it is dropped. */
    resend: (id: number, question: string): void => {
      ask(
        question,
        exchanges.filter((exchange) => exchange.id < id),
      );
    },
    clear: (): void => {
      turn.current += 1;
      run.reset();
      setIsPending(false);
      setExchanges([]);
    },
  };
}
