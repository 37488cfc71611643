import { useLayoutEffect, useRef } from 'react';
import { CLOSED, openaiChat, useSseStream } from 'react-event-source';
import { ConnectionState } from '../components/ConnectionState.tsx';

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
  const isRunning = run.readyState !== CLOSED;
  const text = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    text.current?.scrollTo({ top: text.current.scrollHeight });
  }, [run.text]);
  return (
    <section className="card stack" aria-labelledby="an-answer">
      <h2 id="an-answer">An answer</h2>
      <p>
        <code>useSseStream</code> asks once, by POST if you like, and grows the text token by token.
      </p>
      <pre className="welcome-answer" ref={text} tabIndex={0} role="group" aria-label="Text">
        {run.text}
      </pre>
      <div className="row">
        <ConnectionState of={run} />
        <span className="push">
          {isRunning ? (
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
