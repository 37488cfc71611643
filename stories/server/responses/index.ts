import { fingerprint } from '../chat/answer.ts';
import { apiError } from '../chat/request.ts';
import { tokenise } from '../chat/tokenise.ts';
import { type Ctx, number } from '../exchange.ts';
import { paced } from '../paced.ts';
import { eventsOf, type ResponseEvent } from './events.ts';
import { outputFor } from './output.ts';
import { parseRequest, type ResponsesRequest } from './request.ts';

const written = (event: ResponseEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

async function stream(c: Ctx, request: ResponsesRequest): Promise<void> {
  const { exchange } = c.var;
  const asked = JSON.stringify(request.input);
  const about = {
    id: `resp_${fingerprint(asked)}`,
    model: request.model,
    inputTokens: tokenise(asked).length,
  };
  const events = [...eventsOf(outputFor(request), about)];
  const failAfter = number(c, 'failAfter', Infinity);
  const dropAfter = number(c, 'dropAfter', Infinity);
  const stop = Math.min(events.length, failAfter, dropAfter);
  await exchange.pause(number(c, 'delay', 400));
  for await (const [from, to] of paced(exchange, stop, number(c, 'rate', 60))) {
    let out = '';
    for (const [index, event] of events.slice(from, to).entries())
      out += written({ sequence_number: from + index, ...event });
    await exchange.send(out);
  }
  if (dropAfter === stop) exchange.cut();
  else if (failAfter === stop)
    await exchange.send(
      written({ type: 'error', code: 'server_error', message: 'The model is overloaded.' }),
    );
}

/**
 * `POST /v1/responses` as the OpenAI API has it, from a model that is not there. It thinks, searches, cites, paints, and
 * asks before it sends mail; what it thought has to come back with what it asked.
 */
export async function responses(c: Ctx): Promise<Response> {
  const { exchange } = c.var;
  if (c.req.method !== 'POST')
    return c.json(apiError(`Not allowed to ${c.req.method} here: POST is expected.`), 405, { allow: 'POST' });
  const request = parseRequest(await c.req.text());
  if ('error' in request) return c.json(request, 400);
  return exchange.stream(() => stream(c, request));
}
