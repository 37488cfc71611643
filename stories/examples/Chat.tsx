import { useRef, useState } from 'react';
import { openaiChat, useSseStream } from 'react-event-source';

interface Message {
  role: 'user' | 'assistant';
  content: string;
}

export function Chat() {
  const history = useRef<Message[]>([]);
  const [messages, setMessages] = useState<Message[]>([]);
  const { text, isRunning, error, start, stop } = useSseStream('/v1/chat/completions', {
    format: openaiChat(),
  });
  const add = (message: Message) => setMessages((history.current = [...history.current, message]));

  const ask = async (form: HTMLFormElement) => {
    if (isRunning) return;
    add({ role: 'user', content: new FormData(form).get('question') as string });
    form.reset();
    const answer = await start({ body: { model: 'gpt-5-mini', stream: true, messages: history.current } });
    if (answer.text) add({ role: 'assistant', content: answer.text });
  };

  return (
    <main>
      {messages.map(({ role, content }, index) => (
        <p key={index}>
          {role}: {content}
        </p>
      ))}
      {messages.at(-1)?.role === 'user' && <p>assistant: {text}</p>}
      {error && <p role="alert">{error.message}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask(event.currentTarget);
        }}
      >
        <input name="question" aria-label="Question" required />
        {isRunning ? (
          <button key="stop" type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button key="ask">Ask</button>
        )}
      </form>
    </main>
  );
}
