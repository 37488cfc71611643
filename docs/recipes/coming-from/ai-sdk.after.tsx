import { uiMessageStream, useSseStream } from 'react-event-source';

export function Completion() {
  const { text, error, start, stop } = useSseStream('/chat', { format: uiMessageStream() });
  return (
    <main>
      <button onClick={() => start({ body: { prompt: 'Why?' } })}>Ask</button>
      <button onClick={stop}>Stop</button>
      <p>{error ? error.message : text}</p>
    </main>
  );
}
