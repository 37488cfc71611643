import { fetchEventSource, useEventSource } from 'react-event-source';

const transport = fetchEventSource();

export function useFeed(url: string, onMessage: () => void): string | undefined {
  const { messages } = useEventSource(url, { transport, history: 1000, onMessage });
  return messages.at(-1)?.data;
}
