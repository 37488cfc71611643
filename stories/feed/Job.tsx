import { fetchEventSource, json, useEventSource } from 'react-event-source';
import { useKey } from '../components/useKey.ts';
import { playgroundClient } from '../server/client.ts';
import { FeedBar } from './FeedBar.tsx';
import { feedUrl } from './feedUrl.ts';
import './feed.css';

interface Progress {
  readonly job: string;
  readonly done: number;
  readonly total: number;
}

/** The 101st step is the last; the server answers 204 to whoever has seen it, and the feed is closed. */
const LAST = 1006;
const client = playgroundClient();

/** A long job. Cut the connection: it goes on where it was, and the bar never jumps. */
export function Job({ every }: { every: number }) {
  const key = useKey();
  const feed = useEventSource(feedUrl({ every, types: ['progress'], n: LAST, key }), {
    events: { progress: json<Progress>() },
    initialState: [] as readonly number[],
    reducer: (steps, { data }) => [...steps, data.done],
    transport: fetchEventSource(),
  });
  const { job = 'export', done = 0, total = 100 } = feed.lastMessage?.data ?? {};
  const isWhole = feed.state.every((step, index) => step === index);
  return (
    <main className="page stack">
      <FeedBar title="Job" feed={feed}>
        <button
          type="button"
          className="button"
          disabled={feed.status !== 'open'}
          onClick={() => void client.control(key, { do: 'drop' })}
        >
          Cut the connection
        </button>
      </FeedBar>
      <section className="card stack" aria-label={job}>
        <div className="row">
          <h2>{job}</h2>
          <output className="mono push">
            {done} / {total}
          </output>
        </div>
        <progress aria-label="Progress" max={total} value={done} />
        <p className="muted">
          {done === total ? 'Finished.' : 'Working…'} {feed.state.length} steps came,{' '}
          {isWhole ? 'none missing' : 'some missing'}.
        </p>
      </section>
    </main>
  );
}
