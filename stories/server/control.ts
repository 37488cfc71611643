import { BODILESS, type Ctx } from './exchange.ts';
import type { Stats } from './stats.ts';

/** What can be done to the streams of a key from outside, while they run. */
export type Action =
  /** Cut now: in mid-stream (`drop`), with a TCP reset, or cleanly (`end`). */
  | { readonly do: 'drop' | 'reset' | 'end' }
  /** Hold back what they write, and let it go again. */
  | { readonly do: 'stall' | 'resume' }
  /** Let those that are driven step by step go on, up to this step: `stepped` feeds, scripts with `until`. */
  | { readonly do: 'release'; readonly to: number }
  /** Put these bytes into them. */
  | { readonly do: 'write'; readonly text: string }
  /** Answer the next `times` requests (default: one) with a status, or cut them where `code` is 0. */
  | {
      readonly do: 'refuse';
      readonly code: number;
      readonly times?: number;
      readonly retryAfter?: string;
      /** The content type, in place of JSON. */
      readonly type?: string;
    }
  /** As a restart of the server: cut all, and refuse connections for `ms`. */
  | { readonly do: 'restart'; readonly ms?: number };

interface Refusal {
  readonly code: number;
  readonly retryAfter?: string | undefined;
  readonly type?: string | undefined;
  times: number;
  readonly until: number;
}

async function actionFrom(c: Ctx): Promise<Action | undefined> {
  const body = await c.req.text();
  try {
    const value = body ? (JSON.parse(body) as Record<string, unknown>) : c.req.query();
    const numeric = ['code', 'times', 'ms', 'to'].filter((name) => name in value);
    return { ...value, ...Object.fromEntries(numeric.map((name) => [name, Number(value[name])])) } as Action;
  } catch {
    return undefined;
  }
}

/** `/control`: faults for streams that already run. */
export function createControl(stats: Stats) {
  const refusals = new Map<string, Refusal>();

  /** Does `action` to the key; false where there is no such action. */
  function act(key: string, action: Action): boolean {
    const live = stats.live(key);
    switch (action.do) {
      case 'drop':
      case 'reset':
        for (const exchange of live) exchange.cut(action.do === 'reset');
        return true;
      case 'end':
        for (const exchange of live) exchange.end();
        return true;
      case 'stall':
      case 'resume':
        stats.stall(key, action.do === 'stall');
        return true;
      case 'release':
        stats.release(key, action.to);
        return true;
      case 'write':
        for (const exchange of live) exchange.write(action.text);
        return true;
      case 'refuse': {
        const { code, times = 1, retryAfter, type } = action;
        refusals.set(key, { code, retryAfter, type, times, until: Infinity });
        return true;
      }
      case 'restart':
        refusals.set(key, { code: 0, times: Infinity, until: Date.now() + (action.ms ?? 3000) });
        for (const exchange of live) exchange.cut();
        return true;
      default:
        return false;
    }
  }

  /** The response to a request that was told to be refused. */
  function refuse(key: string, c: Ctx): Response | undefined {
    const refusal = refusals.get(key);
    if (!refusal) return undefined;
    refusal.times -= 1;
    const isPast = refusal.until <= Date.now();
    if (refusal.times <= 0 || isPast) refusals.delete(key);
    if (isPast) return undefined;
    const { code, type = 'application/json', retryAfter } = refusal;
    if (code === 0) throw c.var.exchange.cut();
    const error = { message: `Refused with ${code}, as asked.`, code: null };
    const headers = { 'content-type': type, ...(retryAfter !== undefined && { 'retry-after': retryAfter }) };
    return new Response(BODILESS.has(code) ? null : JSON.stringify({ error }), { status: code, headers });
  }

  async function endpoint(c: Ctx): Promise<Response> {
    const key = c.req.param('key') ?? c.req.query('key') ?? '';
    const action = c.req.method === 'POST' ? await actionFrom(c) : undefined;
    if (action && act(key, action)) return c.json({ key, did: action.do });
    return c.text('POST ?do=drop|reset|end|stall|resume|release|write|refuse|restart.\n', 400);
  }

  return { act, refuse, endpoint };
}
