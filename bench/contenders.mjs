// @ts-check
// Who is measured. To add one: a file in pages/contenders/ and a line here.

/**
 * @typedef Contender
 * @property {string} label
 * @property {'floor' | 'ours' | 'naive' | 'peer'} kind
 * @property {string} page the file in pages/floors or pages/contenders
 * @property {string} [view] the file in pages/views where the workload's own is not meant
 * @property {string} [wire] the encoding that it reads
 * @property {boolean} [callbacks] it calls back for each message
 */

/** @type {Record<string, Contender>} */
const contenders = {
  floor: { label: 'no React, one text node', kind: 'floor', page: 'append' },
  'floor-blocks': { label: 'no React, a node for each paragraph', kind: 'floor', page: 'blocks' },
  'floor-expensive': { label: 'no React, the same work each frame', kind: 'floor', page: 'expensive' },
  'floor-fetch': { label: 'no React, fetch', kind: 'floor', page: 'feedFetch', callbacks: true },
  'floor-native': { label: 'no React, one EventSource', kind: 'floor', page: 'feedNative', callbacks: true },
  ours: { label: 'react-event-source', kind: 'ours', page: 'ours', callbacks: true },
  'ours-blocks': {
    label: 'react-event-source, useTextBlocks',
    kind: 'ours',
    page: 'ours',
    view: 'blocks',
  },
  'ours-worker': {
    label: 'react-event-source in a Worker',
    kind: 'ours',
    page: 'oursWorker',
    callbacks: true,
  },
  'ours-blocks-worker': {
    label: 'react-event-source in a Worker, useTextBlocks',
    kind: 'ours',
    page: 'oursWorker',
    view: 'blocks',
  },
  'ours-50': { label: 'react-event-source, throttle 50 ms', kind: 'ours', page: 'ours50' },
  'ours-fetch': {
    label: 'react-event-source over fetch',
    kind: 'ours',
    page: 'oursFetch',
    callbacks: true,
  },
  'ours-history': {
    label: 'react-event-source over fetch, history 1000',
    kind: 'ours',
    page: 'oursHistory',
    callbacks: true,
  },
  'naive-fetch': {
    label: 'fetch-event-source and useState',
    kind: 'naive',
    page: 'naiveFetch',
    callbacks: true,
  },
  'naive-native': {
    label: 'EventSource and useState',
    kind: 'naive',
    page: 'naiveNative',
    callbacks: true,
  },
  'ai-completion': {
    label: 'AI SDK useCompletion',
    kind: 'peer',
    page: 'aiCompletion',
    wire: 'uiMessages',
  },
  'ai-completion-50': {
    label: 'AI SDK useCompletion, throttle 50 ms',
    kind: 'peer',
    page: 'aiCompletion50',
    wire: 'uiMessages',
  },
  'ai-chat': { label: 'AI SDK useChat', kind: 'peer', page: 'aiChat', wire: 'uiMessages' },
  'ai-chat-50': {
    label: 'AI SDK useChat, throttle 50 ms',
    kind: 'peer',
    page: 'aiChat50',
    wire: 'uiMessages',
  },
  'react-use-websocket': { label: 'react-use-websocket', kind: 'peer', page: 'reactUseWebsocket' },
  'remix-utils': { label: 'remix-utils', kind: 'peer', page: 'remixUtils' },
  'react-eventsource': { label: 'react-eventsource', kind: 'peer', page: 'reactEventsource' },
  'react-hooks-sse': { label: 'react-hooks-sse', kind: 'peer', page: 'reactHooksSse' },
  'swr-subscription': { label: 'swr/subscription', kind: 'peer', page: 'swrSubscription' },
};

/** @param {string} name */
export function contenderOf(name) {
  const contender = contenders[name];
  if (!contender) throw new Error(`no such contender: ${name}`);
  return contender;
}
