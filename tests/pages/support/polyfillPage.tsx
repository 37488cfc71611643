// The page of the tests of polyfills: feeds through the hook, over the class that a test names.
import { EventSourcePolyfill } from 'event-source-polyfill';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  eventSource,
  type EventSourceConstructor,
  type SseMessage,
  SseProvider,
  useEventSource,
} from 'react-event-source';
import { throughFeed } from '../../support/hookProbe.tsx';

const classes = {
  'event-source-polyfill': EventSourcePolyfill as unknown as EventSourceConstructor,
  'eventsource-polyfill': window.OldEventSource,
};
export type BrowserPolyfill = keyof typeof classes;

/** How a feed came to its end. */
export interface Outcome {
  readonly status: string;
  readonly kind: string | undefined;
  readonly code: number | undefined;
}

declare global {
  interface Window {
    /** A script of its own makes it, as this polyfill is to be loaded. */
    OldEventSource: EventSourceConstructor;
    /** The messages of each of these streams. */
    readAll: (
      name: BrowserPolyfill,
      streams: readonly { url: string; events: string[] }[],
    ) => Promise<SseMessage[][]>;
    observe: (name: BrowserPolyfill, url: string) => Promise<Outcome>;
    inlineClass: (url: string) => Promise<string[]>;
    twoUsers: (url: string) => Promise<string[]>;
  }
}

window.readAll = async (name, streams) => {
  const transport = eventSource({ EventSource: classes[name] });
  const results: SseMessage[][] = [];
  let next = 0;
  // A browser has six connections to an origin.
  const work = async (): Promise<void> => {
    for (let index = next++; index < streams.length; index = next++) {
      const { url, events } = streams[index]!;
      results[index] = (await throughFeed(url, { events, transport })).messages;
    }
  };
  // The old one keeps its request in a global variable: two sources at a time get in each other's way.
  const atOnce = name === 'eventsource-polyfill' ? 1 : 4;
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};

/** What a feed of a user with headers comes to: it fails, ends or has the message `end`. */
window.observe = (name, url) =>
  new Promise((resolve) => {
    const transport = eventSource({ EventSource: classes[name] });
    function Feed() {
      const { status, error, lastMessage } = useEventSource(url, { transport, retry: false });
      useEffect(() => {
        if (status !== 'failed' && status !== 'closed' && lastMessage?.data !== 'end') return;
        resolve({ status, kind: error?.kind, code: error?.status });
        setTimeout(() => root.unmount());
      });
      return null;
    }
    const root = createRoot(document.createElement('div'));
    root.render(
      <StrictMode>
        <SseProvider headers={{ 'x-user': 'ann' }}>
          <Feed />
        </SseProvider>
      </StrictMode>,
    );
  });

/** A class written inline, with a token that changes after each error; rendered anew with each message. */
window.inlineClass = (url) =>
  new Promise((resolve) => {
    const data: string[] = [];
    function Feed() {
      const [token, setToken] = useState(1);
      const { status, messages } = useEventSource(url, {
        history: 10,
        retry: { delay: 1, shouldRetry: () => true },
        transport: eventSource({
          EventSource: class extends classes['event-source-polyfill'] {
            constructor(url: string) {
              super(url, { headers: { authorization: `Token ${token}` } });
            }
          },
        }),
        onError: () => setToken(token + 1),
        onMessage: (message) => void data.push(message.data),
      });
      useEffect(() => {
        if (data.at(-1) !== 'end') return;
        resolve(data);
        setTimeout(() => root.unmount());
      });
      return (
        <p>
          {status} {messages.length}
        </p>
      );
    }
    const root = createRoot(document.createElement('div'));
    root.render(
      <StrictMode>
        <Feed />
      </StrictMode>,
    );
  });

const withToken = (token: string) =>
  class extends classes['event-source-polyfill'] {
    constructor(url: string) {
      super(url, { headers: { authorization: token } });
    }
  };
const transports = ['ann', 'bob'].map((token) => eventSource({ EventSource: withToken(token) }));

/** Two components that share what can be shared, each over a class with the token of its own user. */
window.twoUsers = (url) =>
  new Promise((resolve) => {
    const seen: (string | undefined)[] = [];
    function Feed({ user }: { user: number }) {
      const { lastMessage } = useEventSource(url, { share: 'browser', transport: transports[user]! });
      useEffect(() => {
        seen[user] = lastMessage?.data;
        if (seen.filter(Boolean).length < 2) return;
        resolve(seen as string[]);
        setTimeout(() => root.unmount());
      });
      return null;
    }
    const root = createRoot(document.createElement('div'));
    root.render(
      <StrictMode>
        <Feed user={0} />
        <Feed user={1} />
      </StrictMode>,
    );
  });
