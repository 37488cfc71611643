import type { Format } from 'react-event-source';

/** A chat trigger or webhook that responds with `Streaming`: lines of JSON, and several nodes may begin and end. */
export const n8n: Format = Object.assign(
  ({ data }: { data: string }) => {
    const { type, content } = JSON.parse(data) as { type: string; content?: string };
    if (type === 'error') return { type, error: { message: content ?? 'The workflow failed' } } as const;
    return type === 'item' ? content : null;
  },
  { formatName: 'n8n', framing: 'lines', endsOnClose: true } as const,
);
