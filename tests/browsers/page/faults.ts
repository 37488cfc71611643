import { createConnection, createRun, fetchEventSource } from 'react-event-source/core';
import type { TimeoutOptions } from 'react-event-source/core';
import { HEARD, OPENED } from '../../support/steps.ts';
import { server } from './server.ts';

/** What a client came to. */
export interface Outcome {
  readonly status: string;
  readonly errors: readonly string[];
  readonly length: number;
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
  const go = (to: number): void => void server.control(key, { do: 'release', to });
  // Firefox tells of a response with the first byte of its body: where none comes, the server goes on all the same.
  const patience = setTimeout(go, 1000, OPENED);
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
      const { status } = await createRun({ url, method: client, ...callbacks }).start();
      return { status, errors, length };
    }
    const connection = createConnection({ url, transport: fetchEventSource(), ...callbacks });
    const ended = new Promise<string>((resolve) => {
      connection.subscribe(() => {
        const { status, lastEventId } = connection.getSnapshot();
        if (lastEventId === '9' || status === 'closed' || status === 'failed') resolve(status);
      });
    });
    connection.open();
    const status = await ended;
    connection.close();
    return { status, errors, length };
  } finally {
    clearTimeout(patience);
  }
}

/** What a plain `fetch` makes of it: the browser itself may send a request again. */
export async function playPlain(key: string, url: string): Promise<void> {
  for (const to of [OPENED, HEARD]) await server.control(key, { do: 'release', to });
  await fetch(url, { method: 'POST', body: '{}' }).then(
    (response) => response.text().catch(() => ''),
    () => '',
  );
}
