import { useState } from 'react';
import { useEventSource } from 'react-use-websocket';
import { useCollected } from './collectText';

export function useAnswer(url: string): { text: string; done: boolean } {
  const [ended, setEnded] = useState(false);
  const { lastEvent } = useEventSource(url, { withCredentials: false }, !ended);
  const answer = useCollected(lastEvent, lastEvent?.data as string | undefined);
  if (answer.done && !ended) setEnded(true);
  return answer;
}

/** Shared by its own option. */
export function useFeed(url: string, onMessage: () => void): string | undefined {
  const { lastEvent } = useEventSource(url, { withCredentials: false, share: true, onMessage });
  return lastEvent?.data as string | undefined;
}
