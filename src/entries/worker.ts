// The side of the Worker: importing it is enough.
import { type PortLike, serve } from '../worker/serve';

export type { PortLike } from '../worker/serve';

/** What a Worker's global scope has, and a page's has not. */
const scope = globalThis as typeof globalThis & Partial<PortLike>;

// In a page, everything that any frame posts would be answered.
if (typeof document === 'undefined' && typeof scope.addEventListener === 'function') {
  if ('onconnect' in scope) {
    scope.addEventListener('connect', (event) => serve((event as MessageEvent).ports[0]!, true));
  } else serve(scope as PortLike, false);
}

/**
 * Answers what is asked for on a port of your own, such as one that a page has sent to its Worker.
 * A Worker's own messages, and those of the tabs that connect to a SharedWorker, are answered without it.
 *
 * @param port a `MessagePort`; give `workerTransport` the other end
 * @param options `share`: feeds that are asked for with equal requests have one connection, from whatever port
 */
export function servePort(port: PortLike, options: ServePortOptions = {}): void {
  serve(port, options.share ?? false);
}

export interface ServePortOptions {
  /** Feeds with equal requests have one connection, from whatever port they are asked for. @default false */
  share?: boolean | undefined;
}
