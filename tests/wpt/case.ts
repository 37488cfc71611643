// What a case of the web platform tests is made of. It runs in Node and in a page, so nothing here imports Node.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of `EventSource` that the cases use. */
export type Source = EventTarget &
  Pick<
    EventSource,
    | 'url'
    | 'withCredentials'
    | 'readyState'
    | 'onopen'
    | 'onmessage'
    | 'onerror'
    | 'close'
    | 'addEventListener'
  >;
export interface SourceClass {
  new (url: string | URL, init?: EventSourceInit): Source;
  readonly prototype: Source;
}

/** One request of a case, at the server. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Which request of this run it is, from 0. */
  readonly count: number;
  /** What follows the address of the run. */
  readonly path: string;
  /** The headers of all requests of this run, preflights included. */
  readonly seen: readonly { readonly method: string; readonly origin: string | undefined }[];
}

/** Where a case runs. */
interface Place {
  readonly Source: SourceClass;
  /** The address of this run; what follows it reaches the case's server as `path`. */
  readonly url: string;
  /** The same at another origin. */
  readonly otherUrl: string;
}

export interface Case {
  /** The file of the web platform tests, without its extensions, and which test of it. */
  readonly name: string;
  readonly serve: (exchange: Exchange) => void;
  readonly run: (place: Place) => Promise<unknown>;
  /** What the web platform tests want. */
  readonly wants: unknown;
  /** It is about origins, cookies or the page, of which Node knows nothing. */
  readonly page?: boolean;
}

/** Answers with a stream of this text, which ends. */
export function stream(
  { response }: Pick<Exchange, 'response'>,
  text: string | Uint8Array,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
  response.end(text);
}

/** Allows the page's origin. */
export const cors = ({ request }: Pick<Exchange, 'request'>): Record<string, string> => ({
  'access-control-allow-origin': request.headers.origin ?? '*',
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'last-event-id',
});

/** The next event of that type. */
export const next = (source: Source, type: string): Promise<MessageEvent> =>
  new Promise((resolve) =>
    source.addEventListener(type, (event) => resolve(event as MessageEvent), { once: true }),
  );

/** The first messages, as what is read of each. Closes the source. */
export const messages = <Read = unknown>(
  source: Source,
  count: number,
  read: (event: MessageEvent<string>) => Read = ({ data }) => data as Read,
): Promise<Read[]> =>
  new Promise((resolve) => {
    const got: Read[] = [];
    source.onmessage = (event: MessageEvent<string>) => {
      got.push(read(event));
      if (got.length < count) return;
      source.close();
      resolve(got);
    };
  });

/** What comes first, an error or a message, and where the source is then. Closes the source. */
export const failure = (source: Source): Promise<string> =>
  new Promise((resolve) => {
    const settle = (event: Event): void => {
      resolve(`${event.type}, ${['connecting', 'open', 'closed'][source.readyState]}`);
      source.close();
    };
    source.addEventListener('error', settle);
    source.addEventListener('message', settle);
  });
