import { cut, hold, json, pause, sendAlone, text, type Exchange } from './exchange.ts';
import { openStream, SSE_HEADERS } from './sse.ts';

/** One step of a scripted response. The first step that needs a head sends 200 `text/event-stream`. */
export type Step =
  /** The head, sent at once. Headers given here replace the SSE ones. */
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  /** Base64 bytes in one write, or in pieces of `size` bytes with `every` ms between. */
  | { readonly write: string; readonly size?: number; readonly every?: number }
  /** The same for text, as UTF-8. */
  | { readonly text: string; readonly size?: number; readonly every?: number }
  /** Base64 bytes to the bare socket, without HTTP around them; end such a script with `destroy`. */
  | { readonly socket: string }
  | { readonly wait: number }
  /** Sends the head now, where none was sent yet. */
  | { readonly flush: true }
  | { readonly end: true }
  /** Cuts the connection. */
  | { readonly destroy: true }
  /** Cuts it with a TCP reset. */
  | { readonly reset: true }
  /** Stays open and silent. */
  | { readonly hold: true };

/** The steps for every request, or a list of them: the first for the first request, the last for all further. */
export type Script =
  | readonly Step[]
  | { readonly steps: readonly Step[] }
  | { readonly perRequest: readonly (readonly Step[])[] };

const KEPT_SCRIPTS = 5000;

function scriptFrom(body: string): Script | undefined {
  try {
    const value = JSON.parse(body) as Script;
    const lists = 'perRequest' in value ? value.perRequest : ['steps' in value ? value.steps : value];
    return lists.every((steps) => Array.isArray(steps)) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function writePieces(ex: Exchange, bytes: Buffer, size = bytes.length, every = 0): Promise<void> {
  for (let at = 0; at < bytes.length; at += Math.max(1, size)) {
    if (at > 0 && every > 0) await pause(ex, every);
    await sendAlone(ex, bytes.subarray(at, at + Math.max(1, size)));
  }
}

function writeHead(ex: Exchange, status = 200, headers?: Readonly<Record<string, string>>): void {
  ex.res.writeHead(status, headers ?? SSE_HEADERS);
  ex.res.flushHeaders();
}

/** Runs one step; true where the response is over. */
async function run(ex: Exchange, step: Step): Promise<boolean> {
  const { res } = ex;
  if ('wait' in step) await pause(ex, step.wait);
  else if ('socket' in step) res.socket?.write(Buffer.from(step.socket, 'base64'));
  else if ('destroy' in step || 'reset' in step) cut(ex, 'reset' in step);
  else if ('hold' in step) await hold(ex);
  else if ('status' in step || 'headers' in step) writeHead(ex, step.status, step.headers);
  else {
    if (!res.headersSent) openStream(res);
    if ('write' in step) await writePieces(ex, Buffer.from(step.write, 'base64'), step.size, step.every);
    else if ('text' in step) await writePieces(ex, Buffer.from(step.text), step.size, step.every);
    else if ('end' in step) res.end();
  }
  return 'destroy' in step || 'reset' in step || 'end' in step;
}

/** `/raw`: responses told byte by byte and cut by cut. */
export function createScripts() {
  const scripts = new Map<string, { readonly script: Script; used: number }>();

  function set(key: string, script: Script): void {
    scripts.delete(key);
    scripts.set(key, { script, used: 0 });
    for (const oldest of scripts.keys()) {
      if (scripts.size <= KEPT_SCRIPTS) break;
      scripts.delete(oldest);
    }
  }

  function next(key: string): readonly Step[] | undefined {
    const found = scripts.get(key);
    if (!found) return undefined;
    const { script } = found;
    const index = found.used;
    found.used += 1;
    if ('perRequest' in script) return script.perRequest[Math.min(index, script.perRequest.length - 1)] ?? [];
    return 'steps' in script ? script.steps : script;
  }

  async function endpoint(ex: Exchange): Promise<void> {
    const [key = '', what] = ex.rest;
    if (what !== 'stream') {
      const script = ex.req.method === 'POST' ? scriptFrom(ex.body) : undefined;
      if (!script)
        return text(ex.res, 400, 'POST a JSON script: { "steps": [...] } or { "perRequest": [...] }.\n');
      set(key, script);
      return json(ex.res, 200, { stream: `/raw/${encodeURIComponent(key)}/stream` });
    }
    const steps = next(key);
    if (!steps) return text(ex.res, 404, `No script is registered for "${key}".\n`);
    for (const step of steps) if (await run(ex, step)) return;
    if (!ex.res.headersSent) openStream(ex.res);
    ex.res.end();
  }

  /** Registering a script is not a request to book under its key. */
  const isRegistration = (path: string, method: string | undefined, rest: readonly string[]): boolean =>
    path === '/raw' && method === 'POST' && rest[1] !== 'stream';

  return { set, endpoint, isRegistration };
}
