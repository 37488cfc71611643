import { useState } from 'react';
import { eventSource, useEventSource } from 'react-event-source';
import { FEED_TYPES, type FeedType } from '../server/feedLog.ts';
import { FeedBar } from './FeedBar.tsx';
import './feed.css';

interface LiveFeedProps {
  readonly url: string;
  readonly history: number;
}

/** Everything that a feed sends, filtered by event type. */
export function LiveFeed({ url, history }: LiveFeedProps) {
  const [types, setTypes] = useState<readonly FeedType[]>(FEED_TYPES);
  const feed = useEventSource(url, {
    events: types,
    history,
    // a source of its own cannot send Last-Event-ID: the query tells where to go on
    transport: eventSource({ lastEventIdParam: 'lastEventId' }),
  });

  const toggle = (type: FeedType): void =>
    setTypes(types.includes(type) ? types.filter((each) => each !== type) : [...types, type]);

  return (
    <main className="page stack">
      <FeedBar title="Live feed" feed={feed} />
      <fieldset className="filters row">
        <legend className="visually-hidden">Event types</legend>
        {FEED_TYPES.map((type) => (
          <button
            key={type}
            type="button"
            className="button small"
            aria-pressed={types.includes(type)}
            onClick={() => toggle(type)}
          >
            {type}
          </button>
        ))}
      </fieldset>
      <ol className="events" aria-label="Messages" tabIndex={0}>
        {feed.messages.toReversed().map(({ type, data, lastEventId }) => (
          <li key={lastEventId}>
            <span className="mono muted">{lastEventId}</span>
            <span className="event-type" data-type={type}>
              {type}
            </span>
            <span className="mono event-data">{data}</span>
          </li>
        ))}
      </ol>
    </main>
  );
}
