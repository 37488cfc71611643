// A page with a feed, an answer or an example of the README, which the harness visits, leaves and comes back to.
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import {
  eventSource,
  fetchEventSource,
  type RetryOptions,
  SseProvider,
  type TimeoutOptions,
  useEventSource,
  useSseStream,
} from 'react-event-source';
import { Chat } from '../../../stories/examples/Chat.tsx';
import { Prices } from '../../../stories/examples/Prices.tsx';

/** What the page shows; it stands in the hash of its address. */
export interface Visit {
  /** What is told before the page is left is kept under this name. */
  readonly key: string;
  readonly url: string;
  readonly show: 'feed' | 'run' | 'chat' | 'prices';
  readonly transport?: 'native' | 'nativeWithParam' | 'fetch';
  readonly method?: string;
  readonly retry?: number | RetryOptions;
  readonly timeout?: TimeoutOptions;
}

declare global {
  interface Window {
    visit: { readonly messages: string[]; status: string; text: string };
    /** From now on no timer begins, until the page comes back: leaving it takes no time. */
    stopClock: () => void;
  }
}

const transports = {
  native: eventSource(),
  nativeWithParam: eventSource({ lastEventIdParam: 'lastEventId' }),
  fetch: fetchEventSource(),
};
const spec = JSON.parse(decodeURIComponent(location.hash.slice(1))) as Visit;
const { key, url, retry, timeout, method = 'POST' } = spec;

/** What an application would store: it outlives the page. */
function store(what: string): void {
  sessionStorage.setItem(key, `${sessionStorage.getItem(key) ?? ''}${what} `);
}

window.visit = { messages: [], status: '', text: '' };
const setTimeout = window.setTimeout.bind(window);
// Listens before the library does: what that begins when the page comes back takes its time.
addEventListener('pageshow', () => void (window.setTimeout = setTimeout), true);
window.stopClock = () => void (window.setTimeout = (() => 0) as never);

const onMessage = ({ data }: { data: string }): void => void window.visit.messages.push(data);
const onError = ({ kind }: { kind: string }): void => store(`onError ${kind}`);

function Feed() {
  const transport = transports[spec.transport ?? 'native'];
  const { status } = useEventSource(url, { transport, retry, timeout, onMessage, onError });
  useEffect(() => void Object.assign(window.visit, { status }));
  return <p>{status}</p>;
}

function Answer() {
  const { status, text, error } = useSseStream(url, {
    autoStart: true,
    method,
    ...(method === 'POST' && { body: {} }),
    retry,
    timeout,
    onMessage,
    onError,
    onFinish: ({ status }) => store(`onFinish ${status}`),
  });
  useEffect(() => {
    Object.assign(window.visit, { status, text });
    if (error) store('rendered');
  });
  return <p>{text}</p>;
}

/** The examples of the README, whose own address leads to this one. */
class Source extends EventSource {
  constructor(_: string, init?: EventSourceInit) {
    super(url, init);
  }
}

const shown = {
  feed: <Feed />,
  run: <Answer />,
  chat: (
    <SseProvider fetch={(_, init) => fetch(url, init)}>
      <Chat />
    </SseProvider>
  ),
  prices: (
    <SseProvider EventSource={Source}>
      <Prices />
    </SseProvider>
  ),
};

createRoot(document.querySelector('main')!).render(
  <StrictMode>
    {shown[spec.show]}
    <nav>
      <a id="away" href="/elsewhere">
        Away
      </a>{' '}
      <a id="export" href="/export">
        Export
      </a>{' '}
      <a id="download" href="/export" download>
        Download
      </a>
    </nav>
  </StrictMode>,
);
