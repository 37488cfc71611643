import { eventSource, fetchEventSource, type SseErrorKind, type SseMessage } from 'react-event-source';
import { createConnection } from 'react-event-source/core';
import { throughFeed, throughRun } from '../../support/hookProbe.tsx';
import { until } from '../../support/until.ts';
import {
  base64,
  bytesOf,
  responseVectors,
  resumeVectors,
  retryVectors,
  streamVectors,
  type Vector,
} from '../../support/vectors/index.ts';
import { throughPlain } from './plain.ts';
import { isSame, script, server } from './server.ts';

/** One stream through one of the hooks. */
export interface VectorResult {
  readonly name: string;
  /** `own`: not as the specification has it, and a plain `EventSource` or `fetch` of this browser does the same. */
  readonly outcome: 'passed' | 'own' | 'failed';
  readonly note?: string;
}

type Report = (name: string, got: unknown, wanted: unknown, plain?: () => Promise<unknown>) => Promise<void>;

const messagesOf = (expected: Vector['messages']): SseMessage[] =>
  expected.map(([data, type = 'message', lastEventId = '']) => ({ type, data, lastEventId }));

/** The types that a native source must be told of: those of the vector, and those that it might give by mistake. */
const eventsOf = ({ messages }: Vector): string[] => [
  ...new Set(['message', 'e', 'f', ...messages.map(([, type = 'message']) => type)]),
];

/** Pieces are sent a millisecond apart, so that they arrive as reads of their own. A long stream has larger ones. */
const ways = {
  whole: () => ({}),
  'byte by byte': (bytes: Uint8Array) => ({ size: Math.ceil(bytes.length / 200), every: 1 }),
};

/** Nothing that is sent again is seen, however long React takes to show that the stream was over. In ms. */
const LATER = 60_000;

const streams = Object.entries(ways).flatMap(([way, sizeOf]) =>
  streamVectors.map((vector) => async (report: Report): Promise<void> => {
    const name = `${way}, ${vector.name}`;
    const bytes = bytesOf(vector.stream);
    const { url } = await script([{ write: base64(bytes), ...sizeOf(bytes) }, { end: true }]);
    const expected = messagesOf(vector.messages);
    const events = eventsOf(vector);
    const [native, fetched, run] = await Promise.all([
      throughFeed(url, { events }),
      throughFeed(url, { events, transport: fetchEventSource(), retry: { delay: LATER, jitter: false } }),
      throughRun(url),
    ]);
    await report(
      `useEventSource over EventSource: ${name}`,
      native.messages,
      expected,
      async () => (await throughPlain(url, events)).messages,
    );
    await report(`useEventSource over fetch: ${name}`, fetched.messages, expected);
    await report(`useSseStream: ${name}`, [run.messages, run.state.status], [expected, 'done']);
  }),
);

const responses = responseVectors.map(([name, status, headers, opensNatively]) => async (report: Report) => {
  // HTTP gives these two no body.
  const body = [205, 304].includes(status) ? [] : [{ text: 'data: a\n\n' }];
  const { url } = await script([
    { status, headers: { ...headers, connection: 'close' } },
    ...body,
    { end: true },
  ]);
  const native = await throughFeed(url, { transport: eventSource(), retry: false });
  await report(
    `useEventSource over EventSource: ${name}`,
    [native.messages.length, native.state.status],
    opensNatively ? [1, 'reconnecting'] : [0, 'failed'],
    async () => {
      const plain = await throughPlain(url, ['message']);
      return [plain.messages.length, plain.status];
    },
  );
  const fetched = await throughFeed(url, { transport: fetchEventSource(), retry: false });
  // [NON-SPEC] Over fetch any 2xx with an event stream is an answer; 205 has no body.
  const opens = opensNatively || (status > 200 && status < 300 && status !== 205);
  const why: SseErrorKind = status === 200 ? 'contentType' : 'http';
  await report(
    `useEventSource over fetch: ${name}`,
    [fetched.messages.length, fetched.state.error?.kind ?? null],
    opens ? [1, null] : [0, why],
  );
});

/** The ids of the requests of a key, as the UTF-8 that the header holds. */
async function idsOf(key: string): Promise<(string | null)[]> {
  const { requests } = await server.stats(key);
  return requests.map(({ headers }) => {
    const id = headers['last-event-id'];
    return id === undefined
      ? null
      : new TextDecoder().decode(Uint8Array.from(id, (character) => character.charCodeAt(0)));
  });
}

const transports = { EventSource: eventSource(), fetch: fetchEventSource() };
const resumes = Object.entries(transports).flatMap(([over, transport]) =>
  resumeVectors.map(([name, stream, id]) => async (report: Report): Promise<void> => {
    const perRequest = [
      [{ text: `retry: 1\n\n${stream}` }, { end: true }],
      [{ text: 'event: back\ndata: x\n\n' }, { hold: true }],
    ] as const;
    const resume = async (play: (url: string) => Promise<unknown>): Promise<unknown> => {
      const { key, url } = await script({ perRequest });
      await play(url);
      return idsOf(key);
    };
    const events = ['message', 'back'];
    const got = await resume((url) =>
      throughFeed(url, { transport, events }, ({ lastMessage }) => lastMessage?.type === 'back'),
    );
    const plainly = (url: string): Promise<unknown> =>
      over === 'fetch' ? refetch(url, id ?? '') : reconnect(url);
    await report(`resumed over ${over} with ${name}`, got, [null, id ?? null], () => resume(plainly));
  }),
);

/** Two requests, the second with an id in its header as the bytes of its UTF-8. */
async function refetch(url: string, id: string): Promise<void> {
  const bytes = String.fromCharCode(...new TextEncoder().encode(id));
  for (const headers of [{}, { 'last-event-id': bytes }]) {
    const { body } = await fetch(url, { headers });
    const reader = body!.getReader();
    await reader.read();
    await reader.cancel();
  }
}

/** A plain source, until it has come back. */
const reconnect = (url: string): Promise<void> =>
  new Promise((resolve) => {
    const source = new EventSource(url);
    source.addEventListener('back', () => {
      source.close();
      resolve();
    });
  });

const delays = retryVectors.map(([line, delay = 1000]) => async (report: Report): Promise<void> => {
  const { url } = await script([{ text: `${line}\n\n` }, { end: true }]);
  const before = Date.now();
  const feed = createConnection({ url, transport: fetchEventSource(), retry: { jitter: false } });
  feed.open();
  const { nextRetryAt } = await until(feed, ({ status }) => status === 'reconnecting');
  feed.close();
  const at = nextRetryAt ?? 0;
  await report(
    `the delay over fetch after ${JSON.stringify(line)}`,
    at >= before + delay && at <= Date.now() + delay,
    true,
  );
});

/** How many play at once: each has up to three connections of the six. */
const AT_ONCE = 2;

/** All vectors of tests/support/vectors through both hooks. */
export async function playVectors(): Promise<VectorResult[]> {
  const results: VectorResult[] = [];
  const report: Report = async (name, got, wanted, plain) => {
    if (isSame(got, wanted)) return void results.push({ name, outcome: 'passed' });
    const own = plain && (await plain());
    const note = `got ${JSON.stringify(got)}, want ${JSON.stringify(wanted)}`.slice(0, 300);
    results.push({ name, outcome: plain && isSame(got, own) ? 'own' : 'failed', note });
  };
  const left = [...streams, ...responses, ...resumes, ...delays];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) await next(report);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
