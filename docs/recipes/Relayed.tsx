import { useState } from 'react';
import { openaiChat, useSseStream } from 'react-event-source';

/** An answer with the steps of our own server above it. */
export function Relayed() {
  const [step, setStep] = useState('');
  const { text, status, error, start, stop } = useSseStream('/chat', {
    format: openaiChat(),
    onMessage: ({ type, data }) => type === 'step' && setStep(data),
  });
  return (
    <main>
      <button onClick={() => start({ body: { question: 'Why is the sky blue?' } })}>Ask</button>
      <button onClick={stop}>Stop</button>
      <p role="status">{status}</p>
      <p>{step}</p>
      <p data-text>{text}</p>
      {error && <p role="alert">{error.message}</p>}
    </main>
  );
}
