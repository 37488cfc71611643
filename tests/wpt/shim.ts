// An `EventSource` made of a connection, only to ask it what the web platform tests ask. It is no part of the library.
import { createConnection, fetchEventSource } from 'react-event-source/core';

/** What only the platform's own class can do is not tried: `isTrusted`. */
export class Shim extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSED: 2;
  readonly url: string;
  readonly withCredentials: boolean;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  #connection;
  #isClosed = false;

  constructor(url: string | URL, { withCredentials = false }: EventSourceInit = {}) {
    super();
    this.url = toAddress(url);
    this.withCredentials = withCredentials;
    let origin = new URL(this.url).origin;
    const connection = (this.#connection = createConnection({
      url: this.url,
      withCredentials,
      events: '*',
      transport: fetchEventSource(),
      // A browser reconnects what broke, and gives up after an answer that is no stream.
      retry: { shouldRetry: ({ kind }) => kind === 'network' },
      onOpen: (response) => {
        origin = new URL(response?.url || this.url).origin;
        this.#dispatch(new Event('open'));
      },
      onMessage: ({ type, data, lastEventId }) =>
        this.#dispatch(new MessageEvent(type, { data, lastEventId, origin })),
      onError: () => this.#dispatch(new Event('error')),
      // After a 204.
      onClose: () => {
        if (!this.#isClosed && connection.getSnapshot().status === 'closed')
          this.#dispatch(new Event('error'));
      },
    }));
    let last = '';
    connection.subscribe(() => {
      const { status, error } = connection.getSnapshot();
      // A clean end is no error of a connection.
      if (status !== last && status === 'reconnecting' && !error) this.#dispatch(new Event('error'));
      last = status;
    });
    connection.open();
  }

  get readyState(): number {
    return this.#connection.getSnapshot().readyState;
  }

  close(): void {
    this.#isClosed = true;
    this.#connection.close();
  }

  #dispatch(event: Event): void {
    if (this.#isClosed) return;
    if (event.type === 'open') this.onopen?.(event);
    else if (event.type === 'error') this.onerror?.(event);
    else if (event.type === 'message') this.onmessage?.(event as MessageEvent);
    this.dispatchEvent(event);
  }
}
for (const [name, value] of Object.entries({ CONNECTING: 0, OPEN: 1, CLOSED: 2 })) {
  Object.defineProperty(Shim.prototype, name, { value, enumerable: true });
}

function toAddress(url: string | URL): string {
  try {
    return new URL(url, globalThis.document?.baseURI).href;
  } catch {
    throw new DOMException(`This is no address: ${String(url)}`, 'SyntaxError');
  }
}
