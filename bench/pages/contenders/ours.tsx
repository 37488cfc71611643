import { useEffect } from 'react';
import { openaiChat, useEventSource, useSseStream } from 'react-event-source';

export function useAnswer(url: string): { text: string; done: boolean } {
  const { text, status, start } = useSseStream(url, { method: 'POST', body: {}, format: openaiChat() });
  useEffect(() => void start(), [start]);
  return { text, done: status === 'done' };
}

/** One connection for the page. */
export function useFeed(url: string, onMessage: () => void): string | undefined {
  return useEventSource(url, { share: 'page', onMessage }).lastMessage?.data;
}
