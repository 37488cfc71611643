import { Bubble, Sender } from '@ant-design/x';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useBubbles } from './antDesignX';

function Chat() {
  const [text, setText] = useState('');
  const { items, sender } = useBubbles('/sse/chat');
  const send = (question: string) => {
    setText('');
    void sender.onSubmit(question);
  };
  return (
    <main>
      <Bubble.List items={items} role={{ user: { placement: 'end' } }} />
      <Sender {...sender} value={text} onChange={setText} onSubmit={send} />
    </main>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Chat />
  </StrictMode>,
);
