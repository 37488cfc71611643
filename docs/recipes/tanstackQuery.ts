import {
  experimental_streamedQuery as streamedQuery,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { createConnection, fetchEventSource, json, messages } from 'react-event-source/core';

/** An answer as a query: `data` grows with each message, and leaving the page closes the connection. */
export const answerQuery = (url: string) =>
  queryOptions({
    queryKey: ['answer', url],
    queryFn: streamedQuery({
      streamFn: ({ signal }) => messages({ url, signal }),
      reducer: (text: string, { data }) => text + data,
      initialValue: '',
    }),
    // An answer is not asked for again because the window is looked at.
    staleTime: Infinity,
    retry: false,
  });

/** A feed that keeps queries up to date. Returns what ends it. */
export function followPrices(url: string, client: QueryClient): () => void {
  const feed = createConnection({
    url,
    transport: fetchEventSource(),
    events: { price: json<{ symbol: string; price: number }>() },
    onMessage: ({ data: { symbol, price } }) => client.setQueryData(['price', symbol], price),
  });
  feed.open();
  return feed.close;
}
