import { useCompletion } from '@ai-sdk/react';

export function Completion() {
  const { completion, error, complete, stop } = useCompletion({ api: '/chat' });
  return (
    <main>
      <button onClick={() => complete('Why?')}>Ask</button>
      <button onClick={stop}>Stop</button>
      <p>{error ? error.message : completion}</p>
    </main>
  );
}
