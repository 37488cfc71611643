/** One answer. The model goes on whether anybody reads or not. */
interface Answer {
  /** Who may read and stop it: the id of your user. */
  readonly owner: string;
  /** All that the model has said so far. */
  readonly messages: string[];
  readonly model: AbortController;
  readonly waiting: (() => void)[];
  state: 'growing' | 'done' | 'gone';
}

/** How long an answer is kept after its end, in ms. */
const KEPT_FOR = 10 * 60_000;

const wake = ({ waiting }: Answer): void => waiting.splice(0).forEach((tell) => tell());

/** The answers of one process, in its memory. */
export function createAnswers() {
  const answers = new Map<string, Answer>();

  function end(id: string, answer: Answer, state: 'done' | 'gone'): void {
    if (answer.state !== 'growing') return;
    answer.state = state;
    if (state === 'gone') answers.delete(id);
    else setTimeout(() => answers.delete(id), KEPT_FOR).unref?.();
    wake(answer);
  }

  async function write(id: string, answer: Answer, messages: AsyncIterable<string>): Promise<void> {
    try {
      for await (const message of messages) {
        answer.messages.push(`id: ${answer.messages.length + 1}\n${message}`);
        wake(answer);
      }
      end(id, answer, 'done');
    } catch (error) {
      if (!answer.model.signal.aborted) console.error(error);
      end(id, answer, 'gone');
    }
  }

  async function* follow(answer: Answer, from: number, signal: AbortSignal): AsyncGenerator<string> {
    const { messages, waiting } = answer;
    signal.addEventListener('abort', () => wake(answer));
    for (let next = from; !signal.aborted;) {
      const message = messages[next];
      if (answer.state === 'gone') throw new Error('This answer was stopped, or its model broke.');
      if (message !== undefined) {
        next++;
        yield message;
      } else if (answer.state === 'done') return;
      else await new Promise<void>((tell) => waiting.push(tell));
    }
  }

  function find(id: string, owner: string): Answer | undefined {
    const answer = answers.get(id);
    return answer?.owner === owner ? answer : undefined;
  }

  return {
    /** Begins an answer and returns its id. `signal` is aborted by `stop`, and never because a reader left. */
    begin(owner: string, ask: (signal: AbortSignal) => AsyncIterable<string>): string {
      const id = crypto.randomUUID();
      const model = new AbortController();
      const answer: Answer = { owner, messages: [], model, waiting: [], state: 'growing' };
      answers.set(id, answer);
      void write(id, answer, ask(model.signal));
      return id;
    },
    /** The answer behind the message with that id, as it grows. `undefined`: there is none for this owner. */
    read(id: string, owner: string, lastEventId = '') {
      const answer = find(id, owner);
      const seen = Number(lastEventId);
      const from = seen > 0 && seen <= (answer?.messages.length ?? 0) ? seen : 0;
      return answer && ((signal: AbortSignal) => follow(answer, from, signal));
    },
    /** Ends the answer: its model stops, and it is gone for everybody. */
    stop(id: string, owner: string): void {
      const answer = find(id, owner);
      if (!answer) return;
      answer.model.abort();
      end(id, answer, 'gone');
    },
  };
}
