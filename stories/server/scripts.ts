import { BODILESS, SSE_HEADERS, type Ctx } from './exchange.ts';

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
  /** Waits until it is released from outside: `control(key, { do: 'release', to })`. */
  | { readonly until: number }
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

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));

/** Runs one step of a response. */
async function run(c: Ctx, step: Step): Promise<void> {
  const { exchange } = c.var;
  if ('wait' in step) await exchange.pause(step.wait);
  else if ('until' in step) await exchange.reach(step.until);
  else if ('socket' in step) c.env.write?.(fromBase64(step.socket));
  else if ('destroy' in step || 'reset' in step) throw exchange.cut('reset' in step);
  else if ('hold' in step) await exchange.hold();
  else if ('end' in step) exchange.end();
  else if ('write' in step || 'text' in step) {
    const bytes = 'write' in step ? fromBase64(step.write) : new TextEncoder().encode(step.text);
    const { size = bytes.length, every = 0 } = step;
    for (let at = 0; at < bytes.length; at += Math.max(1, size)) {
      if (at > 0 && every > 0) await exchange.pause(every);
      await exchange.send(bytes.subarray(at, at + Math.max(1, size)));
    }
  }
}

const isBeforeHead = (step: Step): boolean =>
  ['wait', 'until', 'socket', 'destroy', 'reset', 'hold'].some((name) => name in step);

/** The response that the steps make: some may come before its head, the others are its body. */
async function respond(c: Ctx, steps: readonly Step[]): Promise<Response> {
  const { exchange } = c.var;
  const [...rest] = steps;
  for (; rest[0] && isBeforeHead(rest[0]); rest.shift()) await run(c, rest[0]);
  const { status = 200, headers = SSE_HEADERS } =
    rest[0] && ('status' in rest[0] || 'headers' in rest[0]) ? rest[0] : {};
  if (BODILESS.has(status)) return new Response(null, { status, headers });
  const write = async (): Promise<void> => {
    for (const step of rest) await run(c, step);
  };
  return exchange.stream(write, { status, headers });
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

  async function register(c: Ctx): Promise<Response> {
    const key = c.req.param('key') ?? '';
    const script = c.req.method === 'POST' ? scriptFrom(await c.req.text()) : undefined;
    if (!script) return c.text('POST a JSON script: { "steps": [...] } or { "perRequest": [...] }.\n', 400);
    set(key, script);
    return c.json({ stream: `/raw/${encodeURIComponent(key)}/stream` });
  }

  async function stream(c: Ctx): Promise<Response> {
    const key = c.req.param('key') ?? '';
    const steps = next(key);
    return steps ? respond(c, steps) : c.text(`No script is registered for "${key}".\n`, 404);
  }

  return { set, register, stream };
}
