import { createConnection, createRun, fetchEventSource } from 'react-event-source/core';
import type { TimeoutOptions } from 'react-event-source/core';
import { HEARD, OPENED } from '../../support/steps.ts';
import { server } from './server.ts';

/** What a client came to. */
export interface Outcome {
  readonly status: string;
  readonly errors: readonly string[];
  readonly length: number;
  /** How often the client called `fetch`. The browser itself may send one request several times. */
  readonly calls: number;
}

export type Client = 'GET' | 'POST' | 'feed';

/** A client that asks for what a server does wrong, until it comes to an end; a feed until it got the good answer. */
export async function playFault(
  client: Client,
  key: string,
  url: string,
  timeout?: TimeoutOptions,
): Promise<Outcome> {
  const errors: string[] = [];
  let length = 0;
  let calls = 0;
  const go = (to: number): void => void server.control(key, { do: 'release', to });
  // Firefox tells of a response with the first byte of its body: where none comes, the server goes on all the same.
  const patience = setTimeout(go, 1000, OPENED);
  const counted: typeof fetch = (input, init) => {
    calls++;
    return fetch(input, init);
  };
  const callbacks = {
    timeout,
    onOpen: () => go(OPENED),
    onError: ({ kind }: { kind: string }) => void errors.push(kind),
    onMessage({ data }: { data: string }): void {
      if (!length) go(HEARD);
      length += data.length;
    },
  };
  try {
    if (client !== 'feed') {
      const { status } = await createRun({ url, method: client, fetch: counted, ...callbacks }).start();
      return { status, errors, length, calls };
    }
    const transport = fetchEventSource({ fetch: counted });
    const connection = createConnection({ url, transport, ...callbacks });
    const ended = new Promise<string>((resolve) => {
      connection.subscribe(() => {
        const { status, lastEventId } = connection.getSnapshot();
        if (lastEventId === '9' || status === 'closed' || status === 'failed') resolve(status);
      });
    });
    connection.open();
    const status = await ended;
    connection.close();
    return { status, errors, length, calls };
  } finally {
    clearTimeout(patience);
  }
}
