import { useState } from 'react';
import { eventSource, useEventSource } from 'react-event-source';
import { FEED_TYPES } from '../server/feedLog.ts';
import { EventList } from '../feed/EventList.tsx';
import { FeedBar } from '../feed/FeedBar.tsx';
import { feedUrl } from '../feed/feedUrl.ts';
import { useTabs } from './useTabs.ts';
import '../feed/feed.css';

interface SharedTabsProps {
  readonly every: number;
}

// a new leader goes on after the last id; a native source says it in the query
const transport = eventSource({ lastEventIdParam: 'lastEventId' });

/** One feed for all tabs in which this story is open. */
export function SharedTabs({ every }: SharedTabsProps) {
  const [me] = useState(() => crypto.randomUUID().slice(0, 4));
  const url = feedUrl({ every, live: true, key: 'sharing' });
  const { tabs, isClosed, close, comeBack } = useTabs(me, url);
  const feed = useEventSource(url, {
    share: 'browser',
    enabled: !isClosed,
    events: FEED_TYPES,
    history: 8,
    transport,
  });
  return (
    <main className="page stack">
      <FeedBar title="One connection for all tabs" feed={feed}>
        <button type="button" className="button primary" onClick={() => window.open(location.href)}>
          Open another tab
        </button>
      </FeedBar>
      {isClosed ? (
        <p>
          This tab has left.{' '}
          <button type="button" className="button" onClick={comeBack}>
            Come back
          </button>
        </p>
      ) : (
        <ul className="stack tabs" aria-label="Tabs">
          {tabs.map(({ name, leads }) => (
            <li key={name} className="row card">
              <span className="mono">{name}</span>
              {name === me && <span>this tab</span>}
              {leads && (
                <span className="pill" data-tone="good">
                  leads
                </span>
              )}
              <button type="button" className="button small push" onClick={() => close(name)}>
                {leads ? 'Kill the leader' : 'Close'}
                <span className="visually-hidden"> {name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <EventList messages={feed.messages} />
    </main>
  );
}
