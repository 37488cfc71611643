import { useSmoothText, useSseStream } from 'react-event-source';
import { Markdown } from '../chat/Markdown.tsx';
import { GrowingPane } from '../components/GrowingPane.tsx';
import { useKey } from '../components/useKey.ts';
import { AskBar } from './AskBar.tsx';
import { type Lumps, lumpyAnswer } from './lumps.ts';
import '../chat/markdown.css';
import './reading.css';

/** One answer that arrives in lumps, shown twice: as it arrives, and smoothed. */
export function SmoothText(lumps: Lumps) {
  const key = useKey();
  const run = useSseStream(`/raw/${key}/stream`);
  const smooth = useSmoothText(run.text, { isRunning: run.isRunning, language: 'en' });
  return (
    <main className="page stack">
      <header className="stack reading-head">
        <h1>Text that arrives in lumps</h1>
        <p>
          This server sends {lumps.size} characters every {lumps.every} ms. <code>useSmoothText</code> reveals
          them at an even pace, never more than 250 ms behind.
        </p>
      </header>
      <AskBar
        run={run}
        onAsk={async () => {
          await lumpyAnswer(key, lumps);
          await run.start();
        }}
      />
      <div className="reading-pair">
        <section className="card stack" aria-labelledby="as-it-arrives">
          <h2 id="as-it-arrives">As it arrives</h2>
          <GrowingPane role="group" label="The text as it arrives">
            <Markdown text={run.text} />
          </GrowingPane>
        </section>
        <section className="card stack" aria-labelledby="smoothed">
          <h2 id="smoothed">With useSmoothText</h2>
          <GrowingPane role="group" label="The smoothed text">
            <Markdown text={smooth} />
          </GrowingPane>
        </section>
      </div>
    </main>
  );
}
