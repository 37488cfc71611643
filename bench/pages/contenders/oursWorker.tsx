import { useEffect } from 'react';
import { openaiChat, useEventSource, useSseStream } from 'react-event-source';
import { workerTransport } from 'react-event-source/worker-transport';

const transport = workerTransport(() => new Worker('/built/sse.worker.js'));

export function useAnswer(url: string): { text: string; done: boolean } {
  const options = { method: 'POST', body: {}, format: openaiChat(), transport };
  const { text, status, start } = useSseStream(url, options);
  useEffect(() => void start(), [start]);
  return { text, done: status === 'done' };
}

export function useFeed(url: string, onMessage: () => void): string | undefined {
  return useEventSource(url, { transport, onMessage }).lastMessage?.data;
}
