import { useState } from 'react';
import { playgroundClient } from '../server/client.ts';
import { Tab } from './Tab.tsx';
import { useServerLog } from './useServerLog.ts';
import '../chat/markdown.css';
import './resume.css';

interface SurvivesPageProps {
  readonly conversation: string;
  /** Tokens a second. */
  readonly rate: number;
  /** What "Reload the page" reloads: the page, or only the component, of which nothing is kept but what is stored. */
  readonly reloads: 'page' | 'component';
}

const client = playgroundClient();

/** An answer that survives a reload, a second tab and a cut connection, and what its server saw. */
export function SurvivesPage({ conversation, rate, reloads }: SurvivesPageProps) {
  const [reloaded, setReloaded] = useState(0);
  const [hasSecond, setHasSecond] = useState(false);
  const log = useServerLog(conversation);
  const reload = (): void => {
    if (reloads === 'page') location.reload();
    else setReloaded(reloaded + 1);
  };
  return (
    <main className="page stack">
      <header className="row">
        <h1>Answers that survive</h1>
        <span className="row push">
          <button type="button" className="button" onClick={() => setHasSecond(!hasSecond)}>
            {hasSecond ? 'Close the second tab' : 'Open a second tab'}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void client.control(conversation, { do: 'drop' })}
          >
            Cut the connection
          </button>
        </span>
      </header>
      <p className="muted">
        The question is sent once. Whoever comes later asks for the rest by GET; only Stop ends the answer at
        the server. Another real tab with this address joins it, too.
      </p>
      <div className="tabs-pair">
        <Tab key={reloaded} title="First tab" conversation={conversation} rate={rate}>
          <button type="button" className="button" onClick={reload}>
            Reload the page
          </button>
        </Tab>
        {hasSecond && <Tab title="Second tab" conversation={conversation} rate={rate} />}
      </div>
      <section className="card stack" aria-labelledby="server-saw">
        <h2 id="server-saw">What the server saw</h2>
        <ol className="mono server-log" aria-label="Requests">
          {log.map((line, index) => (
            // the log only grows
            <li key={`${index} ${line}`}>{line}</li>
          ))}
        </ol>
      </section>
    </main>
  );
}
