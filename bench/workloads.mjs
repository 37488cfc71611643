// @ts-check
// What is measured, and on whom. The first contender is the baseline: the same work without React.

/**
 * @typedef Workload
 * @property {string} title
 * @property {'answer' | 'feed' | 'expensive' | 'transition'} view
 * @property {number} count tokens or events
 * @property {number} rate of them a second; 0: all at once
 * @property {number} [copies] components that stream
 * @property {boolean} [distinct] each with a stream of its own, over HTTP/2
 * @property {number} [slowdown] the page's thread is that many times slower: a phone. The Worker's is not
 * @property {number} timeout in ms
 * @property {readonly string[]} contenders
 */

const OURS = ['floor', 'floor-blocks', 'ours', 'ours-blocks', 'ours-worker', 'ours-blocks-worker'];
const ON_A_PHONE = [...OURS, 'naive-fetch', 'ai-completion-50'];
const AI = ['ai-completion', 'ai-completion-50', 'ai-chat', 'ai-chat-50'];
const FETCH = [...OURS, 'naive-fetch', ...AI];
const NATIVE = ['naive-native', 'react-use-websocket', 'remix-utils', 'react-hooks-sse', 'swr-subscription'];
const SHOWN_BY_PEERS = ['react-use-websocket', 'remix-utils', 'react-hooks-sse', 'swr-subscription'];

/** @type {Record<string, Workload>} */
export const workloads = {
  'chat-paced': {
    title: 'An answer of 3,000 tokens at 300 a second',
    view: 'answer',
    count: 3000,
    rate: 300,
    timeout: 20_000,
    contenders: [
      ...OURS,
      'ours-50',
      'naive-fetch',
      'ai-completion',
      'ai-completion-50',
      'ai-chat-50',
      'naive-native',
    ],
  },
  'phone-4': {
    title: 'An answer of 3,000 tokens at 300 a second, on a page four times slower',
    view: 'answer',
    count: 3000,
    rate: 300,
    slowdown: 4,
    timeout: 40_000,
    contenders: ON_A_PHONE,
  },
  'phone-6': {
    title: 'An answer of 3,000 tokens at 300 a second, on a page six times slower',
    view: 'answer',
    count: 3000,
    rate: 300,
    slowdown: 6,
    timeout: 60_000,
    contenders: ON_A_PHONE,
  },
  'chat-burst': {
    title: 'An answer of 20,000 tokens at once',
    view: 'answer',
    count: 20_000,
    rate: 0,
    timeout: 20_000,
    contenders: [...FETCH, 'react-eventsource', ...NATIVE],
  },
  'chat-writes': {
    title: 'An answer of 20,000 tokens at 10,000 a second, each written on its own',
    view: 'answer',
    count: 20_000,
    rate: 10_000,
    timeout: 20_000,
    contenders: [...OURS, 'ai-completion-50'],
  },
  'growth-5k': {
    title: 'An answer of 5,000 tokens at once',
    view: 'answer',
    count: 5000,
    rate: 0,
    timeout: 20_000,
    contenders: [...OURS, 'ai-completion-50', 'ai-chat-50'],
  },
  'growth-80k': {
    title: 'An answer of 80,000 tokens at once',
    view: 'answer',
    count: 80_000,
    rate: 0,
    timeout: 20_000,
    contenders: [...OURS, 'ai-completion-50', 'ai-chat-50'],
  },
  events: {
    title: '200,000 tiny events at once, counted, the newest shown; over fetch',
    view: 'feed',
    count: 200_000,
    rate: 0,
    timeout: 20_000,
    contenders: ['floor-fetch', 'ours-fetch', 'ours-worker', 'naive-fetch', 'react-eventsource'],
  },
  'events-native': {
    title: '200,000 tiny events at once, counted, the newest shown; over EventSource',
    view: 'feed',
    count: 200_000,
    rate: 0,
    timeout: 20_000,
    contenders: ['floor-native', 'ours', 'naive-native', 'react-use-websocket'],
  },
  fifty: {
    title: 'Fifty components on one feed, 1,000 events at 500 a second',
    view: 'feed',
    count: 1000,
    rate: 500,
    copies: 50,
    timeout: 5000,
    contenders: ['floor-native', 'ours', 'naive-native', ...SHOWN_BY_PEERS],
  },
  ten: {
    title: 'Ten answers at once over HTTP/2, each 1,500 tokens at 300 a second',
    view: 'answer',
    count: 1500,
    rate: 300,
    copies: 10,
    distinct: true,
    timeout: 20_000,
    contenders: ['floor', 'ours', 'ours-blocks', 'ai-completion', 'ai-completion-50'],
  },
  expensive: {
    title: 'A consumer that renders for 30 ms; 1,500 tokens at 300 a second while someone types',
    view: 'expensive',
    count: 1500,
    rate: 300,
    timeout: 10_000,
    contenders: ['floor-expensive', 'ours', 'naive-fetch', 'ai-completion', 'ai-completion-50'],
  },
  transition: {
    title: 'A change of route that renders for 300 ms, while an answer streams at 300 tokens a second',
    view: 'transition',
    count: 2000,
    rate: 300,
    timeout: 15_000,
    contenders: ['ours', 'naive-fetch', 'ai-completion', 'ai-chat', 'swr-subscription'],
  },
  memory: {
    title: 'A million messages: the heap afterwards',
    view: 'feed',
    count: 1_000_000,
    rate: 0,
    timeout: 60_000,
    contenders: ['floor-fetch', 'ours-fetch', 'ours-history'],
  },
};

/** @param {string} name */
export function workloadOf(name) {
  const workload = workloads[name];
  if (!workload) throw new Error(`no such workload: ${name}`);
  return workload;
}
