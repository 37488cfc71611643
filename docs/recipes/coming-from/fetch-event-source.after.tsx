import { useSseStream } from 'react-event-source';

export function Chat() {
  const { text, error, start, stop } = useSseStream('/chat');
  return (
    <main>
      <button onClick={() => start({ body: { question: 'Why?' } })}>Ask</button>
      <button onClick={stop}>Stop</button>
      <p>{error ? error.message : text}</p>
    </main>
  );
}
