import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPlayground } from '../server/playground.ts';
import { PageResponse } from './response.ts';

const requestOf = (request: Request, body: string): IncomingMessage => {
  const { pathname, search } = new URL(request.url);
  const parts = {
    method: request.method,
    url: pathname + search,
    headers: { ...Object.fromEntries(request.headers), host: 'localhost' },
    socket: {},
    async *[Symbol.asyncIterator]() {
      if (body) yield new TextEncoder().encode(body);
    },
  };
  return parts as unknown as IncomingMessage;
};

/**
 * A `fetch` that is the playground's server itself, in this page: the same handlers, no network. `null` for what is
 * not the server's.
 */
export function createPageFetch() {
  const { handler } = createPlayground();

  return async function pageFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response | null> {
    const request = new Request(input, init);
    const { signal } = request;
    const body = await request.clone().text();
    signal.throwIfAborted();
    const response = new PageResponse();
    let isForeign = false;
    handler(requestOf(request, body), response as unknown as ServerResponse, () => {
      isForeign = true;
    });
    if (isForeign) return null;
    const left = (): void => response.destroy(signal.reason as Error);
    signal.addEventListener('abort', left, { once: true });
    response.once('close', () => signal.removeEventListener('abort', left));
    return response.response;
  };
}
