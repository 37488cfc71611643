import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createRun, openaiChat, type RunSnapshot } from 'react-event-source/core';
import { server as relay } from '../../docs/recipes/relay.ts';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { until } from '../support/until.ts';

const provider = serverForFile();
const delta = (content: string): Step => ({
  text: `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`,
});

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
};

/** Serves the relay in front of a provider. */
async function serve(url: string, key = ''): Promise<string> {
  process.env['PROVIDER_URL'] = url;
  process.env['PROVIDER_KEY'] = key;
  return `${await listen(relay)}/chat`;
}
afterEach(async () => {
  delete process.env['PROVIDER_URL'];
  delete process.env['PROVIDER_KEY'];
  await close(relay);
});

const body = { question: 'Why?' };
const clientsOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

describe('a relay of a provider’s answer', () => {
  test('asks by POST with the key of its own, and passes the answer on after an event of its own', async () => {
    const key = crypto.randomUUID();
    const end = { text: 'data: [DONE]\n\n' };
    // Cut after every byte: what is no message yet is not passed on.
    const pieces = [delta('It is '), delta('só.'), end].map((step) => ({ ...step, size: 1 }));
    const seen: string[] = [];
    const run = createRun({
      url: await serve(provider().script(key, [...pieces, { end: true }]), 'secret'),
      body,
    });
    const result = await run.start({ format: openaiChat(), onMessage: ({ type }) => void seen.push(type) });
    expect(result).toMatchObject({ status: 'done', text: 'It is só.', error: null });
    expect(seen).toEqual(['step', 'message', 'message', 'message']);
    await provider().waitFor(key, { open: 0 });
    const [request, ...more] = provider().requests(key);
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer secret' } });
    expect(JSON.parse(request!.body)).toMatchObject({ messages: [{ role: 'user', content: 'Why?' }] });
    expect(provider().connections(key)).toMatchObject({ closed: 1, aborted: 0 });
  });

  test('closes the provider’s stream when its reader leaves', async () => {
    const key = crypto.randomUUID();
    const run = createRun({
      url: await serve(provider().script(key, [delta('It is'), { hold: true }])),
      body,
      format: openaiChat(),
    });
    const ended = run.start();
    await until(run, ({ text }: RunSnapshot) => text === 'It is');
    await provider().waitFor(key, { open: 1 });
    run.stop();
    expect((await ended).status).toBe('stopped');
    await provider().waitFor(key, { open: 0, aborted: 1 });
    expect(provider().requests(key)).toHaveLength(1);
  });

  test('gives the reader the words with which the provider refuses', async () => {
    const key = crypto.randomUUID();
    const steps: Step[] = [
      { status: 401 },
      { text: '{"error":{"message":"Incorrect API key"}}' },
      { end: true },
    ];
    const run = createRun({ url: await serve(provider().script(key, steps)), body });
    const { error, status } = await run.start({ format: openaiChat() });
    expect([status, error?.kind, error?.message]).toEqual(['failed', 'server', 'Incorrect API key']);
    expect(provider().requests(key)).toHaveLength(1);
  });

  test.each([
    ['breaks off', { reset: true } as Step, 'failed'],
    ['closes without its end', { end: true } as Step, 'incomplete'],
  ])('keeps the text of an answer that %s, and does not take it for whole', async (_, ending, status) => {
    const key = crypto.randomUUID();
    const steps = [delta('It is'), { until: 1 }, ending];
    const run = createRun({ url: await serve(provider().script(key, steps)), body, format: openaiChat() });
    const ended = run.start();
    await until(run, ({ text }: RunSnapshot) => text === 'It is');
    provider().control(key, { do: 'release', to: 1 });
    expect(await ended).toMatchObject({ status, text: 'It is' });
    expect(provider().requests(key)).toHaveLength(1);
  });

  test('reads no more of the provider than its reader takes', async () => {
    const MESSAGE = `data: ${'x'.repeat(65_536)}\n\n`;
    const ALL = 3000; // 200 MB
    let sent = 0;
    const left = new AbortController();
    const { signal } = left;
    const source = createServer(async (_request, response) => {
      response.on('close', () => left.abort()).writeHead(200, { 'content-type': 'text/event-stream' });
      for (; sent < ALL && !signal.aborted; sent++) {
        if (!response.write(MESSAGE)) await once(response, 'drain', { signal }).catch(() => {});
      }
      response.end();
    });
    const url = await serve(await listen(source));
    const asked = ask(url, { method: 'POST', headers: { 'content-type': 'application/json' } });
    asked.end(JSON.stringify(body));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const taken = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let bytes = 0;
    while (bytes < 10 * MESSAGE.length) bytes += ((await taken.next()).value as Buffer).length;
    // What lies between the two fills, and then nothing moves.
    let turns = 0;
    for (let last = sent; turns < 1000; last = sent) {
      await new Promise(setImmediate);
      turns = sent === last ? turns + 1 : 0;
    }
    expect(sent).toBeGreaterThanOrEqual(10);
    expect(sent).toBeLessThan(ALL / 5);
    expect(signal.aborted).toBe(false);
    asked.destroy();
    await expect.poll(() => signal.aborted).toBe(true);
    await expect.poll(() => clientsOf(relay)).toBe(0);
    await close(source);
  });
});
