import type { SseMessage } from 'react-event-source';

/** The messages of a feed, the newest first: id, type and data. */
export const EventList = ({ messages }: { readonly messages: readonly SseMessage[] }) => (
  <ol className="events" aria-label="Messages" tabIndex={0}>
    {messages.toReversed().map(({ type, data, lastEventId }) => (
      <li key={lastEventId}>
        <span className="mono muted">{lastEventId}</span>
        <span className="event-type" data-type={type}>
          {type}
        </span>
        <span className="mono event-data">{data}</span>
      </li>
    ))}
  </ol>
);
