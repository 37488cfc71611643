import { type SseMessage, useEventSource } from 'react-event-source';
import * as v from 'valibot';
import { z } from 'zod';

const price = z.object({ amount: z.number(), at: z.string().transform((text) => new Date(text)) });
const news = v.object({ title: v.string() });

export function usePrices(): number | undefined {
  const { lastMessage } = useEventSource('/feed', { events: { price, news } });
  const last:
    SseMessage<'price', { amount: number; at: Date }> | SseMessage<'news', { title: string }> | null =
    lastMessage;
  return last?.type === 'price' ? last.data.at.getTime() : last?.data.title.length;
}
