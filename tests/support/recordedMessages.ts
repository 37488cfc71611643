import { createParser } from 'eventsource-parser';
import { encodeMessage } from 'react-event-source/core';

/** The messages of a recording, encoded, without ids. */
export function recordedMessages(bytes: string): string[] {
  const messages: string[] = [];
  createParser({
    onEvent: ({ event, data }) => void messages.push(encodeMessage({ ...(event && { type: event }), data })),
  }).feed(bytes);
  return messages;
}

/** The same with an id each, as a server keeps them that replays. */
export const withIds = (messages: readonly string[]): string[] =>
  messages.map((message, index) => `id: ${index + 1}\n${message}`);
