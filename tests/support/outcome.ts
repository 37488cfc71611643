import type { RunSnapshot } from 'react-event-source/core';

/** All of an answer but what depends on the clock and the connection, to be compared to the byte. */
export function outcomeOf({ timing, lastMessage, lastEventId, attempt, ...answer }: RunSnapshot): string {
  return JSON.stringify({ ...answer, words: answer.error?.message });
}
