import { EventSource as SpecEventSource } from 'eventsource';
import { createApp } from './server/app.ts';

type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** A `fetch` that is the playground's server itself, in this page: no network. `null` for what is not the server's. */
export function createPageFetch() {
  const app = createApp();
  return async (...args: Parameters<Fetch>): Promise<Response | null> => {
    const request = new Request(...args);
    return app.owns(new URL(request.url).pathname) ? app.fetch(request) : null;
  };
}

/**
 * For a build that is served as plain files: the playground's server runs in this page, behind `fetch` and
 * `EventSource`. Nothing of it leaves the page.
 */
export function installPageServer(): void {
  const pageFetch = createPageFetch();
  const network = globalThis.fetch.bind(globalThis);
  const isOwn = (input: RequestInfo | URL): boolean => {
    const url = input instanceof Request ? input.url : String(input);
    return new URL(url, document.baseURI).origin === location.origin;
  };

  globalThis.fetch = async (input, init) =>
    (isOwn(input) ? await pageFetch(input, init) : null) ?? network(input, init);
  globalThis.EventSource = class extends SpecEventSource {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, { ...init, fetch: (address, options) => globalThis.fetch(address, options as RequestInit) });
    }
  } as unknown as typeof EventSource;
}
