import { BODILESS, SSE_HEADERS, type Ctx } from '../exchange.ts';
import { createRedactor } from './redact.ts';
import { apiError, parseObject } from './request.ts';

/** A model server that speaks the OpenAI API, such as Ollama. */
export interface Upstream {
  /** As the OpenAI clients take it, e.g. `http://127.0.0.1:11434/v1`. */
  readonly base: string;
  readonly key: string;
  /** Asked for instead of the model that the page names. */
  readonly model: string | undefined;
}

/** The playground's own fields, which a strict model server would refuse. */
const KNOBS = ['rate', 'delay', 'tokens', 'reasoning', 'failAfter', 'dropAfter'];
const PASSED = ['content-type', 'retry-after', 'x-request-id'];

/** Why the model server could not be asked; the address is known to whoever set it, so it is not repeated. */
function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `The model server at OPENAI_BASE_URL does not answer${code}. Is it running?`;
}

async function ask(c: Ctx, body: object, { base, key, model }: Upstream): Promise<Response> {
  const kept = Object.entries(body).filter(([name]) => !KNOBS.includes(name));
  return fetch(`${base.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-encoding': 'identity', // a compressed stream would come in blocks
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ ...Object.fromEntries(kept), ...(model && { model }) }),
    redirect: 'error', // the key goes to the server that was named, and to no other
    signal: c.var.exchange.signal,
  });
}

/** Asks a real model server and passes its answer on as it comes; the request there ends when the client leaves. */
export async function forward(c: Ctx, upstream: Upstream): Promise<Response> {
  const { exchange } = c.var;
  const body = parseObject(await c.req.text());
  if (!body) return c.json(apiError('We could not parse the JSON body of your request.'), 400);
  let response: Response;
  try {
    response = await ask(c, body, upstream);
  } catch (error) {
    exchange.signal.throwIfAborted();
    return c.json(apiError(reason(error), 'server_error', { code: 'upstream_unreachable' }), 502);
  }
  const { status } = response;
  const isStream = response.headers.get('content-type')?.includes('event-stream') ?? false;
  const headers: Record<string, string> = isStream ? { ...SSE_HEADERS } : { 'cache-control': 'no-store' };
  for (const name of PASSED) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = upstream.key ? value.replaceAll(upstream.key, '[redacted]') : value;
  }
  if (BODILESS.has(status)) return new Response(null, { status, headers });
  const redactor = createRedactor(upstream.key);
  const pass = async (): Promise<void> => {
    for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      const safe = redactor.push(bytes);
      if (safe.length > 0) await exchange.send(safe);
    }
    await exchange.send(redactor.rest());
  };
  return exchange.stream(pass, { status, headers });
}
