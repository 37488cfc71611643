// Without the DOM library, as in a project for Node or a Worker that has no types of the platform.
import {
  createConnection,
  createRun,
  eventSource,
  fetchEventSource,
  type FetchLike,
  messages,
  openaiChat,
  SseError,
} from 'react-event-source/core';

const ask: FetchLike = async (_, { method = 'GET', headers, body, signal }) => {
  const aborted: boolean = signal?.aborted ?? false;
  if (aborted || !body || !headers) throw new SseError('network', method, { isRetryable: false });
  throw new SseError('http', 'Busy', { status: 503 });
};

export async function answer(question: string): Promise<string> {
  const run = createRun({
    url: 'https://api.example/chat',
    headers: () => ({ authorization: 'Bearer x' }),
    body: { question },
    credentials: 'include',
    format: openaiChat(),
    fetch: ask,
    onOpen: (response) => void response?.headers.get('content-type'),
  });
  const { text, error } = await run.start();
  return error?.headers?.get('x-request-id') ?? text;
}

export const feed = createConnection({
  url: 'https://api.example/feed',
  events: { price: (data) => Number(data) },
  transport: fetchEventSource({ fetch: ask }),
  onMessage: ({ data }) => data.toFixed(2),
});

export const native = eventSource({
  EventSource: class {
    readyState = 0;
    addEventListener(): void {}
    close(): void {}
  },
});

export async function read(): Promise<number> {
  let count = 0;
  for await (const { data } of messages({ url: 'https://api.example/feed' })) count += data.length;
  return count;
}

// @ts-expect-error a mistake is still found
fetchEventSource({ credentials: 'always' });
