import { fetchEventSource, useEventSource } from 'react-event-source';

const transport = fetchEventSource();

export function useFeed(url: string, onMessage: () => void): string | undefined {
  return useEventSource(url, { transport, onMessage }).lastMessage?.data;
}
