import { createParser } from 'eventsource-parser';

/** The least that a page can do for server-sent events over fetch. */
export async function readEvents(url: string, onData: (data: string) => void): Promise<void> {
  const parser = createParser({ onEvent: ({ data }) => onData(data) });
  const decoder = new TextDecoder();
  const response = await fetch(url, { method: 'POST', body: '{}' });
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
  }
}
