import { Profiler, useRef, useState } from 'react';
import { useSnapshot } from 'react-event-source';
import type { Run } from 'react-event-source/core';
import { Markdown } from '../chat/Markdown.tsx';
import { ConnectionState } from '../components/ConnectionState.tsx';
import { GrowingPane } from '../components/GrowingPane.tsx';
import '../chat/markdown.css';
import './resume.css';

interface RoutesPageProps {
  /** Made outside of the components: it lives as long as its owner wants. */
  readonly run: Run;
}

/** Renders when the answer begins and when it ends, not with its tokens. */
function StopButton({ run }: RoutesPageProps) {
  const isRunning = useSnapshot(run, (snapshot) => snapshot.isRunning);
  return (
    <button type="button" className="button" disabled={!isRunning} onClick={run.stop}>
      Stop
    </button>
  );
}

function ChatRoute({ run }: RoutesPageProps) {
  const answer = useSnapshot(run);
  return (
    <section className="card stack" aria-label="Chat">
      <ConnectionState of={answer} />
      <GrowingPane role="article" label="Answer">
        {answer.text ? <Markdown text={answer.text} /> : <p className="muted">Press Ask.</p>}
      </GrowingPane>
    </section>
  );
}

const SettingsRoute = () => (
  <section className="card stack" aria-label="Settings">
    <p>Nothing of the chat is mounted here. The answer goes on all the same.</p>
  </section>
);

function Routes({ run }: RoutesPageProps) {
  const [route, setRoute] = useState<'Chat' | 'Settings'>('Chat');
  return (
    <>
      <nav className="row" aria-label="Routes">
        {(['Chat', 'Settings'] as const).map((name) => (
          <button
            key={name}
            type="button"
            className="button"
            aria-pressed={route === name}
            onClick={() => setRoute(name)}
          >
            {name}
          </button>
        ))}
      </nav>
      {route === 'Chat' ? <ChatRoute run={run} /> : <SettingsRoute />}
    </>
  );
}

/** Two routes, and a run that neither of them owns. */
export function RoutesPage({ run }: RoutesPageProps) {
  const renders = useRef<HTMLOutputElement>(null);
  const count = useRef(0);
  const show = (): void => {
    count.current += 1;
    // written past React: a render of its own would be counted
    if (renders.current) renders.current.textContent = String(count.current);
  };
  return (
    <main className="page stack">
      <header className="row">
        <h1>A run outside of the components</h1>
        <span className="row push">
          <button type="button" className="button primary" onClick={() => void run.start()}>
            Ask
          </button>
          <Profiler id="stop" onRender={show}>
            <StopButton run={run} />
          </Profiler>
        </span>
      </header>
      <p className="muted">
        The stop button has rendered <output ref={renders} aria-label="Renders of the stop button" /> times.
      </p>
      <Routes run={run} />
    </main>
  );
}
