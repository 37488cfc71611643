import type { SseMessage } from 'react-event-source';

/** What a plain `EventSource` of this browser makes of a stream, until its first error. */
export async function throughPlain(
  url: string,
  events: readonly string[],
): Promise<{ messages: SseMessage[]; status: string }> {
  const messages: SseMessage[] = [];
  const source = new EventSource(url);
  await new Promise<void>((resolve) => {
    for (const type of events) {
      source.addEventListener(type, (event) => {
        const { data, lastEventId } = event as MessageEvent<string>;
        if (data !== undefined) messages.push({ type, data, lastEventId });
      });
    }
    source.addEventListener('error', (event) => {
      if (!('data' in event)) resolve();
    });
  });
  const status = source.readyState === 2 ? 'failed' : 'reconnecting';
  source.close();
  return { messages, status };
}
