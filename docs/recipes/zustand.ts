import { type ConnectionStatus, createConnection, fetchEventSource, json } from 'react-event-source/core';
import { createStore } from 'zustand/vanilla';

interface Prices {
  readonly status: ConnectionStatus;
  readonly bySymbol: Readonly<Record<string, number>>;
}

export const prices = createStore<Prices>(() => ({ status: 'idle', bySymbol: {} }));

/** Keeps the store up to date. Returns what ends it. */
export function followPrices(url: string): () => void {
  const feed = createConnection({
    url,
    transport: fetchEventSource(),
    events: { price: json<{ symbol: string; price: number }>() },
    onMessage: ({ data: { symbol, price } }) =>
      prices.setState(({ bySymbol }) => ({ bySymbol: { ...bySymbol, [symbol]: price } })),
  });
  feed.subscribe(() => prices.setState({ status: feed.getSnapshot().status }));
  feed.open();
  return feed.close;
}
