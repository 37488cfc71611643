import type { Env } from '../app.ts';
import { number, type Ctx } from '../exchange.ts';
import { paced } from '../paced.ts';
import { createChunks, DONE, event } from './chunks.ts';
import { forward } from './forward.ts';
import { completion, replyTo, type Reply } from './reply.ts';
import { apiError, parseRequest, type ChatRequest } from './request.ts';
import { unsigned } from './signature.ts';

/** A knob from the query, else from the body. */
function knob(c: Ctx, request: ChatRequest, name: string, fallback: number): number {
  const own = request.raw[name];
  return number(c, name, typeof own === 'number' && own >= 0 ? own : fallback);
}

async function stream(c: Ctx, request: ChatRequest, reply: Reply): Promise<void> {
  const { exchange } = c.var;
  const chunks = createChunks({ id: reply.id, model: request.model }, request.includeUsage);
  const failAfter = knob(c, request, 'failAfter', Infinity);
  const dropAfter = knob(c, request, 'dropAfter', Infinity);
  const stop = Math.min(reply.pieces, failAfter, dropAfter);

  await exchange.pause(knob(c, request, 'delay', 400));
  await exchange.send(event(chunks.delta({ role: 'assistant', content: '' })));
  for await (const [from, to] of paced(exchange, stop, knob(c, request, 'rate', 60))) {
    let out = '';
    for (let i = from; i < to; i += 1) out += event(chunks.delta(reply.at(i)));
    await exchange.send(out);
  }

  if (dropAfter <= reply.pieces && dropAfter <= failAfter) {
    await exchange.send(event(chunks.delta({ content: 'cut' })).slice(0, -20));
    exchange.cut();
  } else if (failAfter <= reply.pieces) {
    const words = 'The model is overloaded. Please try again later.';
    await exchange.send(event(apiError(words, 'server_error', { code: 'overloaded' })));
  } else {
    await exchange.send(event(chunks.finish(reply.finish)));
    if (request.includeUsage) await exchange.send(event(chunks.usage(reply.usage)));
    await exchange.send(DONE);
  }
}

/**
 * `POST /v1/chat/completions` as the OpenAI API has it, from a model that is not there: the answer is Markdown
 * kept ready. A thinking model wants its signed thoughts back with its calls. With `OPENAI_BASE_URL` in `env` the request goes to a real model server instead.
 */
export async function chat(c: Ctx, env: Env): Promise<Response> {
  const { exchange } = c.var;
  if (c.req.method !== 'POST') {
    return c.json(apiError(`Not allowed to ${c.req.method} here: POST is expected.`), 405, { allow: 'POST' });
  }
  const base = env['OPENAI_BASE_URL'];
  if (base) {
    return forward(c, { base, key: env['OPENAI_API_KEY'] ?? '', model: env['OPENAI_MODEL'] });
  }
  const request = parseRequest(await c.req.text());
  if ('error' in request) return c.json(request, 400);
  const refusal = unsigned(request.messages);
  if (refusal) return c.json(refusal, 400);
  const tokens = knob(c, request, 'tokens', -1);
  const reasoning = knob(c, request, 'reasoning', 0) > 0;
  const reply = replyTo(request, { reasoning, tokens: tokens < 0 ? undefined : tokens });
  if (request.stream) return exchange.stream(() => stream(c, request, reply));
  await exchange.pause(knob(c, request, 'delay', 400));
  return c.json(completion(request, reply));
}
