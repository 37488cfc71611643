import { json, send, type Exchange } from '../exchange.ts';
import { SSE_HEADERS } from '../sse.ts';
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

async function ask(ex: Exchange, { base, key, model }: Upstream): Promise<Response | undefined> {
  const body = parseObject(ex.body);
  if (!body) return undefined;
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
    signal: ex.signal,
  });
}

/** Asks a real model server and passes its answer on as it comes; the request there ends when the client leaves. */
export async function forward(ex: Exchange, upstream: Upstream): Promise<void> {
  let response: Response | undefined;
  try {
    response = await ask(ex, upstream);
  } catch (error) {
    if (ex.signal.aborted) throw error;
    return json(ex.res, 502, apiError(reason(error), 'server_error', { code: 'upstream_unreachable' }));
  }
  if (!response) {
    return json(ex.res, 400, apiError('We could not parse the JSON body of your request.'));
  }
  const isStream = response.headers.get('content-type')?.includes('event-stream') ?? false;
  const headers: Record<string, string> = isStream ? { ...SSE_HEADERS } : { 'cache-control': 'no-store' };
  for (const name of PASSED) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = upstream.key ? value.replaceAll(upstream.key, '[redacted]') : value;
  }
  ex.res.writeHead(response.status, headers);
  ex.res.flushHeaders();
  const redactor = createRedactor(upstream.key);
  for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    const safe = redactor.push(bytes);
    if (safe.length > 0) await send(ex, safe);
  }
  ex.res.end(redactor.rest());
}
