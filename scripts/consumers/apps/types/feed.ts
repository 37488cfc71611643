import { json, type SseMessage, type UseEventSourceOptions, useEventSource } from 'react-event-source';
import { createConnection } from 'react-event-source/core';
import { createTestServer, type TestStream } from 'react-event-source/testing';

interface Price {
  amount: number;
}

export function usePrices(options?: UseEventSourceOptions<readonly ['price']>): number {
  const { state, lastMessage } = useEventSource('/feed', {
    events: { price: json<Price>(), news: (text: string) => text.length },
    initialState: 0,
    reducer: (sum, message) => (message.type === 'price' ? sum + message.data.amount : sum + message.data),
  });
  const last: SseMessage<'price', Price> | SseMessage<'news', number> | null = lastMessage;
  const { error } = useEventSource('/feed', options);
  return last?.type === 'price' && error === null ? last.data.amount : state;
}

export const feed = createConnection({ url: 'http://host/', events: ['a', 'b'] });
export const newest: 'a' | 'b' | undefined = feed.getSnapshot().lastMessage?.type;
export const stream: Promise<TestStream> = createTestServer().nextStream();
