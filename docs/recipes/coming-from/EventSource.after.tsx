import { json, useEventSource } from 'react-event-source';

export function Prices() {
  const { messages, status } = useEventSource('/feed', {
    events: { price: json<{ price: number }>() },
    history: 10,
  });
  return (
    <p>
      {status}: {messages.map(({ data }) => data.price).join(' ')}
    </p>
  );
}
