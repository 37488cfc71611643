declare module 'koa-sse-stream' {
  import type { EventEmitter } from 'node:events';
  import type { Middleware } from 'koa';

  export interface SseClient extends EventEmitter {
    send(message: string | { event?: string; id?: number | string; data: string }): void;
    /** Sends the message, by default one of the type `close`, and ends the stream. */
    sendEnd(message?: { event?: string; data: string }): void;
  }

  export default function sse(options?: {
    maxClients?: number;
    /** In ms. */
    pingInterval?: number;
    closeEvent?: string;
    matchQuery?: string;
  }): Middleware;
}
