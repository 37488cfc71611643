import { openaiChat, useSseStream } from 'react-event-source';

const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
const body = { model: 'gpt-5-mini', stream: true, messages };

export function Answer() {
  const { text, status, start, stop } = useSseStream('/v1/chat/completions', { body, format: openaiChat() });
  return (
    <main>
      <button onClick={start}>Ask</button> <button onClick={stop}>Stop</button> <p role="status">{status}</p>
      <p>{text}</p>
    </main>
  );
}
