import { EventStreamContentType, fetchEventSource } from '@microsoft/fetch-event-source';
import { useEffect, useRef, useState } from 'react';

class FatalError extends Error {}

export function Chat() {
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);

  const ask = async (question: string) => {
    controller.current?.abort();
    controller.current = new AbortController();
    setText('');
    setError('');
    await fetchEventSource('/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
      signal: controller.current.signal,
      openWhenHidden: true,
      async onopen(response) {
        const type = response.headers.get('content-type') ?? '';
        if (!response.ok || !type.startsWith(EventStreamContentType)) {
          throw new FatalError(await response.text());
        }
      },
      onmessage({ event, data }) {
        if (event === 'error') throw new FatalError(data);
        if (data !== '[DONE]') setText((text) => text + data);
      },
      onerror(error) {
        // Thrown again: without this, the POST would be sent once more.
        throw error;
      },
    }).catch((error: Error) => setError(error.message));
  };
  return (
    <main>
      <button onClick={() => ask('Why?')}>Ask</button>
      <button onClick={() => controller.current?.abort()}>Stop</button>
      <p>{error || text}</p>
    </main>
  );
}
