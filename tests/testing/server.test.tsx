import { createTestServer } from 'react-event-source/testing';
import { describe, expect, it, vi } from 'vitest';

const body = (response: Response): Promise<string> => response.text();

describe('fetch', () => {
  it('answers nothing until the test does', async () => {
    const server = createTestServer();
    const answered = vi.fn<(response: Response) => void>();
    const answering = server.fetch('http://host/feed').then(answered);
    await Promise.resolve();
    expect(answered).not.toHaveBeenCalled();
    server.streams[0]!.write('');
    await answering;
    expect(answered).toHaveBeenCalledOnce();
  });

  it('sends messages as a server writes them', async () => {
    const server = createTestServer();
    const response = server.fetch('http://host/feed');
    const [stream] = server.streams;
    stream!.send('one\ntwo');
    stream!.send({ type: 'price', data: { amount: 3 }, lastEventId: '7', retry: 10 });
    stream!.end();
    expect((await response).headers.get('content-type')).toBe('text/event-stream');
    expect(await body(await response)).toBe(
      'data: one\ndata: two\n\nevent: price\nid: 7\nretry: 10\ndata: {"amount":3}\n\n',
    );
  });

  it('sends a line of JSON where the client asked for lines', async () => {
    const server = createTestServer();
    const response = server.fetch('http://host/', { headers: { accept: 'application/x-ndjson' } });
    server.streams[0]!.send({ data: { done: true } });
    server.streams[0]!.end();
    expect((await response).headers.get('content-type')).toBe('application/x-ndjson');
    expect(await body(await response)).toBe('{"done":true}\n');
  });

  it('shows the request, with header names in lower case', () => {
    const server = createTestServer();
    void server.fetch('http://host/chat', {
      method: 'post',
      headers: { Authorization: 'Bearer t', 'Last-Event-ID': '4' },
      body: '{"a":1}',
      credentials: 'include',
    });
    expect(server.streams[0]).toMatchObject({
      url: 'http://host/chat',
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      lastEventId: '4',
      credentials: 'include',
      aborted: false,
      closed: false,
    });
    expect(server.streams[0]!.json()).toEqual({ a: 1 });
  });

  it('answers with a status, headers and a body', async () => {
    const server = createTestServer();
    const response = server.fetch('http://host/');
    server.streams[0]!.fail(429, { headers: { 'retry-after': '3' }, body: { error: 'slow down' } });
    expect((await response).status).toBe(429);
    expect((await response).headers.get('retry-after')).toBe('3');
    expect(await (await response).json()).toEqual({ error: 'slow down' });
    expect(server.streams[0]!.closed).toBe(true);
  });

  it('breaks the connection before or after the response started', async () => {
    const server = createTestServer();
    const refused = server.fetch('http://host/');
    server.streams[0]!.fail();
    await expect(refused).rejects.toThrow('network error');
    const broken = server.fetch('http://host/');
    server.streams[1]!.send('half');
    server.streams[1]!.fail(500);
    const reader = (await broken).body!.getReader();
    expect((await reader.read()).value).toEqual(new TextEncoder().encode('data: half\n\n'));
    await expect(reader.read()).rejects.toThrow('network error');
  });

  it('tells that the client left, and swallows what is sent to it afterwards', async () => {
    const server = createTestServer();
    const controller = new AbortController();
    const response = server.fetch('http://host/', { signal: controller.signal });
    server.streams[0]!.send('one');
    const reading = response.then(body);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.streams[0]).toMatchObject({ aborted: true, closed: true });
    server.streams[0]!.send('two');
    server.streams[0]!.end();
  });

  it('refuses to send on a stream that the test has ended', () => {
    const server = createTestServer();
    void server.fetch('http://host/');
    server.streams[0]!.end();
    expect(() => server.streams[0]!.send('late')).toThrow('was ended by the test');
  });

  it('hands out each request once, in order, whether it came before or comes later', async () => {
    const server = createTestServer();
    void server.fetch('http://host/1');
    const first = await server.nextStream();
    const second = server.nextStream();
    const third = server.nextStream();
    void server.fetch('http://host/2');
    void server.fetch('http://host/3');
    expect([first.url, (await second).url, (await third).url]).toEqual([
      'http://host/1',
      'http://host/2',
      'http://host/3',
    ]);
    expect(server.streams).toHaveLength(3);
  });
});
