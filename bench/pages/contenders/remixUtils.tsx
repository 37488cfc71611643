import { useState } from 'react';
import { useEventSource } from 'remix-utils/sse/react';
import { useCollected } from './collectText';

export function useAnswer(url: string): { text: string; done: boolean } {
  const [ended, setEnded] = useState(false);
  const data = useEventSource(url, { enabled: !ended });
  const answer = useCollected(data, data);
  if (answer.done && !ended) setEnded(true);
  return answer;
}

/** Shared by url; it has no callback. */
export const useFeed = (url: string): string | undefined => useEventSource(url) ?? undefined;
