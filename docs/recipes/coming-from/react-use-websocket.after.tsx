import { json, useEventSource } from 'react-event-source';

export function Prices() {
  const { messages, status } = useEventSource('/feed', {
    events: { message: json<{ price: number }>() },
    history: 10,
    retry: { limit: 10, delay: 3000 },
  });
  return (
    <p>
      {status}: {messages.map(({ data }) => data.price).join(' ')}
    </p>
  );
}
