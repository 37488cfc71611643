import { useState } from 'react';
import { useAnnouncements, useSseStream } from 'react-event-source';
import { Markdown } from '../chat/Markdown.tsx';
import { GrowingPane } from '../components/GrowingPane.tsx';
import { useKey } from '../components/useKey.ts';
import { AskBar } from './AskBar.tsx';
import { lumpyAnswer } from './lumps.ts';
import '../chat/markdown.css';
import './reading.css';

/** An answer, and what a screen reader says of it while it grows. */
export function ReadAloud() {
  const key = useKey();
  const run = useSseStream(`/raw/${key}/stream`);
  const { message, politeness } = useAnnouncements(run.text, run.status, { language: 'en' });
  const [last, setLast] = useState(message);
  const [heard, setHeard] = useState<readonly string[]>([]);
  if (message !== last) {
    setLast(message);
    setHeard([...heard, message]);
  }
  const ask = async (): Promise<void> => {
    setHeard([]);
    await lumpyAnswer(key, { size: 20, every: 200 });
    await run.start();
  };
  return (
    <main className="page stack">
      <header className="stack reading-head">
        <h1>Text that is heard</h1>
        <p>
          <code>useAnnouncements</code> gives a live region whole sentences, each once, at most one
          announcement in two seconds. Code and tables are named, not spelled out.
        </p>
      </header>
      <AskBar run={run} onAsk={ask} />
      <div className="reading-pair">
        <section className="card stack" aria-labelledby="what-is-seen">
          <h2 id="what-is-seen">What is seen</h2>
          <GrowingPane role="group" label="The text that is seen">
            <Markdown text={run.text} />
          </GrowingPane>
        </section>
        <section className="card stack" aria-labelledby="what-is-heard">
          <h2 id="what-is-heard">What is heard</h2>
          <GrowingPane role="group" label="The text that is heard">
            {heard.length > 0 ? (
              <ol className="reading-heard" aria-label="Announcements">
                {heard.map((each, index) => (
                  <li key={index}>{each}</li>
                ))}
              </ol>
            ) : (
              <p className="muted">Nothing yet.</p>
            )}
          </GrowingPane>
        </section>
      </div>
      <p className="visually-hidden" role="status" aria-label="Announcement" aria-live={politeness}>
        {message}
      </p>
    </main>
  );
}
