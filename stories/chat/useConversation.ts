import { useRef, useState } from 'react';
import { useSseStream, type RunSnapshot, type Throttle } from 'react-event-source';
import { runTool, type ChatSettings, type Exchange, type Step } from './conversation.ts';
import { useSpeed } from './useSpeed.ts';
import type { Wire } from './wires.ts';

interface ConversationOptions {
  /** The address of the chat endpoint; `request` counts from 0. */
  readonly url: (request: number) => string;
  readonly wire: Wire;
  readonly settings: ChatSettings;
  readonly throttle?: Throttle | undefined;
}

/** A conversation: the exchanges that are over, and the one that streams. */
export function useConversation({ url, wire, settings, throttle }: ConversationOptions) {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const requests = useRef(0);
  /** The exchanges of which the last one is being answered. */
  const asked = useRef<readonly Exchange[]>([]);
  const run = useSseStream(() => url(requests.current++), {
    format: wire.format,
    throttle,
    onMessage: () => counter.count(),
    onFinish: (result) => finish(result),
  });
  const counter = useSpeed(run.isRunning);

  /** Asks for an answer to the last exchange. */
  const answer = (history: readonly Exchange[]): void => {
    // Its end belongs to the exchanges that it was asked for.
    run.stop();
    asked.current = history;
    setExchanges(history);
    counter.reset();
    void run.start({ body: wire.bodyOf(history, settings) });
  };

  /** Goes on where nothing is left to decide: asks again with what the tools and the reader said, if they said anything. */
  const goOn = (history: readonly Exchange[]): void => {
    const { answer: given, results, decisions } = history.at(-1)!.steps.at(-1)!;
    const isDecided = given.approvals.every(({ id }) => decisions.some((each) => each.id === id));
    if (isDecided && results.length + decisions.length > 0) answer(history);
    else setExchanges(history);
  };

  /** Adds the answer to its exchange. */
  const finish = (result: RunSnapshot): void => {
    const earlier = asked.current.slice(0, -1);
    const last = asked.current.at(-1)!;
    const calls = result.status === 'done' ? result.toolCalls : [];
    const results = calls.map(({ id }) => ({ id, content: runTool() }));
    const step: Step = { answer: result, speed: counter.measure(), results, decisions: [] };
    goOn([...earlier, { ...last, steps: [...last.steps, step] }]);
  };

  /** The reader's yes or no to a call that waits for it in the last answer. */
  const decide = (id: string, isAllowed: boolean): void => {
    const last = exchanges.at(-1)!;
    const step = last.steps.at(-1)!;
    const decided: Step = { ...step, decisions: [...step.decisions, { id, isAllowed }] };
    goOn([...exchanges.slice(0, -1), { ...last, steps: [...last.steps.slice(0, -1), decided] }]);
  };

  const ask = (question: string, before: readonly Exchange[] = exchanges): void =>
    answer([...before, { id: (before.at(-1)?.id ?? 0) + 1, question, steps: [] }]);

  return {
    exchanges,
    run,
    speed: counter.speed,
    ask: (question: string) => ask(question),
    stop: run.stop,
    decide,
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
      run.reset();
      setExchanges([]);
    },
  };
}
