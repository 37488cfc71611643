// The cases of the web platform tests for `EventSource`, written anew from what each checks, under their names.
import { type Case, cors, type Exchange, failure, messages, next, type SourceClass, stream } from './case.ts';
import { formatCases } from './formats.ts';

const one = (exchange: Exchange): void => stream(exchange, 'data: data\n\n');
const oneMessage: Case['run'] = ({ Source, url }) => messages(new Source(url), 1);
/** A stream that stays open. */
const open = ({ response }: Exchange): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: data\n\n');
};
const nameOfThrown = (action: () => unknown): string => {
  try {
    action();
    return 'nothing';
  } catch (thrown) {
    return (thrown as Error).name;
  }
};

const constructor: readonly Case[] = [
  {
    name: 'eventsource-constructor-url-bogus',
    serve: one,
    run: async ({ Source }) => nameOfThrown(() => new Source('http://[this is invalid/')),
    wants: 'SyntaxError',
  },
  {
    name: 'eventsource-constructor-empty-url',
    serve: one,
    page: true,
    async run({ Source }) {
      const source = new Source('');
      source.close();
      return source.url === document.baseURI;
    },
    wants: true,
  },
  {
    name: 'eventsource-constructor-stringify',
    serve: one,
    run: ({ Source, url }) => messages(new Source({ toString: () => url } as unknown as string), 1),
    wants: ['data'],
  },
  {
    name: 'eventsource-constructor-non-same-origin',
    serve: one,
    page: true,
    run: ({ Source, otherUrl }) => failure(new Source(otherUrl)),
    wants: 'error, closed',
  },
  {
    name: 'eventsource-url',
    serve: open,
    async run({ Source, url }) {
      const source = new Source(`${url}/a/../b`);
      source.close();
      return source.url === `${url}/b`;
    },
    wants: true,
  },
  {
    name: 'eventsource-prototype',
    serve: one,
    run: async ({ Source }) => {
      const prototype = Source.prototype as unknown as Record<string, unknown>;
      const constants = Source as unknown as Record<string, unknown>;
      const names = ['CONNECTING', 'OPEN', 'CLOSED'];
      return names.map((name) => [constants[name], prototype[name]]);
    },
    wants: [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  },
];

const object: readonly Case[] = [
  {
    name: 'eventsource-readyState',
    serve: open,
    async run({ Source, url }) {
      const source = new Source(url);
      const states = [source.readyState];
      await next(source, 'open');
      states.push(source.readyState);
      source.close();
      return [...states, source.readyState];
    },
    wants: [0, 1, 2],
  },
  {
    name: 'eventsource-close',
    serve: open,
    run: ({ Source, url }) =>
      new Promise((resolve) => {
        const source = new Source(url);
        const states = [source.readyState];
        source.onopen = () => {
          states.push(source.readyState);
          source.close();
          resolve([...states, source.readyState]);
        };
      }),
    wants: [0, 1, 2],
  },
  {
    name: 'eventsource-close, test events',
    serve(exchange) {
      if (exchange.count > 1) return void exchange.response.writeHead(204).end();
      stream(exchange, `retry: 10\ndata: ${exchange.count ? 'reconnected' : 'opened'}\n\n`);
    },
    run: ({ Source, url }) =>
      new Promise((resolve) => {
        const source = new Source(url);
        const said: string[] = [];
        source.onmessage = ({ data }: MessageEvent<string>) => void said.push(data);
        source.onerror = () => {
          said.push(`error ${source.readyState}`);
          if (source.readyState === 2) resolve(said);
        };
      }),
    wants: ['opened', 'error 0', 'reconnected', 'error 0', 'error 2'],
  },
  { name: 'eventsource-onmessage', serve: one, run: oneMessage, wants: ['data'] },
  {
    name: 'eventsource-eventtarget',
    serve: one,
    async run({ Source, url }) {
      const source = new Source(url);
      const { data } = await next(source, 'message');
      source.close();
      return data as string;
    },
    wants: 'data',
  },
  {
    name: 'eventsource-onmessage-trusted',
    serve: one,
    run: ({ Source, url }) => messages(new Source(url), 1, ({ isTrusted }) => isTrusted),
    wants: [true],
  },
  {
    name: 'eventsource-onopen',
    serve: open,
    run: ({ Source, url }) =>
      new Promise((resolve) => {
        const source = new Source(url);
        source.onopen = (event) => {
          source.close();
          resolve([event.type, event.bubbles, event.cancelable, 'data' in event]);
        };
      }),
    wants: ['open', false, false, false],
  },
  {
    name: 'submissions/MOSQUITO/user-agent-announce-connection',
    serve: open,
    async run({ Source, url }) {
      const source = new Source(url);
      const { type } = await next(source, 'open');
      source.close();
      return type;
    },
    wants: 'open',
  },
];

const echo = (name: string, title = name): Case => ({
  name: title,
  serve: (exchange) => stream(exchange, `data: ${String(exchange.request.headers[name])}\n\n`),
  run: oneMessage,
  wants: [name === 'accept' ? 'text/event-stream' : 'no-cache'],
});
const redirect = (status: number): Case => ({
  name: `request-redirect (${status})`,
  serve(exchange) {
    if (exchange.path === '/there') one(exchange);
    else exchange.response.writeHead(status, { location: `${exchange.request.url}/there` }).end();
  },
  run: oneMessage,
  wants: ['data'],
});
const status = (code: number): Case => ({
  name: `request-status-error (${code})`,
  serve: ({ response }) => void response.writeHead(code, { 'content-type': 'text/event-stream' }).end(),
  run: ({ Source, url }) => failure(new Source(url)),
  wants: 'error, closed',
});
const type = (name: string, mime: string, opens: boolean): Case => ({
  name,
  serve: (exchange) => stream(exchange, 'data: data\n\n', { 'content-type': mime }),
  run: ({ Source, url }) => failure(new Source(url)),
  wants: opens ? 'message, open' : 'error, closed',
});
const requests: readonly Case[] = [
  echo('accept', 'request-accept'),
  echo('accept', 'submissions/MOSQUITO/accept-header-include-text-event-stream'),
  echo('cache-control', 'request-cache-control'),
  ...[301, 302, 303, 307].map(redirect),
  ...[204, 205, 210, 299, 404, 410, 503].map(status),
  type('format-mime-bogus', 'x%20bogus', false),
  type('format-mime-valid-bogus', 'text/x-bogus', false),
  type('format-mime-trailing-semicolon', 'text/event-stream;', true),
];

const reconnection: readonly Case[] = [
  {
    name: 'eventsource-reconnect (200)',
    serve: (exchange) => stream(exchange, exchange.count ? 'data: data\n\n' : 'retry: 10\n\n'),
    run: oneMessage,
    wants: ['data'],
  },
  {
    name: 'eventsource-reconnect, test reconnection events',
    serve: (exchange) => stream(exchange, exchange.count ? 'data: data\n\n' : 'retry: 10\ndata: ok\n\n'),
    run: ({ Source, url }) =>
      new Promise((resolve) => {
        const source = new Source(url);
        const said: string[] = [];
        source.onerror = () => void said.push(`error ${source.readyState}`);
        source.onmessage = ({ data }: MessageEvent<string>) => {
          said.push(data);
          if (data !== 'data') return;
          source.close();
          resolve(said);
        };
      }),
    wants: ['ok', 'error 0', 'data'],
  },
  ...(['retry:10', 'retry:0010', 'retry:10\nretry:1000x'] as const).map((line, index): Case => ({
    name: ['format-field-retry', 'format-field-retry (leading zeros)', 'format-field-retry-bogus'][index]!,
    serve: (exchange) => stream(exchange, `${line}\ndata: ${exchange.count}\n\n`),
    run: ({ Source, url }) => messages(new Source(url), 2),
    wants: ['0', '1'],
  })),
  ...(['1…', '…'] as const).map((id, index): Case => ({
    name: ['format-field-id', 'format-field-id-2'][index]!,
    serve({ request, response }) {
      const got = Buffer.from(String(request.headers['last-event-id'] ?? ''), 'latin1').toString('utf8');
      stream({ response }, got ? `data: ${got}\n\n` : `retry: 10\nid: ${id}\ndata: hello\n\n`);
    },
    run: ({ Source, url }) => messages(new Source(url), 2, ({ data, lastEventId }) => [data, lastEventId]),
    wants: [
      ['hello', id],
      [id, id],
    ],
  })),
];

/** Asks another origin, with credentials. */
const across = (title: string, serve: Case['serve']): Case => ({
  name: `eventsource-cross-origin ${title}`,
  serve,
  page: true,
  run: ({ Source, otherUrl }) => messages(new Source(otherUrl, { withCredentials: true }), 1),
  wants: ['data'],
});
const acrossFails = (title: string, headers: Record<string, string>): Case => ({
  name: `eventsource-cross-origin ${title}`,
  serve: (exchange) => stream(exchange, 'data: data\n\n', headers),
  page: true,
  run: ({ Source, otherUrl }) => failure(new Source(otherUrl, { withCredentials: true })),
  wants: 'error, closed',
});
const cookie = (withCredentials: boolean): Case => ({
  name: `request-credentials (${withCredentials ? 'with' : 'without'})`,
  serve: (exchange) =>
    stream(
      exchange,
      `data: ${exchange.request.headers.cookie?.includes('wpt=1') ?? false}\n\n`,
      cors(exchange),
    ),
  page: true,
  run({ Source, otherUrl }) {
    document.cookie = 'wpt=1';
    return messages(new Source(otherUrl, { withCredentials }), 1);
  },
  wants: [String(withCredentials)],
});
const origins: readonly Case[] = [
  across('basic use', (exchange) => stream(exchange, 'data: data\n\n', cors(exchange))),
  across('redirect use', (exchange) => {
    if (exchange.path === '/there') return stream(exchange, 'data: data\n\n', cors(exchange));
    const location = `${exchange.request.url}/there`;
    exchange.response.writeHead(302, { ...cors(exchange), location }).end();
  }),
  across('redirect use recon', (exchange) =>
    stream(exchange, exchange.count ? 'data: data\n\n' : 'retry: 10\n\n', cors(exchange)),
  ),
  acrossFails('allow-origin: http://example.org should fail', {
    'access-control-allow-origin': 'http://example.org',
    'access-control-allow-credentials': 'true',
  }),
  acrossFails("allow-origin:'' should fail", { 'access-control-allow-origin': '' }),
  acrossFails('no Allow-Credentials header should fail', { 'access-control-allow-origin': '*' }),
  {
    name: 'eventsource-cross-origin-preflight',
    serve(exchange) {
      const { request, response, seen } = exchange;
      if (request.method === 'OPTIONS') return void response.writeHead(200, cors(exchange)).end();
      const isResumed = request.headers['last-event-id'] !== undefined;
      const preflights = seen.filter(({ method }) => method === 'OPTIONS').length;
      stream(
        exchange,
        isResumed ? `data: ${preflights}\n\n` : 'retry: 10\nid: 1\ndata: ok\n\n',
        cors(exchange),
      );
    },
    page: true,
    run: ({ Source, otherUrl }) => messages(new Source(otherUrl), 2),
    wants: ['ok', '0'],
  },
  cookie(true),
  cookie(false),
];

export const allCases: readonly Case[] = [
  ...constructor,
  ...object,
  ...formatCases,
  ...requests,
  ...reconnection,
  ...origins,
];

/** Runs a case; what it throws is its outcome. */
export async function outcomeOf(
  index: number,
  Source: SourceClass,
  origins: readonly [string, string],
): Promise<unknown> {
  const each = allCases[index]!;
  const path = `/wpt/${index}/${crypto.randomUUID()}`;
  try {
    return await each.run({ Source, url: origins[0] + path, otherUrl: origins[1] + path });
  } catch (error) {
    return String(error);
  }
}
