// @ts-check
// The page behind the proxies: it uses both hooks as it is told, and remembers what a user would have seen.
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import {
  eventSource,
  fetchEventSource,
  openaiChat,
  plainText,
  useEventSource,
  useSseStream,
} from 'react-event-source';

/**
 * @typedef {object} Log
 * @property {string[]} statuses
 * @property {string[]} messages
 * @property {string} text
 * @property {{ kind: string, status?: number | undefined, body?: string | undefined, message: string }[]} errors
 * @property {string | null} encoding
 */

/** @type {Record<string, Log>} */
const logs = {};
const transports = { native: eventSource(), fetch: fetchEventSource() };

/** @param {Log} log */
const callbacks = (log) => ({
  /** @param {Response} [response] */
  onOpen: (response) => void (log.encoding = response?.headers.get('content-encoding') ?? null),
  /** @param {import('react-event-source').SseError} error */
  onError: ({ kind, status, body, message }) => void log.errors.push({ kind, status, body, message }),
});

/** @param {Log} log @param {string} status */
function show(log, status) {
  if (log.statuses.at(-1) !== status) log.statuses.push(status);
}

/** @typedef {{ url: string, transport: 'native' | 'fetch', share?: 'page' | 'browser', connect?: number }} FeedOptions */

/** @param {{ log: Log, options: FeedOptions }} props */
function Feed({ log, options: { url, transport, share, connect } }) {
  const { status } = useEventSource(url, {
    transport: transports[transport],
    ...(share && { share }),
    timeout: { connect },
    retry: { delay: 10, limit: 3 },
    onMessage: ({ data }) => void log.messages.push(data),
    ...callbacks(log),
  });
  useEffect(() => show(log, status));
  return createElement('p', null, status);
}

/** @typedef {{ url: string, isMarked: boolean }} AnswerOptions */

/** @param {{ log: Log, options: AnswerOptions }} props */
function Answer({ log, options: { url, isMarked } }) {
  const { status, text, start } = useSseStream(url, {
    format: isMarked ? openaiChat() : plainText({ end: null }),
    retry: false,
    ...callbacks(log),
  });
  useEffect(() => {
    show(log, status);
    Object.assign(log, { text });
  });
  useEffect(() => void start(), [start]);
  return createElement('p', null, text);
}

/** @param {string} name @param {(log: Log) => import('react').ReactNode} element */
function mount(name, element) {
  const log = (logs[name] = { statuses: [], messages: [], text: '', errors: [], encoding: null });
  createRoot(document.body.appendChild(document.createElement('div'))).render(element(log));
}

const proxied = {
  logs,
  /** @param {string} name @param {FeedOptions} options */
  feed: (name, options) => mount(name, (log) => createElement(Feed, { log, options })),
  /** @param {string} name @param {AnswerOptions} options */
  answer: (name, options) => mount(name, (log) => createElement(Answer, { log, options })),
};
Object.assign(globalThis, { proxied });

/** @typedef {typeof proxied} Proxied */
