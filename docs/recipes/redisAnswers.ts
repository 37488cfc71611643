import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { chat } from './app.ts';
import { lastEventIdOf, serveFeed } from './channel.ts';
import { send } from './node.ts';
import { channel, entriesAfter, redis } from './redis.ts';
import { message } from './sse.ts';

/** How long an answer is kept after its end, and after its server has died, in seconds. */
const { ANSWER_KEPT = '3600', ANSWER_ALIVE = '30' } = process.env;
const keyOf = (id: string): string => `answer:${id}`;
/** Stands for your session: whoever has the address of an answer must also be its owner. */
const ownerOf = ({ headers }: IncomingMessage): string => headers.authorization ?? '';

/** The answers that this process is writing. */
const writing = new Map<string, AbortController>();
const stops = redis.duplicate({ disableOfflineQueue: false });
stops.on('error', () => {});
await stops.connect();
await stops.subscribe('answer:stop', (id) => writing.get(id)?.abort());

/** Appends one entry, and tries again while Redis is away. An entry that is there already has been written. */
async function append(key: string, n: number, fields: Record<string, string>): Promise<void> {
  for (const until = Date.now() + Number(ANSWER_ALIVE) * 1000; ; await wait(100)) {
    try {
      await redis.xAdd(key, `0-${n}`, fields);
      return;
    } catch (error) {
      if (/equal or smaller/.test((error as Error).message)) return;
      if (Date.now() > until) throw error;
    }
  }
}

/** Writes an answer to its end, whether anybody reads it or not. Readers may leave and come back. */
async function write(id: string, question: string, { signal }: AbortController): Promise<void> {
  const key = keyOf(id);
  const keep = (seconds: string) => redis.expire(key, Number(seconds)).catch(() => {});
  // If this process dies, the answer expires, and its readers are not left waiting.
  const alive = setInterval(() => keep(ANSWER_ALIVE), (Number(ANSWER_ALIVE) * 1000) / 3);
  let n = 1;
  try {
    for await (const text of chat(question, signal)) await append(key, (n += 1), { text });
  } catch (error) {
    if (!signal.aborted) await append(key, (n += 1), { text: message(String(error), { event: 'error' }) });
  } finally {
    clearInterval(alive);
    writing.delete(id);
    await append(key, n + 1, { end: 'true' });
    await keep(ANSWER_KEPT);
  }
}

/** The messages of an answer after that entry, to its end. */
async function* read(id: string, n: number, signal: AbortSignal): AsyncGenerator<string> {
  for await (const entry of entriesAfter(keyOf(id), `0-${n}`, signal)) {
    const { text, end } = entry.message;
    if (end) return;
    if (text) yield `id: ${entry.id.slice(2)}\n${text}`;
  }
  throw new Error('The answer is gone');
}

/** POST begins an answer, GET resumes it, DELETE ends it: each in any process. */
async function serveAnswers(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '' } = request;
  const { pathname } = new URL(url, 'http://localhost');
  const id = method === 'POST' ? randomUUID() : (pathname.split('/')[2] ?? '');
  if (method === 'POST') {
    const body = (await json(request).catch(() => null)) as { question?: string } | null;
    if (!body?.question) return void response.writeHead(400).end('No question');
    const stopped = new AbortController();
    await append(keyOf(id), 1, { owner: ownerOf(request) });
    await redis.expire(keyOf(id), Number(ANSWER_ALIVE));
    writing.set(id, stopped);
    write(id, body.question, stopped).catch(console.error);
    response.setHeader('location', `/answers/${id}`);
    return send(response, (signal) => read(id, 1, signal));
  }
  const first = (await redis.xRange(keyOf(id), '0-1', '0-1'))?.[0];
  if (first?.message['owner'] !== ownerOf(request)) {
    // The same answer for "unknown", "expired" and "not yours".
    response.writeHead(404).end();
  } else if (method === 'DELETE') {
    await redis.publish('answer:stop', id);
    response.writeHead(204).end();
  } else {
    // Without an id, from the beginning.
    await send(response, (signal) => read(id, Number(lastEventIdOf(request)) || 1, signal));
  }
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
