import type { SseMessage, SseRequest, SseSink, Transport } from 'react-event-source/core';

/** One attempt as the transport sees it. */
export interface WireAttempt {
  readonly request: SseRequest;
  readonly sink: SseSink;
  isClosed: boolean;
}

export const message = (data: string, lastEventId = '', type = 'message'): SseMessage => ({
  type,
  data,
  lastEventId,
});

/** A transport without a network: a test says what arrives, and when. */
export function createWire() {
  const attempts: WireAttempt[] = [];
  const waiting: (() => void)[] = [];
  const transport: Transport = (request, sink) => {
    const attempt: WireAttempt = { request, sink, isClosed: false };
    attempts.push(attempt);
    for (const tell of waiting.splice(0)) tell();
    return () => {
      attempt.isClosed = true;
    };
  };
  return {
    transport,
    attempts,
    /** Resolves with the attempt of that number, from 1, once it is made. */
    async attempt(number: number): Promise<WireAttempt> {
      for (;;) {
        const found = attempts[number - 1];
        if (found) return found;
        await new Promise<void>((resolve) => void waiting.push(resolve));
      }
    },
  };
}
