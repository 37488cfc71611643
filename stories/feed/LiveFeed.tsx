import { useState } from 'react';
import { eventSource, fetchEventSource, useEventSource } from 'react-event-source';
import { FEED_TYPES, type FeedType } from '../server/feedLog.ts';
import { useKey } from '../components/useKey.ts';
import { playgroundClient } from '../server/client.ts';
import { EventList } from './EventList.tsx';
import { FeedBar } from './FeedBar.tsx';
import { feedUrl } from './feedUrl.ts';
import './feed.css';

interface LiveFeedProps {
  readonly every: number;
  readonly history: number;
  /** The browser's own `EventSource`, or `fetch`. */
  readonly transport: 'native' | 'fetch';
}

const client = playgroundClient();
// a new native source cannot send Last-Event-ID: the query tells where to go on
const transports = { native: eventSource({ lastEventIdParam: 'lastEventId' }), fetch: fetchEventSource() };

/** Everything that a feed sends, filtered by event type. */
export function LiveFeed({ every, history, transport }: LiveFeedProps) {
  const key = useKey();
  const [types, setTypes] = useState<readonly FeedType[]>(FEED_TYPES);
  const feed = useEventSource(feedUrl({ every, key }), {
    events: types,
    history,
    transport: transports[transport],
  });

  const toggle = (type: FeedType): void =>
    setTypes(types.includes(type) ? types.filter((each) => each !== type) : [...types, type]);

  return (
    <main className="page stack">
      <FeedBar title="Live feed" feed={feed}>
        <button
          type="button"
          className="button"
          onClick={() => void client.control(key, { do: 'restart', ms: 2000 })}
        >
          Restart server
        </button>
      </FeedBar>
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
      <EventList messages={feed.messages} />
    </main>
  );
}
