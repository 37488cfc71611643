import { beforeAll, describe, expect, test } from 'vitest';
import { eventSource, fetchEventSource, type SseErrorKind } from 'react-event-source';
import { playgroundClient } from '../../stories/server/client.ts';
import { inRealWorker } from '../support/realWorker.ts';
import { throughFeed } from '../support/hookProbe.tsx';
import { responseVectors, resumeVectors, retryVectors } from '../support/vectors/index.ts';

const client = playgroundClient();
const transports = { EventSource: eventSource(), fetch: fetchEventSource(), Worker: inRealWorker() };
type Name = keyof typeof transports;
const names = Object.keys(transports) as Name[];

/** Registered before the first of them is sent: after some of these responses a connection is not used again. */
const addresses = new Map<string, string>();
beforeAll(async () => {
  const registered = responseVectors.map(async ([name, status, headers]) => {
    // HTTP gives these two no body.
    const body = [205, 304].includes(status) ? [] : [{ text: 'data: a\n\n' }];
    const head = { status, headers: { ...headers, connection: 'close' } };
    addresses.set(name, await client.script(crypto.randomUUID(), [head, ...body, { end: true }]));
  });
  await Promise.all(registered);
});

describe.concurrent.each(names)('over %s', (name) => {
  const transport = transports[name];
  const isFetched = name !== 'EventSource';

  test.each(responseVectors)('%s', async (vector, status, _, opensNatively) => {
    // [NON-SPEC] Over fetch any 2xx with an event stream is an answer; 205 has no body.
    const opens = opensNatively || (isFetched && status > 200 && status < 300 && status !== 205);
    const url = addresses.get(vector)!;
    const { state, messages } = await throughFeed(url, { transport, retry: false });
    expect(messages.map(({ data }) => data)).toEqual(opens ? ['a'] : []);
    // [NON-SPEC] The browser does not tell its own source why it gave up; over fetch the error says so.
    const why: SseErrorKind = status === 200 ? 'contentType' : 'http';
    // The browser reconnects once the stream has ended.
    const native = opens ? 'reconnecting' : 'failed';
    const fetched = opens ? undefined : why;
    expect(isFetched ? state.error?.kind : state.status).toBe(isFetched ? fetched : native);
  });

  test.each([301, 302, 303, 307, 308])('a redirect with %d is followed', async (status) => {
    const location = await client.script(crypto.randomUUID(), [{ text: 'data: there\n\n' }, { end: true }]);
    const url = await client.script(crypto.randomUUID(), [{ status, headers: { location } }, { end: true }]);
    const { messages } = await throughFeed(url, { transport, retry: false });
    expect(messages.map(({ data }) => data)).toEqual(['there']);
  });

  test('204 ends the feed: closed over fetch, and over EventSource, which does not say so, failed', async () => {
    const url = await client.script(crypto.randomUUID(), [{ status: 204 }, { end: true }]);
    const { state } = await throughFeed(url, { transport, retry: false });
    expect(state.status).toBe(isFetched ? 'closed' : 'failed');
  });
});

describe.concurrent.each(names)('a feed that is resumed over %s', (name) => {
  test.each(resumeVectors)('with %s', async (_, stream, id) => {
    const key = crypto.randomUUID();
    const steps = [{ text: `retry: 1\n\n${stream}` }, { end: true }] as const;
    const url = await client.script(key, {
      perRequest: [steps, [{ text: 'event: back\ndata: x\n\n' }, { hold: true }]],
    });
    await throughFeed(
      url,
      { transport: transports[name], events: ['message', 'back'] },
      ({ lastMessage }) => lastMessage?.type === 'back',
    );
    const { requests } = await client.stats(key);
    const [first, second] = requests.map(({ headers }) => headers['last-event-id'] as string | undefined);
    const bytes = Uint8Array.from(second ?? '', (character) => character.charCodeAt(0));
    expect([first, second === undefined ? undefined : new TextDecoder().decode(bytes)]).toEqual([
      undefined,
      id,
    ]);
  });
});

describe('the reconnection delay', () => {
  /** The browser's own. */
  const OWN = 3000;
  /** Each line’s feed, cut after it, and the time between its two requests: all at once, since the longest take 3 s. */
  const waited = new Map<string, number>();
  const streamOf = (line: string): string => `${line}\n\n`;
  beforeAll(async () => {
    const measured = retryVectors.map(async ([line]) => {
      const key = crypto.randomUUID();
      const url = await client.script(key, {
        perRequest: [
          [{ text: streamOf(line) }, { end: true }],
          [{ text: 'event: back\ndata: x\n\n' }, { end: true }],
        ],
      });
      await throughFeed(url, { events: ['back'] }, ({ lastMessage }) => lastMessage?.type === 'back');
      const [first, second] = (await client.stats(key)).requests;
      waited.set(line, second!.time - first!.time);
    });
    await Promise.all(measured);
  });
  test.each(retryVectors)(
    'over EventSource after %j is %s, else the browser’s own 3 s',
    (line, delay = OWN) => {
      expect(waited.get(line)).toBeGreaterThanOrEqual(delay - 5);
      // A busy machine is late, but a line that sets a delay is not taken for one that sets none.
      expect(waited.get(line)).toBeLessThan(delay < OWN ? OWN - 5 : 3 * OWN);
    },
  );
  test.each(retryVectors)('over fetch after %j is %s, else a second', async (line, delay = 1000) => {
    const url = await client.script(crypto.randomUUID(), [{ text: streamOf(line) }, { end: true }]);
    const before = Date.now();
    const { state } = await throughFeed(url, { transport: transports.fetch, retry: { jitter: false } });
    // It is set between the two.
    expect(state.nextRetryAt).toBeGreaterThanOrEqual(before + delay);
    expect(state.nextRetryAt).toBeLessThanOrEqual(Date.now() + delay);
  });
});
