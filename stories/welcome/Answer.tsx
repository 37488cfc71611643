import { lazy, Suspense } from 'react';
import { openaiChat, useSseStream } from 'react-event-source';
import { ConnectionState } from '../components/ConnectionState.tsx';
import { GrowingPane } from '../components/GrowingPane.tsx';
import '../chat/markdown.css';

/** The page is shown before its parser of Markdown, the largest part of it, has come. */
const Markdown = lazy(async () => ({ default: (await import('../chat/Markdown.tsx')).Markdown }));

const body = {
  model: 'playground',
  stream: true,
  messages: [{ role: 'user', content: 'How does an answer reach me?' }],
};

/** One answer that grows as it arrives. */
export function Answer() {
  const run = useSseStream('/v1/chat/completions', {
    body,
    format: openaiChat(),
    autoStart: true,
  });
  return (
    <section className="card stack" aria-labelledby="an-answer">
      <h2 id="an-answer">An answer</h2>
      <p>
        <code>useSseStream</code> asks once, by POST if you like, and grows the text token by token.
      </p>
      <GrowingPane role="group" label="Text">
        <Suspense>
          <Markdown text={run.text} />
        </Suspense>
      </GrowingPane>
      <div className="row">
        <ConnectionState of={run} />
        <span className="push">
          {run.isRunning ? (
            <button key="stop" type="button" className="button" onClick={run.stop}>
              Stop
            </button>
          ) : (
            <button key="ask" type="button" className="button primary" onClick={run.start}>
              Ask again
            </button>
          )}
        </span>
      </div>
    </section>
  );
}
