import { useState } from 'react';
import { json, useEventSource } from 'react-event-source';

/** Starts a job by POST and follows it over a feed: the server knows the page by its id. */
export function Progress() {
  const [id] = useState(() => crypto.randomUUID());
  const {
    state: percent,
    status,
    close,
  } = useEventSource(`/event/push?id=${id}`, {
    events: { update: json<{ percent: number }>(), close: true },
    initialState: 0,
    reducer: (percent, message) => (message.type === 'update' ? message.data.percent : percent),
    // The server has said its last: without this, the feed would reconnect.
    onMessage: ({ type }) => type === 'close' && close(),
  });
  const send = (method: 'POST' | 'DELETE') =>
    fetch('/event/progress', { method, body: JSON.stringify({ id }), keepalive: true });
  return (
    <main>
      <progress aria-label="Progress" max={100} value={percent} />
      <p role="status">{status}</p>
      <button onClick={() => send('POST')} disabled={status !== 'open'}>
        Start
      </button>
      <button onClick={() => send('DELETE')}>Cancel</button>
    </main>
  );
}
