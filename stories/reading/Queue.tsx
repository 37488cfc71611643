import { useState } from 'react';
import { openaiChat, type RunSnapshot, useSseStream } from 'react-event-source';
import { Markdown } from '../chat/Markdown.tsx';
import '../chat/markdown.css';
import './reading.css';

interface Asked {
  readonly question: string;
  readonly result?: RunSnapshot;
}

const QUESTIONS = ['What is a stream?', 'What is a frame?', 'What is a queue?'] as const;

/** Questions that are asked while an answer is under way wait for their turn. */
export function Queue({ rate }: { rate: number }) {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const run = useSseStream(`/v1/chat/completions?rate=${rate}&tokens=40`, {
    format: openaiChat(),
    whenBusy: 'queue',
  });
  const ask = async (question: string, place: number): Promise<void> => {
    setAsked((before) => [...before, { question }]);
    const messages = [{ role: 'user', content: question }];
    const result = await run.start({ body: { model: 'playground', stream: true, messages } });
    setAsked((before) => before.map((each, index) => (index === place ? { question, result } : each)));
  };
  const current = asked.findIndex(({ result }) => !result);
  return (
    <main className="page stack">
      <header className="stack reading-head">
        <h1>Questions in turn</h1>
        <p>
          With <code>whenBusy: &apos;queue&apos;</code> each start waits for the one before, and its promise
          has its own result. Stop holds the queue until the next question; reset empties it.
        </p>
      </header>
      <div className="row">
        <button
          type="button"
          className="button primary"
          onClick={() => QUESTIONS.forEach((question, i) => void ask(question, asked.length + i))}
        >
          Ask three
        </button>
        <button type="button" className="button" disabled={!run.isRunning} onClick={run.stop}>
          Stop
        </button>
        <button type="button" className="button" disabled={asked.length === 0} onClick={run.reset}>
          Reset
        </button>
        <span className="push mono reading-status" role="status">
          {run.status}, {run.queued} waiting
        </span>
      </div>
      <ol className="reading-queue" aria-label="Questions">
        {asked.map(({ question, result }, index) => {
          const isCurrent = index === current && run.isRunning;
          return (
            <li key={index} className="card stack" data-current={isCurrent}>
              <p className="row">
                <strong>{question}</strong>
                <span className="push mono muted">
                  {result?.status ?? (isCurrent ? run.status : 'waiting')}
                </span>
              </p>
              {(result ?? isCurrent) && <Markdown text={result?.text ?? run.text} />}
            </li>
          );
        })}
      </ol>
    </main>
  );
}
