import { useEffect } from 'react';
import { openaiChat, type Throttle, useEventSource, useSseStream } from 'react-event-source';

export const createUseAnswer =
  (throttle?: Throttle) =>
  (url: string): { text: string; done: boolean } => {
    const options = { method: 'POST', body: {}, format: openaiChat(), throttle };
    const { text, status, start } = useSseStream(url, options);
    useEffect(() => void start(), [start]);
    return { text, done: status === 'done' };
  };

export const useAnswer = createUseAnswer();

/** One connection for the page. */
export function useFeed(url: string, onMessage: () => void): string | undefined {
  return useEventSource(url, { share: 'page', onMessage }).lastMessage?.data;
}
