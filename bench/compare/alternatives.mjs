// @ts-check
// Who is compared, by the component in pages/compare/page.tsx, and what no run shows.

/**
 * @typedef Alternative
 * @property {string} label
 * @property {string} [package] whose version is told
 * @property {string} size its label in harness/size.mjs
 * @property {boolean} tellsErrors whether the hook has an error to tell
 * @property {string} better where it is the better choice
 * @property {string} cannot what it cannot do
 */

/** @type {Record<string, Alternative>} */
export const alternatives = {
  Native: {
    label: '`useEventSource`',
    size: 'react-event-source: useEventSource',
    tellsErrors: true,
    better: 'types, retries after an HTTP error, sharing between components and tabs',
    cannot:
      'headers, comments, statuses: the browser hides them, so a 204 is asked again; the largest of these',
  },
  OverFetch: {
    label: '`useEventSource` over `fetchEventSource()`',
    size: 'react-event-source: useEventSource',
    tellsErrors: true,
    better: 'headers, POST, every status with its body, comments, `events: "*"`',
    cannot: 'a preflight is needed for another origin',
  },
  ByHand: {
    label: '`EventSource` in an effect',
    size: '',
    tellsErrors: true,
    better: 'no dependency at all, and enough for one feed that may be lost after an HTTP error',
    cannot: 'headers, a retry after an HTTP error, statuses',
  },
  Engine: {
    label: 'fetch-event-source in an effect',
    package: '@microsoft/fetch-event-source',
    size: 'fetch-event-source alone, no hook',
    tellsErrors: true,
    better: 'small, POST and headers, `onerror` decides about each retry',
    cannot: 'comments are messages to it; by default it stops and asks again when a tab is hidden and shown',
  },
  FetchSse: {
    label: 'react-eventsource',
    package: 'react-eventsource',
    size: 'react-eventsource',
    tellsErrors: true,
    better: 'fetch-event-source as a small hook: POST and headers',
    cannot: 'callbacks written inline connect anew in each render',
  },
  Socket: {
    label: 'react-use-websocket',
    package: 'react-use-websocket',
    size: 'react-use-websocket',
    tellsErrors: true,
    better: 'one library for WebSocket and feeds',
    cannot:
      'named events, headers; it closes the source after any error and makes a new one, without the last id',
  },
  Remix: {
    label: 'remix-utils',
    package: 'remix-utils',
    size: 'remix-utils',
    tellsErrors: false,
    better: 'the smallest; fits where only the newest value matters',
    cannot: 'messages that come together or twice: it has the newest value only; errors; a status',
  },
  HooksSse: {
    label: 'react-hooks-sse',
    package: 'react-hooks-sse',
    size: 'react-hooks-sse',
    tellsErrors: false,
    better: 'a context: one source for many listeners of a subtree',
    cannot: 'errors, a status',
  },
  Swr: {
    label: 'swr/subscription',
    package: 'swr',
    size: 'swr/subscription',
    tellsErrors: true,
    better: 'where SWR is used anyway: the source is written by the app, shared by its key',
    cannot: 'a message that equals the one before it; everything of `EventSource` is left to the app',
  },
};

/** The faults of the tests that are tried, by what the server did. */
export const FAULTS = [
  'cut the connection before an answer',
  'cut after a message with an id',
  'cut in the middle of a message',
  'ended cleanly',
  'redirected with 307',
  'answered 204',
  'answered 401',
  'answered 429',
  'answered 500',
  'answered 503, `retry-after: 0`',
  'answered 200 with `text/html`',
];
