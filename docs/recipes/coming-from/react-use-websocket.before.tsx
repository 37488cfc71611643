import { useState } from 'react';
import { ReadyState, useEventSource } from 'react-use-websocket';

export function Prices() {
  const [prices, setPrices] = useState<number[]>([]);
  const { readyState } = useEventSource('/feed', {
    events: {
      message: (event) => {
        const { price } = JSON.parse(event.data) as { price: number };
        setPrices((prices) => [...prices, price].slice(-10));
      },
    },
    shouldReconnect: () => true,
    reconnectAttempts: 10,
    reconnectInterval: 3000,
  });
  return (
    <p>
      {ReadyState[readyState].toLowerCase()}: {prices.join(' ')}
    </p>
  );
}
