import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ConnectionOptions, createConnection, createRun } from 'react-event-source/core';
import { workerTransport, type WorkerTransportOptions } from 'react-event-source/worker-transport';
import { hold, send } from '../support/messages.ts';
import { openWorker } from '../support/worker.ts';
import { serverForFile } from '../server/support.ts';

const server = serverForFile();
const WAIT = 30_000;

afterEach(() => void vi.useRealTimers());

/** The transport of another tab: a port of its own to the one SharedWorker. */
function newTab(options?: WorkerTransportOptions) {
  const { port, close } = openWorker({ share: true });
  onTestFinished(close);
  return workerTransport(port, options);
}

/** A subscriber in a tab of its own, opened, and what it was told. */
function subscribe(url: string, options: ConnectionOptions = {}) {
  const told: string[] = [];
  const errors: string[] = [];
  const feed = createConnection({
    url,
    transport: newTab(),
    throttle: 'message',
    retry: { jitter: false },
    onMessage: ({ data }) => void told.push(data),
    onError: ({ message }) => void errors.push(message),
    ...options,
  });
  onTestFinished(() => feed.close());
  feed.open();
  return { feed, told, errors };
}

const isOpen = ({ feed }: ReturnType<typeof subscribe>) =>
  vi.waitFor(() => expect(feed.getSnapshot().status).toBe('open'), WAIT);
const hasTold = ({ told }: ReturnType<typeof subscribe>, ...expected: string[]) =>
  vi.waitFor(() => expect(told).toEqual(expected), WAIT);

const numbered = (...ids: number[]) => ({ text: ids.map((id) => `id: ${id}\ndata: ${id}\n\n`).join('') });

describe('feeds of several tabs', () => {
  test('have one connection, which closes when the last of them has left', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [numbered(1), { until: 1 }, numbered(2), hold]);
    const first = subscribe(url);
    await hasTold(first, '1');
    const second = subscribe(url);
    await isOpen(second);
    server().control(key, { do: 'release', to: 1 });
    await hasTold(first, '1', '2');
    await hasTold(second, '2');
    expect(second.feed.getSnapshot().lastMessage?.data).toBe('2');
    first.feed.close();
    second.feed.close();
    await server().waitFor(key, { open: 0 });
    expect(server().requests(key)).toHaveLength(1);
  });
  test('show the newest message to one that joins late, without onMessage', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [numbered(1, 2), hold]);
    await hasTold(subscribe(url), '1', '2');
    const late = subscribe(url);
    await vi.waitFor(() => expect(late.feed.getSnapshot().lastMessage?.data).toBe('2'), WAIT);
    expect(late.told).toEqual([]);
    expect(server().requests(key)).toHaveLength(1);
  });
  test('give one that comes back what it missed, from what the Worker keeps', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [numbered(1, 2, 3, 4), hold]);
    await hasTold(subscribe(url), '1', '2', '3', '4');
    await hasTold(subscribe(url, { lastEventId: '2' }), '3', '4');
    expect(server().requests(key)).toHaveLength(1);
  });
  test('let one resume over a connection of its own where its id is no longer known', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, {
      perRequest: [
        [numbered(7, 8), hold],
        [numbered(4, 5), hold],
      ],
    });
    await hasTold(subscribe(url), '7', '8');
    await hasTold(subscribe(url, { lastEventId: '3' }), '4', '5');
    expect(server().requests(key)[1]?.headers['last-event-id']).toBe('3');
  });
  test('resume together after a break, over one new connection, and lose nothing', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, {
      perRequest: [
        [{ text: 'retry: 1\n\n' }, { until: 1 }, numbered(1), { end: true }],
        [numbered(2, 3), hold],
      ],
    });
    const tabs = [subscribe(url), subscribe(url), subscribe(url)];
    await Promise.all(tabs.map(isOpen));
    server().control(key, { do: 'release', to: 1 });
    await Promise.all(tabs.map((tab) => hasTold(tab, '1', '2', '3')));
    expect(
      server()
        .requests(key)
        .map(({ headers }) => headers['last-event-id']),
    ).toEqual([undefined, '1']);
  });
  test('reconnect for all when one of them finds the connection silent', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, {
      perRequest: [
        [numbered(1), hold],
        [numbered(2), hold],
      ],
    });
    const patient = subscribe(url);
    await hasTold(patient, '1');
    const other = subscribe(url, { timeout: { idle: 50 }, retry: false });
    await vi.waitFor(() => expect(other.feed.getSnapshot().status).toBe('failed'), WAIT);
    await hasTold(patient, '1', '2');
    expect(patient.errors).toEqual(['Another tab noticed that the connection fell silent']);
  });
  test('have a connection each if their requests differ', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [numbered(1), hold]);
    const tabs = ['ada', 'bob', 'ada'].map((name) =>
      subscribe(url, { transport: newTab({ headers: () => ({ name }) }) }),
    );
    await Promise.all(tabs.map(isOpen));
    const names = server()
      .requests(key)
      .map(({ headers }) => headers['name']);
    expect(names).toHaveLength(2);
    expect(new Set(names)).toEqual(new Set(['ada', 'bob']));
  });
  test('end together with the error of the server', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [{ status: 404 }, { until: 1 }, { end: true }]);
    const tabs = [subscribe(url), subscribe(url)];
    await server().waitFor(key, { open: 1 });
    server().control(key, { do: 'release', to: 1 });
    for (const { feed } of tabs) {
      await vi.waitFor(() => expect(feed.getSnapshot().error?.status).toBe(404), WAIT);
      expect(feed.getSnapshot().status).toBe('failed');
    }
  });
});

test('answers are never shared', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('a'), { end: true }]);
  const results = await Promise.all([1, 2].map(() => createRun({ url, transport: newTab() }).start()));
  expect(results.map(({ text }) => text)).toEqual(['a', 'a']);
  expect(server().requests(key)).toHaveLength(2);
});

/** A tab that asks for a feed, and then takes nothing that it is sent: asleep, or gone. */
function sleepingTab(url: string) {
  const { port, close } = openWorker({ share: true });
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  port1.onmessage = ({ data }) => void heard.push(data);
  const request = { url, init: { method: 'GET' }, events: undefined, lastEventId: '' };
  port.postMessage({ sse: { request, limit: 1e9, feed: `asleep ${url}` }, port: port2 }, [port2]);
  onTestFinished(() => {
    close();
    port1.close();
  });
  return heard;
}

describe('a tab that sleeps', () => {
  test('does not hold up the others for long, and gets an error when it wakes up', async () => {
    const key = crypto.randomUUID();
    const url = server().script(key, [{ text: `data: ${'x'.repeat(1000)}\n\n`.repeat(8000) }, { end: true }]);
    const heard = sleepingTab(url);
    await server().waitFor(key, { open: 0, requests: 1 });
    await vi.waitFor(
      () =>
        expect(JSON.stringify(heard.at(-1))).toContain('missed more messages than its SharedWorker keeps'),
      WAIT,
    );
  });
  test('is dropped after a minute without a sign of life, where there are no locks', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const key = crypto.randomUUID();
    const heard = sleepingTab(server().script(key, [send('a'), hold]));
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(1), WAIT);
    vi.advanceTimersByTime(60_000);
    await server().waitFor(key, { open: 0, requests: 1 });
    await vi.waitFor(() => expect(JSON.stringify(heard.at(-1))).toContain('did not answer its Worker'), WAIT);
    expect(heard.filter((word) => word === 'ping')).toHaveLength(3);
  });
});
