import { json, text, type Exchange } from './exchange.ts';
import type { Stats } from './stats.ts';

/** What can be done to the streams of a key from outside, while they run. */
export type Action =
  /** Cut now: in mid-stream (`drop`), with a TCP reset, or cleanly (`end`). */
  | { readonly do: 'drop' | 'reset' | 'end' }
  /** Hold back what they write, and let it go again. */
  | { readonly do: 'stall' | 'resume' }
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

function actionFrom({ query, body }: Exchange): Action | undefined {
  try {
    const value = body ? (JSON.parse(body) as Record<string, unknown>) : Object.fromEntries(query);
    const numeric = ['code', 'times', 'ms'].filter((name) => name in value);
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
    switch (action.do) {
      case 'drop':
      case 'reset':
        stats.cutAll(key, action.do === 'reset');
        return true;
      case 'end':
        for (const { res } of stats.live(key)) res.end();
        return true;
      case 'stall':
      case 'resume':
        stats.stall(key, action.do === 'stall');
        return true;
      case 'write':
        for (const { res } of stats.live(key)) res.write(action.text);
        return true;
      case 'refuse': {
        const { code, times = 1, retryAfter, type } = action;
        refusals.set(key, { code, retryAfter, type, times, until: Infinity });
        return true;
      }
      case 'restart':
        refusals.set(key, { code: 0, times: Infinity, until: Date.now() + (action.ms ?? 3000) });
        stats.cutAll(key);
        return true;
      default:
        return false;
    }
  }

  /** Answers a request that was told to be refused. */
  function answered(ex: Exchange): boolean {
    const refusal = refusals.get(ex.key);
    if (!refusal) return false;
    refusal.times -= 1;
    const isPast = refusal.until <= Date.now();
    if (refusal.times <= 0 || isPast) refusals.delete(ex.key);
    if (isPast) return false;
    if (refusal.code === 0) {
      ex.visit.isCut = true;
      ex.res.socket?.destroy();
      return true;
    }
    if (refusal.retryAfter !== undefined) ex.res.setHeader('retry-after', refusal.retryAfter);
    const headers = refusal.type === undefined ? undefined : { 'content-type': refusal.type };
    const error = { message: `Refused with ${refusal.code}, as asked.`, code: null };
    json(ex.res, refusal.code, { error }, headers);
    return true;
  }

  function endpoint(ex: Exchange): void {
    const key = ex.rest[0] ?? ex.key;
    const action = ex.req.method === 'POST' ? actionFrom(ex) : undefined;
    if (action && act(key, action)) json(ex.res, 200, { key, did: action.do });
    else text(ex.res, 400, 'POST ?do=drop|reset|end|stall|resume|write|refuse|restart.\n');
  }

  return { act, answered, endpoint };
}
