import { useState } from 'react';
import { json, useEventSource } from 'react-event-source';
import { FeedBar } from './FeedBar.tsx';
import './feed.css';

interface Note {
  readonly n: number;
  readonly title: string;
  readonly text: string;
}
interface News {
  readonly n: number;
  readonly headline: string;
}
interface Toast extends Note {
  readonly kind: string;
}

const SHOWN = 5;

/** Two event types in one list, each with a decoder of its own; what is dismissed does not come back. */
export function Notifications({ url }: { url: string }) {
  const [dismissed, setDismissed] = useState<readonly number[]>([]);
  const feed = useEventSource(url, {
    events: { notification: json<Note>(), news: json<News>() },
    initialState: [] as readonly Toast[],
    reducer: (toasts, { type, data }) => [
      ...toasts.slice(-50),
      'headline' in data
        ? { kind: type, n: data.n, title: 'News', text: data.headline }
        : { kind: type, n: data.n, title: data.title, text: data.text },
    ],
  });
  const shown = feed.state.filter(({ n }) => !dismissed.includes(n)).toReversed();
  return (
    <main className="page stack">
      <FeedBar title="Notifications" feed={feed}>
        <span className="mono muted">{shown.length} unread</span>
        <button
          type="button"
          className="button"
          disabled={shown.length === 0}
          onClick={() => setDismissed(feed.state.map(({ n }) => n))}
        >
          Clear all
        </button>
      </FeedBar>
      {shown.length === 0 && <p className="muted">Nothing new.</p>}
      <ul className="toasts" aria-label="Notifications" aria-live="polite" aria-relevant="additions">
        {shown.slice(0, SHOWN).map(({ n, kind, title, text }) => (
          <li key={n} className="card toast" data-kind={kind}>
            <div>
              <h2>{title}</h2>
              <p className="muted">{text}</p>
            </div>
            <button
              type="button"
              className="button plain"
              aria-label={`Dismiss ${title}`}
              onClick={() => setDismissed([...dismissed, n])}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
