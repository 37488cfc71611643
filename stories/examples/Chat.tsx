import { useState } from 'react';
import { CLOSED, openaiChat, useSseStream } from 'react-event-source';

interface Message {
  role: 'user' | 'assistant';
  content: string;
}

export function Chat() {
  const [messages, setMessages] = useState<Message[]>([]);
  const { text, readyState, error, start, stop } = useSseStream('/v1/chat/completions', {
    format: openaiChat(),
  });
  const isRunning = readyState !== CLOSED;

  const ask = async (form: HTMLFormElement) => {
    const question = new FormData(form).get('question') as string;
    const asked: Message[] = [...messages, { role: 'user', content: question }];
    form.reset();
    setMessages(asked);
    const answer = await start({ body: { model: 'gpt-5-mini', stream: true, messages: asked } });
    if (answer.text) setMessages([...asked, { role: 'assistant', content: answer.text }]);
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
