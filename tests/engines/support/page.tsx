// The page of the engines' tests: the same feed over both transports, alone and shared by the tabs of the browser.
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { eventSource, fetchEventSource, type Resumed, useEventSource } from 'react-event-source';

/** What a feed of this page was told. */
export interface FeedLog {
  /** The number in each message, in the order in which they came. */
  readonly numbers: number[];
  readonly ids: string[];
  readonly resumed: Resumed[];
}

declare global {
  interface Window {
    readonly feeds: Readonly<Record<string, FeedLog>>;
    /** Mounts the feeds of this page. */
    readonly mount: (names: readonly string[], gapBy: 'type' | 'number') => void;
  }
}

/** The name of the query parameter is nchan's own. */
const lastEventIdParam = 'last_event_id';
const retry = { delay: 100, maxDelay: 200 };

function Feed({ name, log, gapBy }: { name: string; log: FeedLog; gapBy: 'type' | 'number' }) {
  const isNative = name.startsWith('native');
  useEventSource(`/feed?feed=${encodeURIComponent(name)}`, {
    share: name.endsWith('shared') ? 'browser' : false,
    transport: isNative ? eventSource({ lastEventIdParam }) : fetchEventSource(),
    events: ['message', 'gap'],
    retry,
    isGap: ({ type, data }) =>
      gapBy === 'type' ? type === 'gap' : JSON.parse(data).n > (log.numbers.at(-1) ?? Infinity) + 1,
    onMessage({ type, data, lastEventId }) {
      if (type !== 'message') return;
      log.numbers.push(JSON.parse(data).n);
      log.ids.push(lastEventId);
    },
    onResume: (resumed) => void log.resumed.push(resumed),
  });
  return null;
}

const feeds: Record<string, FeedLog> = {};
Object.assign(window, {
  feeds,
  mount(names: readonly string[], gapBy: 'type' | 'number') {
    const all = names.map((name) => {
      const log = (feeds[name] = { numbers: [], ids: [], resumed: [] });
      return createElement(Feed, { key: name, name, log, gapBy });
    });
    createRoot(document.body).render(createElement(StrictMode, null, all));
  },
});
