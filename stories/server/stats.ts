import { Exchange } from './exchange.ts';

/** One request as the server got it. */
export interface RequestRecord {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** How many connections of a key are open, and how the others ended. */
export interface Connections {
  readonly open: number;
  /** All that are over, whoever ended them. */
  readonly closed: number;
  /** Of these, the ones that the client left before the response was complete. */
  readonly aborted: number;
  /** Of these, the ones that the server cut on purpose. */
  readonly cut: number;
}

/** All that is known of a key. `requests` holds the newest thousand, `total` counts all. */
export interface KeyStats extends Connections {
  readonly total: number;
  readonly requests: readonly RequestRecord[];
}

/** `open` is met when equal, the others when at least reached (`requests` is compared with `total`). */
export type Wanted = Partial<Record<keyof Connections | 'requests', number>>;

/** The names of what can be waited for. */
export const WANTED = ['open', 'requests', 'closed', 'aborted', 'cut'] as const satisfies (keyof Wanted)[];

const KEPT_REQUESTS = 1000;
const KEPT_KEYS = 10_000;

const newEntry = () => ({
  open: 0,
  closed: 0,
  aborted: 0,
  cut: 0,
  total: 0,
  isStalled: false,
  /** How far the exchanges that are driven step by step may go. */
  released: 0,
  requests: [] as RequestRecord[],
  live: new Set<Exchange>(),
  /** Called after each change. */
  watchers: new Set<() => void>(),
});
type Entry = ReturnType<typeof newEntry>;

const isMet = (entry: Entry, wanted: Wanted): boolean =>
  (wanted.open === undefined || entry.open === wanted.open) &&
  entry.total >= (wanted.requests ?? 0) &&
  (['closed', 'aborted', 'cut'] as const).every((name) => entry[name] >= (wanted[name] ?? 0));

/** The books of one playground: what was asked, what is open and how it ended, by key. */
export function createStats() {
  const entries = new Map<string, Entry>();

  const entryOf = (key: string): Entry => {
    const found = entries.get(key);
    if (found) return found;
    for (const [oldest, { open, watchers }] of entries) {
      if (entries.size < KEPT_KEYS) break;
      if (open === 0 && watchers.size === 0) entries.delete(oldest);
    }
    const made = newEntry();
    entries.set(key, made);
    return made;
  };

  const of = (key: string): KeyStats => {
    const { open, closed, aborted, cut, total, requests } = entries.get(key) ?? newEntry();
    return { open, closed, aborted, cut, total, requests: [...requests] };
  };

  /** Waits until `wanted` holds, at most `timeout` ms; says whether it came to hold. */
  async function until(key: string, wanted: Wanted, timeout: number, signal?: AbortSignal): Promise<boolean> {
    const entry = entryOf(key);
    if (isMet(entry, wanted)) return true;
    const done = new AbortController();
    const met = await new Promise<boolean>((resolve) => {
      const watch = (): void => void (isMet(entry, wanted) && resolve(true));
      const giveUp = (): void => resolve(false);
      const timer = setTimeout(giveUp, timeout);
      signal?.addEventListener('abort', giveUp, { signal: done.signal });
      entry.watchers.add(watch);
      done.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        entry.watchers.delete(watch);
      });
    });
    done.abort();
    return met;
  }

  /** Books a request; it is open until its exchange is over. */
  function begin(key: string, request: Request, body: string): Exchange {
    const entry = entryOf(key);
    const changed = (): void => {
      for (const watch of entry.watchers) watch();
    };
    entry.total += 1;
    entry.open += 1;
    // without a key nobody will ask: counting is enough, and a chat at the playground is not kept
    if (key) {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const record = { method, url: pathname + search, headers: Object.fromEntries(headers), body };
      entry.requests.push({ ...record, time: Date.now() });
      if (entry.requests.length > KEPT_REQUESTS) entry.requests.shift();
    }
    const exchange = new Exchange(request.signal, (outcome) => {
      entry.live.delete(exchange);
      entry.open -= 1;
      entry.closed += 1;
      if (outcome !== 'ended') entry[outcome] += 1;
      changed();
    });
    exchange.isStalled = entry.isStalled;
    exchange.release(entry.released);
    if (!exchange.signal.aborted) entry.live.add(exchange);
    changed();
    return exchange;
  }

  /** The key's open exchanges, to act on from outside. */
  const live = (key: string): Exchange[] => [...(entries.get(key)?.live ?? [])];

  /** Holds back what the key's streams send, until it is called with `false`. */
  function stall(key: string, isStalled: boolean): void {
    entryOf(key).isStalled = isStalled;
    for (const exchange of live(key)) exchange.stall(isStalled);
  }

  /** Lets the key's exchanges that are driven step by step go on, also the next ones. */
  function release(key: string, to: number): void {
    const entry = entryOf(key);
    entry.released = Math.max(entry.released, to);
    for (const exchange of live(key)) exchange.release(to);
  }

  return { of, until, begin, live, stall, release };
}

/** See {@link createStats}. */
export type Stats = ReturnType<typeof createStats>;
