// @ts-check
// The service that LaunchDarkly's SSE contract tests talk to: it makes feeds as it is told, and posts what they hear.
// The protocol: https://github.com/launchdarkly/sse-contract-tests/blob/main/docs/service_spec.md
import { EventSource } from 'eventsource';
import { createConnection, eventSource, fetchEventSource } from 'react-event-source/core';

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('react-event-source/core').ConnectionOptions<readonly string[] | '*'>} FeedOptions */

/**
 * What the harness asks for.
 *
 * @typedef StreamParams
 * @property {string} streamUrl
 * @property {string} callbackUrl
 * @property {string} [tag]
 * @property {number} [initialDelayMs]
 * @property {number} [readTimeoutMs]
 * @property {string} [lastEventId]
 * @property {Record<string, string>} [headers]
 * @property {string} [method]
 * @property {string} [body]
 */

/** @typedef {keyof typeof CAPABILITIES} TransportName */

const BOTH = [
  '204',
  'bom',
  'empty-or-missing-location',
  'headers',
  'payload-size-stress-testable',
  'read-timeout',
  'restart',
  'retry',
  'server-directed-shutdown-request',
];

/**
 * What each transport can do. The native source can only GET, hides comments, and must be told the names of events; npm
 * `eventsource` keeps an event back that ends in CR, until more comes.
 */
export const CAPABILITIES = {
  fetch: [...BOTH, 'comments', 'cr-only', 'last-event-id', 'post', 'report'],
  native: [...BOTH, 'event-type-listeners'],
};

/**
 * [NON-SPEC] The cases that come out otherwise, and why.
 *
 * @type {Record<TransportName, Record<string, string>>}
 */
export const DIFFERENCES = {
  fetch: {},
  native: {
    'basic parsing/last ID persists if not overridden by later event':
      'npm `eventsource` gives a message without an id of its own no id; browsers give it the last one',
  },
};

/** npm `eventsource` takes headers through its `fetch`. */
function classWith(/** @type {Record<string, string>} */ headers) {
  return class extends EventSource {
    constructor(/** @type {string} */ url) {
      super(url, {
        fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
      });
    }
  };
}

/**
 * @param {TransportName} name
 * @param {StreamParams} params
 */
function transportFor(name, { headers = {}, method, body }) {
  if (name === 'fetch') return fetchEventSource({ headers, method, body });
  const Class = /** @type {unknown} */ (classWith(headers));
  return eventSource({
    EventSource: /** @type {import('react-event-source/core').EventSourceConstructor} */ (Class),
  });
}

/** Posts to the harness, one after the other, each with its number. */
function createCallbacks(/** @type {string} */ url) {
  let count = 0;
  let isClosed = false;
  let last = Promise.resolve();
  return {
    post(/** @type {object} */ message) {
      const address = `${url}/${++count}`;
      last = last.then(async () => {
        if (isClosed) return;
        try {
          const response = await fetch(address, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(message),
          });
          await response.arrayBuffer();
        } catch (error) {
          // The harness takes its endpoint away when a test ends, maybe before it says so.
          if (!isClosed) console.error(`${address} took no callback:`, error);
        }
      });
    },
    close() {
      isClosed = true;
    },
  };
}

/**
 * One feed of the harness.
 *
 * @param {TransportName} name
 * @param {StreamParams} params
 */
function createStream(name, params) {
  const { streamUrl, callbackUrl, initialDelayMs, readTimeoutMs, lastEventId } = params;
  const callbacks = createCallbacks(callbackUrl);
  const transport = transportFor(name, params);
  /** A shared connection outlives its last subscriber for a while: each start of the stream has one of its own. */
  let starts = 0;
  /** @type {string[]} */
  const types = [];
  /** @type {ReturnType<typeof subscribe>[]} */
  let feeds = [];

  /** @param {FeedOptions} more */
  function subscribe(more) {
    const feed = createConnection({
      url: streamUrl,
      transport,
      // The harness sends the body of a POST again, which has to be asked for.
      retry: { ...(initialDelayMs !== undefined && { delay: initialDelayMs }), jitter: false },
      timeout: { idle: readTimeoutMs },
      // A further subscription listens for a further type over the same connection.
      share: name === 'native' ? 'page' : false,
      shareKey: String(starts),
      onMessage: ({ type, data, lastEventId: id }) =>
        callbacks.post({ kind: 'event', event: { type, data, id } }),
      ...more,
    });
    feed.open();
    return feed;
  }
  function start(/** @type {string | undefined} */ after) {
    starts++;
    const first = subscribe({
      lastEventId: after,
      events: name === 'fetch' ? '*' : ['message'],
      onComment: (comment) => callbacks.post({ kind: 'comment', comment }),
      onError: ({ message }) => callbacks.post({ kind: 'error', error: message }),
    });
    feeds = [first, ...types.map((type) => subscribe({ events: [type] }))];
  }
  const close = () => {
    for (const feed of feeds) feed.close();
  };

  start(lastEventId);
  return {
    status: () => feeds[0]?.getSnapshot().status,
    listen(/** @type {string} */ type) {
      types.push(type);
      feeds.push(subscribe({ events: [type] }));
    },
    restart() {
      const after = feeds[0]?.getSnapshot().lastEventId;
      close();
      start(after);
    },
    close() {
      callbacks.close();
      close();
    },
  };
}

async function readJson(/** @type {IncomingMessage} */ request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {TransportName} name
 * @param {() => void} quit what DELETE / does
 */
export function createContractService(name, quit) {
  /** @type {Map<string, ReturnType<typeof createStream>>} */
  const streams = new Map();
  let count = 0;

  const root = {
    GET: () => ({ status: 200, body: { name: 'react-event-source', capabilities: CAPABILITIES[name] } }),
    DELETE() {
      quit();
      return { status: 204 };
    },
    async POST(/** @type {IncomingMessage} */ request) {
      const params = await readJson(request);
      if (!URL.canParse(params?.streamUrl) || !URL.canParse(params?.callbackUrl)) return { status: 400 };
      const location = `/streams/${++count}`;
      streams.set(location, createStream(name, params));
      return { status: 201, location };
    },
  };

  /** @param {string} location @param {IncomingMessage} request */
  async function answerFor(location, request) {
    const { method } = request;
    const stream = streams.get(location);
    if (!stream) return { status: 404 };
    // Beyond the protocol: how the feed is, for the driver of our own.
    if (method === 'GET') return { status: 200, body: { status: stream.status() } };
    if (method === 'DELETE') {
      stream.close();
      streams.delete(location);
      return { status: 204 };
    }
    const { command, listen } = (await readJson(request)) ?? {};
    if (command === 'restart') stream.restart();
    else if (command === 'listen' && typeof listen?.type === 'string') stream.listen(listen.type);
    else return { status: 400 };
    return { status: 202 };
  }

  return {
    async handler(/** @type {IncomingMessage} */ request, /** @type {ServerResponse} */ response) {
      const { method, url = '/' } = request;
      const answer =
        url === '/' && (method === 'GET' || method === 'POST' || method === 'DELETE')
          ? await root[method](request)
          : await answerFor(url, request);
      const { status, body, location } = /** @type {{ status: number, body?: object, location?: string }} */ (
        answer
      );
      response.writeHead(status, {
        ...(location && { location: `http://${request.headers.host}${location}` }),
        ...(body && { 'content-type': 'application/json' }),
      });
      response.end(body && JSON.stringify(body));
    },
    close() {
      for (const stream of streams.values()) stream.close();
      streams.clear();
    },
  };
}
