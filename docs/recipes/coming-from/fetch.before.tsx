import { useEffect, useRef, useState } from 'react';

export function Chat() {
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);

  const ask = async (question: string) => {
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    setText('');
    setError('');
    try {
      const response = await fetch('/chat', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question }),
        signal,
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        for (const line of decoder.decode(value, { stream: true }).split('\n')) {
          const data = line.startsWith('data: ') ? line.slice(6) : '';
          if (data && data !== '[DONE]') setText((text) => text + data);
        }
      }
    } catch (error) {
      if (!signal.aborted) setError((error as Error).message);
    }
  };
  return (
    <main>
      <button onClick={() => ask('Why?')}>Ask</button>
      <button onClick={() => controller.current?.abort()}>Stop</button>
      <p>{error || text}</p>
    </main>
  );
}
