import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What frameworks do for a function from a `Request` to a `Response`. */
export const serve =
  (handle: (request: Request) => Response | Promise<Response>): RequestListener =>
  async (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = method === 'GET' ? null : (Readable.toWeb(incoming) as ReadableStream);
    const init = { method, headers: headers as Record<string, string>, body, duplex: 'half' };
    const response = await handle(new Request(`http://${headers.host}${url}`, init));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders();
    // A reader that leaves is an error here, and none of the recipe's.
    await pipeline(response.body ?? [], outgoing).catch(() => {});
  };
