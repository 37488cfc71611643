import type { IncomingMessage, ServerResponse } from 'node:http';
import { Duplex, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { Cut, type Wire } from './exchange.ts';

interface App {
  readonly owns: (pathname: string) => boolean;
  readonly fetch: (request: Request, wire: Wire) => Promise<Response>;
}

/** Breaks the connection; over HTTP/2 only the stream is ours to break. */
function destroy(res: ServerResponse, isReset: boolean): void {
  const { stream } = res as { stream?: { destroy(): void } };
  if (stream) stream.destroy();
  else if (isReset) res.socket?.resetAndDestroy();
  else res.socket?.destroy();
}

function requestFrom(req: IncomingMessage, url: URL, signal: AbortSignal): Request {
  const { method = 'GET' } = req;
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (!name.startsWith(':') && value !== undefined) headers.set(name, String(value));
  }
  const authority = req.headers[':authority'];
  if (authority) headers.set('host', String(authority));
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? (Readable.toWeb(req) as ReadableStream<Uint8Array>) : null;
  return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit);
}

/** Writes a response; each chunk of its body is handed to the kernel before the next one is asked for. */
async function send(response: Response, res: ServerResponse, signal: AbortSignal): Promise<void> {
  // a dev server around us may have set headers already, such as a CORS wildcard
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void res.end();
  res.flushHeaders();
  const reader = response.body.getReader();
  signal.addEventListener('abort', () => void reader.cancel(signal.reason).catch(() => {}), { once: true });
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const { value } = next;
    await new Promise((resolve) => res.write(value, resolve));
  }
  res.end();
}

/** A connect-style handler for any Node server. What is not the app's goes to `next`, or gets a 404 without one. */
export function nodeHandler({ owns, fetch }: App) {
  async function answer(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const left = new AbortController();
    const { signal } = left;
    res.once('close', () => left.abort(new Error('the client has left')));
    // a broken connection closes the response, and that is all there is to know
    res.on('error', () => {});
    const wire: Wire = {
      peer: req.socket.remoteAddress,
      write: (bytes) => void res.socket?.write(bytes),
      gzip: (body) => {
        const zip = Duplex.toWeb(createGzip({ flush: constants.Z_SYNC_FLUSH }));
        return body.pipeThrough(zip as unknown as TransformStream<Uint8Array, Uint8Array>);
      },
    };
    try {
      await send(await fetch(requestFrom(req, url, signal), wire), res, signal);
    } catch (error) {
      destroy(res, error instanceof Cut && error.isReset);
    }
  }

  return function handler(req: IncomingMessage, res: ServerResponse, next?: () => void): void {
    const base = `${'encrypted' in req.socket ? 'https' : 'http'}://localhost`;
    const url = URL.canParse(req.url ?? '/', base) ? new URL(req.url ?? '/', base) : undefined;
    if (url && owns(url.pathname)) void answer(req, res, url);
    else if (next) next();
    else res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n');
  };
}
