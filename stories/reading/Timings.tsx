import { useState } from 'react';
import { openaiChat, type RunSnapshot, type RunTiming, useSseStream } from 'react-event-source';
import { measureAnswer } from '../../docs/recipes/performancePanel.ts';
import { Markdown } from '../chat/Markdown.tsx';
import { AskBar } from './AskBar.tsx';
import '../chat/markdown.css';
import './reading.css';

/** The phases of an answer, each with its length in ms. */
function phasesOf({ startedAt, openedAt, firstTextAt, endedAt }: RunTiming) {
  const times = [startedAt, openedAt ?? endedAt, firstTextAt ?? endedAt, endedAt].map((at) => at ?? 0);
  return ['Connecting', 'Waiting for the first text', 'Text'].map((name, i) => ({
    name,
    ms: times[i + 1]! - times[i]!,
  }));
}

function Bar({ timing }: { timing: RunTiming }) {
  const phases = phasesOf(timing);
  return (
    <>
      <div className="reading-bar" aria-hidden="true">
        {phases.map(({ name, ms }) => (
          <span key={name} style={{ flexGrow: ms }} />
        ))}
      </div>
      <dl className="reading-figures">
        {[...phases, { name: 'Longest gap', ms: Math.round(timing.longestGap) }].map(({ name, ms }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{ms.toLocaleString('en')} ms</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** How long an answer took, and what it spent the time with. */
export function Timings({ delay, rate }: { delay: number; rate: number }) {
  const [results, setResults] = useState<readonly RunSnapshot[]>([]);
  const run = useSseStream(`/v1/chat/completions?delay=${delay}&rate=${rate}&tokens=80`, {
    body: { model: 'playground', stream: true, messages: [{ role: 'user', content: 'How long?' }] },
    format: openaiChat(),
    onFinish(result) {
      measureAnswer(result);
      setResults((before) => [result, ...before].slice(0, 5));
    },
  });
  return (
    <main className="page stack">
      <header className="stack reading-head">
        <h1>How long answers take</h1>
        <p>
          <code>timing</code> of each result. Record this page in the browser’s performance panel, and the
          answers have a track of their own there.
        </p>
      </header>
      <AskBar run={run} onAsk={run.start} />
      <section className="card" aria-label="Answer">
        {run.text ? <Markdown text={run.text} /> : <p className="muted">No answer yet.</p>}
      </section>
      <ol className="reading-queue" aria-label="Answers" reversed>
        {results.map((result) => (
          <li key={result.timing.startedAt} className="card stack">
            <p className="row">
              <strong>{result.status}</strong>
              <span className="push mono muted">
                {new Date(result.timing.startedAt ?? 0).toLocaleTimeString('en')}
              </span>
            </p>
            <Bar timing={result.timing} />
          </li>
        ))}
      </ol>
    </main>
  );
}
