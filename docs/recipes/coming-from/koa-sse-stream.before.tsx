import { useEffect, useState } from 'react';

export function Progress() {
  const [id] = useState(() => crypto.randomUUID());
  const [percent, setPercent] = useState(0);
  const [status, setStatus] = useState('connecting');
  useEffect(() => {
    const source = new EventSource(`/event/push?id=${id}`);
    source.onopen = () => setStatus('open');
    source.onerror = () => setStatus(source.readyState === EventSource.CLOSED ? 'failed' : 'reconnecting');
    source.addEventListener('update', (event) => {
      const { percent } = JSON.parse(event.data) as { percent: number };
      setPercent(percent);
    });
    source.addEventListener('close', () => {
      source.close();
      setStatus('closed');
    });
    return () => source.close();
  }, [id]);
  const start = () => fetch('/event/progress', { method: 'POST', body: JSON.stringify({ id }) });
  return (
    <main>
      <button onClick={start} disabled={status !== 'open'}>
        Start
      </button>
      <p>
        {status}: {percent} %
      </p>
    </main>
  );
}
