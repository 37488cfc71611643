import { json, useEventSource } from 'react-event-source';

interface Price {
  symbol: string;
  price: number;
}

export function Prices() {
  const { state, status, error, open, close } = useEventSource('/feed', {
    events: { price: json<Price>() },
    initialState: {} as Record<string, number>,
    reducer: (prices, { data }) => ({ ...prices, [data.symbol]: data.price }),
  });

  return (
    <main>
      <p role="status">{error?.message ?? status}</p>
      <ul>
        {Object.entries(state).map(([symbol, price]) => (
          <li key={symbol}>
            {symbol} {price.toFixed(2)}
          </li>
        ))}
      </ul>
      <button onClick={status === 'closed' ? open : close}>{status === 'closed' ? 'Go on' : 'Pause'}</button>
    </main>
  );
}
