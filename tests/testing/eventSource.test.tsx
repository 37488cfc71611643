import { createTestServer, type TestServer, type TestStream } from 'react-event-source/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

interface Heard {
  type: string;
  data?: unknown;
  lastEventId?: string;
  readyState: number;
}

/** A source that writes down all that it says. */
function listen(server: TestServer, names: readonly string[] = ['open', 'message', 'error']) {
  const source = new server.EventSource('http://host/feed', { withCredentials: true });
  const heard: Heard[] = [];
  for (const name of names) {
    source.addEventListener(name, (event) => {
      const { type } = event;
      const { readyState } = source;
      heard.push(
        event instanceof MessageEvent
          ? { type, data: event.data, lastEventId: event.lastEventId, readyState }
          : { type, readyState },
      );
    });
  }
  return { source, heard };
}

const next = async (server: TestServer): Promise<TestStream> => {
  await vi.advanceTimersByTimeAsync(0);
  return server.nextStream();
};

describe('EventSource', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is connecting, then open, then closed, with the constants of the platform', async () => {
    const server = createTestServer();
    const { source, heard } = listen(server);
    expect(source.readyState).toBe(server.EventSource.CONNECTING);
    expect([source.CONNECTING, source.OPEN, source.CLOSED]).toEqual([0, 1, 2]);
    const stream = await next(server);
    expect(stream).toMatchObject({
      method: 'GET',
      headers: { accept: 'text/event-stream' },
      credentials: 'include',
      lastEventId: '',
    });
    stream.write('');
    await vi.advanceTimersByTimeAsync(0);
    expect(source.readyState).toBe(1);
    source.close();
    expect(source.readyState).toBe(2);
    expect(stream.aborted).toBe(true);
    expect(heard).toEqual([{ type: 'open', readyState: 1 }]);
  });

  it('dispatches events by name, with data joined and the last id kept', async () => {
    const server = createTestServer();
    const { heard } = listen(server, ['message', 'price']);
    const stream = await next(server);
    stream.send({ type: 'price', data: { amount: 3 }, lastEventId: '1' });
    stream.send('two\nlines');
    stream.write(': a comment\n\n');
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([
      { type: 'price', data: '{"amount":3}', lastEventId: '1', readyState: 1 },
      { type: 'message', data: 'two\nlines', lastEventId: '1', readyState: 1 },
    ]);
  });

  it('puts a character together that was cut between two writes', async () => {
    const server = createTestServer();
    const { heard } = listen(server, ['message']);
    const stream = await next(server);
    const bytes = new TextEncoder().encode('data: é\n\n');
    stream.write(bytes.subarray(0, 7));
    stream.write(bytes.subarray(7));
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toMatchObject([{ data: 'é' }]);
  });

  it('reconnects after the end, when the server said so, with the last id', async () => {
    const server = createTestServer();
    const { source, heard } = listen(server);
    const stream = await next(server);
    stream.send({ data: 'a', lastEventId: '9', retry: 5000 });
    stream.write('data: never ended');
    stream.end();
    await vi.advanceTimersByTimeAsync(4999);
    expect(source.readyState).toBe(0);
    expect(server.streams).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.streams[1]!.lastEventId).toBe('9');
    expect(heard.map(({ type, readyState }) => [type, readyState])).toEqual([
      ['open', 1],
      ['message', 1],
      ['error', 0],
    ]);
  });

  it('reconnects after a broken connection, before or after it was open', async () => {
    const server = createTestServer();
    const { source } = listen(server);
    (await next(server)).fail();
    await vi.advanceTimersByTimeAsync(0);
    const second = await next(server);
    second.send('hello');
    second.fail(new Error('cable pulled'));
    await vi.advanceTimersByTimeAsync(0);
    expect(source.readyState).toBe(0);
    expect(server.streams).toHaveLength(3);
  });

  it.each([204, 404, 500])('gives up after HTTP %i', async (status) => {
    const server = createTestServer();
    const { source, heard } = listen(server);
    (await next(server)).fail(status);
    await vi.runAllTimersAsync();
    expect(source.readyState).toBe(2);
    expect(heard).toEqual([{ type: 'error', readyState: 2 }]);
    expect(server.streams).toHaveLength(1);
  });

  it('says nothing after close, not even what had arrived', async () => {
    const server = createTestServer();
    const { source, heard } = listen(server);
    const stream = await next(server);
    stream.write('');
    await vi.advanceTimersByTimeAsync(0);
    stream.write('data: 1\n\ndata: 2\n\n');
    source.addEventListener('message', () => source.close());
    stream.send('3');
    await vi.runAllTimersAsync();
    expect(heard.map(({ type, data }) => data ?? type)).toEqual(['open', '1']);
  });

  it('does not reconnect when it was closed while waiting to', async () => {
    const server = createTestServer();
    const { source } = listen(server);
    (await next(server)).end();
    source.onerror = () => source.close();
    await vi.runAllTimersAsync();
    expect(server.streams).toHaveLength(1);
    expect(source.readyState).toBe(2);
  });

  it('calls the handler properties', async () => {
    const server = createTestServer();
    const { source } = listen(server, []);
    const onmessage = vi.fn<(event: MessageEvent) => void>();
    source.onmessage = onmessage;
    (await next(server)).send('hi');
    await vi.advanceTimersByTimeAsync(0);
    expect(onmessage.mock.calls[0]![0].data).toBe('hi');
    expect(onmessage.mock.calls[0]![0].origin).toBe('http://host');
  });

  it('refuses a url that is none', () => {
    const server = createTestServer();
    expect(() => new server.EventSource('http://')).toThrow('is invalid');
  });
});
