import { useEffect, useState } from 'react';

export function Prices() {
  const [prices, setPrices] = useState<number[]>([]);
  const [status, setStatus] = useState('connecting');
  useEffect(() => {
    const source = new EventSource('/feed');
    source.onopen = () => setStatus('open');
    source.onerror = () => setStatus(source.readyState === EventSource.CLOSED ? 'failed' : 'reconnecting');
    source.addEventListener('price', (event) => {
      const { price } = JSON.parse(event.data) as { price: number };
      setPrices((prices) => [...prices, price].slice(-10));
    });
    return () => source.close();
  }, []);
  return (
    <p>
      {status}: {prices.join(' ')}
    </p>
  );
}
