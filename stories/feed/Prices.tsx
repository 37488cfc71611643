import { json, useEventSource } from 'react-event-source';
import { FeedBar } from './FeedBar.tsx';
import { Sparkline } from './Sparkline.tsx';
import './feed.css';

interface Price {
  readonly n: number;
  readonly symbol: string;
  readonly price: number;
  readonly change: number;
}

type Series = Readonly<Record<string, readonly Price[]>>;
const KEPT = 90;

/** Adds a price to the line of its symbol; the lines of the others stay the same objects. */
const addPrice = (series: Series, price: Price): Series => ({
  ...series,
  [price.symbol]: [...(series[price.symbol] ?? []).slice(1 - KEPT), price],
});

function Quote({ symbol, points }: { symbol: string; points: readonly Price[] }) {
  const last = points.at(-1);
  if (!last) return null;
  const isUp = last.change >= 0;
  return (
    <article className="card quote" aria-label={symbol}>
      <h2>{symbol}</h2>
      <p className="quote-price">{last.price.toFixed(2)}</p>
      <p className="mono quote-change" data-up={isUp}>
        {isUp ? '▲' : '▼'} {Math.abs(last.change).toFixed(2)}
      </p>
      <Sparkline values={points.map(({ price }) => price)} />
    </article>
  );
}

/** Prices that move: each message is folded into the line of its symbol. */
export function Prices({ url }: { url: string }) {
  const feed = useEventSource(url, {
    events: { price: json<Price>() },
    initialState: {} as Series,
    reducer: (series, { data }) => addPrice(series, data),
  });
  const symbols = Object.keys(feed.state).toSorted((a, b) => a.localeCompare(b));
  return (
    <main className="page stack">
      <FeedBar title="Prices" feed={feed} />
      <div className="quotes">
        {symbols.map((symbol) => (
          <Quote key={symbol} symbol={symbol} points={feed.state[symbol] ?? []} />
        ))}
      </div>
    </main>
  );
}
