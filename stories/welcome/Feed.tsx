import { json, useEventSource } from 'react-event-source';
import { ConnectionState } from '../components/ConnectionState.tsx';

interface Price {
  readonly symbol: string;
  readonly price: number;
  readonly change: number;
}

/** A feed of prices that stays open, and comes back by itself. */
export function Feed() {
  const feed = useEventSource('/feed?every=300&events=price', {
    events: { price: json<Price>() },
    initialState: {} as Readonly<Record<string, Price>>,
    reducer: (prices, { data }) => ({ ...prices, [data.symbol]: data }),
  });
  const isClosed = feed.status === 'closed';
  const prices = Object.values(feed.state).toSorted((a, b) => a.symbol.localeCompare(b.symbol));
  return (
    <section className="card stack" aria-labelledby="a-feed">
      <h2 id="a-feed">A feed</h2>
      <p>
        <code>useEventSource</code> keeps a subscription open, reconnects, and goes on where it was.
      </p>
      <ul className="welcome-prices">
        {prices.map(({ symbol, price, change }) => (
          <li key={symbol}>
            <span>{symbol}</span>
            <span className="mono">{price.toFixed(2)}</span>
            <span className="mono" data-up={change >= 0}>
              {change >= 0 ? '▲' : '▼'} {Math.abs(change).toFixed(2)}
            </span>
          </li>
        ))}
      </ul>
      <div className="row">
        <ConnectionState of={feed} />
        <button type="button" className="button push" onClick={isClosed ? feed.open : feed.close}>
          {isClosed ? 'Go on' : 'Pause'}
        </button>
      </div>
    </section>
  );
}
