import { type Format, jsonText } from 'react-event-source';

interface Document {
  pageContent?: string;
  metadata?: { source?: string; title?: string };
}

/** `POST /api/v1/prediction/:id` with `streaming: true`. */
export const flowise: Format = jsonText((value) => {
  const { event, data } = value as { event: string; data: unknown };
  if (event === 'token') return data as string;
  if (event === 'thinking') return { type: 'reasoning', delta: data as string };
  if (event === 'error') return { type: 'error', error: { message: String(data) } };
  if (event === 'metadata') return { type: 'meta', id: (data as { chatId?: string }).chatId };
  if (event === 'end') return { type: 'done' };
  if (event !== 'sourceDocuments') return null;
  return (data as Document[]).map(({ pageContent: quote, metadata }) => ({
    type: 'source' as const,
    document: metadata?.source,
    title: metadata?.title,
    quote,
  }));
});
