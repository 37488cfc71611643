import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { json as bodyOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as wait } from 'node:timers/promises';
import { type Delta, messages } from 'react-event-source/core';
import { tokens } from './app.ts';
import { serveFeed } from './channel.ts';
import { append, channel, create, DURABLE_URL } from './durable.ts';
import { headers as sse } from './sse.ts';

/** How long an answer is kept, and how long the store may be away, in seconds. */
const { ANSWER_KEPT = '3600', STORE_AWAY = '30' } = process.env;
/** Whatever is appended to the stream later is refused. */
const closing = { 'stream-closed': 'true' };

/** Stands for your session. The stream of somebody else's answer has another address. */
function streamOf({ headers }: IncomingMessage, id: string): string {
  const owner = createHash('sha256').update(headers.authorization ?? '');
  return `${DURABLE_URL}/answers/${owner.digest('hex')}/${id}`;
}

/** Aborts the model when somebody has closed the stream, through whichever process. */
async function watch(stream: string, model: AbortController): Promise<void> {
  const url = `${stream}?live=sse&offset=now`;
  const { signal } = model;
  for await (const { data } of messages({ url, events: ['control'], retry: { limit: Infinity }, signal })) {
    if ((JSON.parse(data) as { streamClosed?: boolean }).streamClosed) model.abort();
  }
}

/** Writes an answer to its end, whether anybody reads it or not. Readers may leave and come back. */
async function write(stream: string, question: string): Promise<void> {
  const model = new AbortController();
  const { signal } = model;
  const producer = { 'producer-id': randomUUID(), 'producer-epoch': '0' };
  let n = 0;
  /** Tries again while the store is away. By the number the store knows what it already has. */
  const say = async (change: Delta, more = {}): Promise<void> => {
    const headers = { ...producer, 'producer-seq': String(n++), ...more };
    for (const until = Date.now() + Number(STORE_AWAY) * 1000; ; await wait(100)) {
      const { status } = await append(stream, change, headers).catch(() => ({ status: 503 }));
      if (status < 400) return;
      if (status < 500) return model.abort();
      if (Date.now() > until) throw new Error('The store is away');
    }
  };
  watch(stream, model).catch(console.error);
  try {
    for await (const delta of tokens(question, signal)) await say({ type: 'text', delta });
    await say({ type: 'done' }, closing);
  } catch (error) {
    if (!signal.aborted) await say({ type: 'error', error: { message: String(error) } }, closing);
  } finally {
    model.abort();
  }
}

/** Passes on what the store says, as it comes. */
async function relay(url: string, response: ServerResponse): Promise<void> {
  const left = new AbortController();
  response.on('close', () => left.abort());
  const { status, headers, body } = await fetch(url, { signal: left.signal });
  // The same answer for "unknown", "expired" and "not yours".
  if (!body || status !== 200) return void response.writeHead(status).end();
  response.writeHead(200, { ...sse, 'content-type': headers.get('content-type') ?? '' });
  await pipeline(Readable.fromWeb(body as ReadableStream), response).catch(() => {});
}

/** POST begins an answer, GET resumes it, DELETE ends it: each in any process. */
async function serveAnswers(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '' } = request;
  if (method === 'POST') {
    const body = (await bodyOf(request).catch(() => null)) as { question?: string } | null;
    if (!body?.question) return void response.writeHead(400).end('No question');
    const id = randomUUID();
    const stream = streamOf(request, id);
    const { ok, status } = await create(stream, Number(ANSWER_KEPT) * 1000);
    if (!ok) throw new Error(`The stream of an answer: ${status}`);
    write(stream, body.question).catch(console.error);
    response.setHeader('location', `/answers/${id}`);
    return relay(`${stream}?live=sse&offset=-1`, response);
  }
  const [, id, query = ''] = /^\/answers\/([\w-]{36})(\?.*)?$/.exec(url) ?? [];
  if (!id) response.writeHead(404).end();
  else if (method === 'DELETE') {
    const end: Delta = { type: 'done', reason: 'stopped' };
    const { status } = await append(streamOf(request, id), end, closing);
    // Refused (409) where it has ended already.
    response.writeHead(status === 404 ? 404 : 204).end();
  } else await relay(streamOf(request, id) + query, response);
}

export const server = createServer(async (request, response) => {
  const isAnswer = request.url?.startsWith('/answers');
  try {
    await (isAnswer ? serveAnswers(request, response) : serveFeed(channel, request, response));
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(503).end();
  }
});
// server.listen(3000);
