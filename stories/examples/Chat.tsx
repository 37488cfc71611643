import { useState } from 'react';
import { openaiChat, useSseStream } from 'react-event-source';

export function Chat() {
  const [question, setQuestion] = useState('');
  const { text, status, error, start, stop } = useSseStream('/v1/chat/completions', { format: openaiChat() });
  const ask = () =>
    start({ body: { model: 'gpt-5-mini', stream: true, messages: [{ role: 'user', content: question }] } });

  return (
    <main>
      <input aria-label="Question" value={question} onChange={(event) => setQuestion(event.target.value)} />
      <button onClick={ask}>Ask</button> <button onClick={stop}>Stop</button>
      <p style={{ whiteSpace: 'pre-wrap' }}>{text}</p>
      <p role="status">{error?.message ?? status}</p>
    </main>
  );
}
