import type { Format } from 'react-event-source';

type Event = { token?: string; end?: string; problem?: string };
export const myBackend: Format = Object.assign(
  ({ data }: { data: string }) => {
    const { token, end, problem } = JSON.parse(data) as Event;
    if (problem) return { type: 'error', error: { message: problem } } as const;
    return end ? ([{ type: 'meta', finishReason: end }, { type: 'done' }] as const) : token;
  },
  { formatName: 'myBackend', endsOnClose: false },
);
