import { createAnswers } from '../../docs/recipes/answers.ts';
import { createChunks, DONE, event } from './chat/chunks.ts';
import { replyTo } from './chat/reply.ts';
import { apiError, parseRequest, type ChatRequest } from './chat/request.ts';
import { type Ctx, number, SSE_HEADERS } from './exchange.ts';

/** Waits `ms`; rejects as soon as the model is stopped. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    // In Node a model keeps no process alive.
    (timer as { unref?: () => void }).unref?.();
    function stop(): void {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

/**
 * `/answers`: a chat whose answers have addresses, kept in memory by the recipe of docs/resume.md. POST begins one, GET
 * goes on with it after `Last-Event-ID`, DELETE stops its model; a reader that leaves does not.
 */
export function createKeptAnswers() {
  const answers = createAnswers();

  async function* write(request: ChatRequest, c: Ctx, signal: AbortSignal): AsyncGenerator<string> {
    const tokens = number(c, 'tokens', 0);
    const reply = replyTo(request, { tokens: tokens || undefined });
    const chunks = createChunks({ id: reply.id, model: request.model }, request.includeUsage);
    const every = 1000 / Math.max(1, number(c, 'rate', 60));
    for (let index = 0; index < reply.pieces; index++) {
      yield event(chunks.delta(reply.at(index)));
      await pause(every, signal);
    }
    yield event(chunks.finish(reply.finish));
    if (request.includeUsage) yield event(chunks.usage(reply.usage));
    yield DONE;
  }

  /** Everything on the way to a reader goes through its exchange: so it can be cut from outside, and is counted. */
  function send(c: Ctx, id: string, headers: Readonly<Record<string, string>> = {}): Response {
    const { exchange } = c.var;
    const read = answers.read(id, '', c.req.header('last-event-id'));
    if (!read) return c.body(null, 204);
    return exchange.stream(
      async () => {
        for await (const message of read(exchange.signal)) await exchange.send(message);
      },
      { headers: { ...SSE_HEADERS, ...headers } },
    );
  }

  async function begin(c: Ctx): Promise<Response> {
    if (c.req.method !== 'POST') return c.json(apiError('POST a question.'), 405, { allow: 'POST' });
    const request = parseRequest(await c.req.text());
    if ('error' in request) return c.json(request, 400);
    const id = answers.begin('', (signal) => write(request, c, signal));
    const { search } = new URL(c.req.url);
    return send(c, id, { location: `/answers/${id}${search}` });
  }

  function again(c: Ctx): Response {
    const id = c.req.param('id') ?? '';
    if (c.req.method !== 'DELETE') return send(c, id);
    answers.stop(id, '');
    return c.body(null, 204);
  }

  return { begin, again };
}
