import { useState } from 'react';
import { json, useEventSource } from 'react-event-source';

export function Progress() {
  const [id] = useState(() => crypto.randomUUID());
  const { state, status, close } = useEventSource(`/event/push?id=${id}`, {
    events: { update: json<{ percent: number }>(), close: true },
    initialState: 0,
    reducer: (percent, message) => (message.type === 'update' ? message.data.percent : percent),
    onMessage: ({ type }) => type === 'close' && close(),
  });
  const start = () => fetch('/event/progress', { method: 'POST', body: JSON.stringify({ id }) });
  return (
    <main>
      <button onClick={start} disabled={status !== 'open'}>
        Start
      </button>
      <p>
        {status}: {state} %
      </p>
    </main>
  );
}
