import { cut, json, number, pause, send, sendAlone, type Exchange } from '../exchange.ts';
import { paced } from '../paced.ts';
import { openStream } from '../sse.ts';
import { createChunks, DONE, event } from './chunks.ts';
import { forward } from './forward.ts';
import { completion, replyTo, type Reply } from './reply.ts';
import { apiError, parseRequest, type ChatRequest } from './request.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A knob from the query, else from the body. */
function knob(ex: Exchange, request: ChatRequest, name: string, fallback: number): number {
  const own = request.raw[name];
  return number(ex, name, typeof own === 'number' && own >= 0 ? own : fallback);
}

async function stream(ex: Exchange, request: ChatRequest, reply: Reply): Promise<void> {
  const chunks = createChunks({ id: reply.id, model: request.model }, request.includeUsage);
  const failAfter = knob(ex, request, 'failAfter', Infinity);
  const dropAfter = knob(ex, request, 'dropAfter', Infinity);
  const stop = Math.min(reply.pieces, failAfter, dropAfter);

  openStream(ex.res);
  await pause(ex, knob(ex, request, 'delay', 400));
  await send(ex, event(chunks.delta({ role: 'assistant', content: '' })));
  for await (const [from, to] of paced(ex, stop, knob(ex, request, 'rate', 60))) {
    let out = '';
    for (let i = from; i < to; i += 1) out += event(chunks.delta(reply.at(i)));
    await send(ex, out);
  }

  if (dropAfter <= reply.pieces && dropAfter <= failAfter) {
    await sendAlone(ex, event(chunks.delta({ content: 'cut' })).slice(0, -20));
    return cut(ex);
  }
  if (failAfter <= reply.pieces) {
    const error = apiError('The model is overloaded. Please try again later.', 'server_error', {
      code: 'overloaded',
    });
    await send(ex, event(error));
  } else {
    await send(ex, event(chunks.finish(reply.finish)));
    if (request.includeUsage) await send(ex, event(chunks.usage(reply.usage)));
    await send(ex, DONE);
  }
  ex.res.end();
}

/**
 * `POST /v1/chat/completions` as the OpenAI API has it, from a model that is not there: the answer is Markdown
 * kept ready. With `OPENAI_BASE_URL` in `env` the request goes to a real model server instead.
 */
export async function chat(ex: Exchange, env: Env): Promise<void> {
  if (ex.req.method !== 'POST') {
    const error = apiError(`Not allowed to ${ex.req.method ?? ''} here: POST is expected.`);
    return json(ex.res, 405, error, { allow: 'POST' });
  }
  const base = env['OPENAI_BASE_URL'];
  if (base) {
    return forward(ex, { base, key: env['OPENAI_API_KEY'] ?? '', model: env['OPENAI_MODEL'] });
  }
  const request = parseRequest(ex.body);
  if ('error' in request) return json(ex.res, 400, request);
  const tokens = knob(ex, request, 'tokens', -1);
  const reasoning = knob(ex, request, 'reasoning', 0) > 0;
  const reply = replyTo(request, { reasoning, tokens: tokens < 0 ? undefined : tokens });
  if (request.stream) return stream(ex, request, reply);
  await pause(ex, knob(ex, request, 'delay', 400));
  json(ex.res, 200, completion(request, reply));
}
