import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { cut, type Exchange, type Visit } from './exchange.ts';

/** One request as the server got it. */
export interface RequestRecord {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
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

interface Entry {
  open: number;
  closed: number;
  aborted: number;
  cut: number;
  total: number;
  isStalled: boolean;
  readonly requests: RequestRecord[];
  readonly live: Set<Pick<Exchange, 'res' | 'visit'>>;
}

const KEPT_REQUESTS = 1000;
const KEPT_KEYS = 10_000;

const newEntry = (): Entry => ({
  open: 0,
  closed: 0,
  aborted: 0,
  cut: 0,
  total: 0,
  isStalled: false,
  requests: [],
  live: new Set(),
});

function isMet(entry: Entry, wanted: Wanted): boolean {
  const { open, requests = 0, closed = 0, aborted = 0, cut: wantedCut = 0 } = wanted;
  return (
    (open === undefined || entry.open === open) &&
    entry.total >= requests &&
    entry.closed >= closed &&
    entry.aborted >= aborted &&
    entry.cut >= wantedCut
  );
}

/** The books of one playground: what was asked, what is open and how it ended, by key. */
export function createStats() {
  const entries = new Map<string, Entry>();
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const changed = (key: string): void => void changes.emit(`key:${key}`);

  const entryOf = (key: string): Entry => {
    const found = entries.get(key);
    if (found) return found;
    for (const [oldest, { open }] of entries) {
      if (entries.size < KEPT_KEYS) break;
      if (open === 0) entries.delete(oldest);
    }
    const made = newEntry();
    entries.set(key, made);
    return made;
  };

  const of = (key: string): KeyStats => {
    const { open, closed, aborted, cut: cuts, total, requests } = entries.get(key) ?? newEntry();
    return { open, closed, aborted, cut: cuts, total, requests: [...requests] };
  };

  /** Waits until `wanted` holds, at most `timeout` ms; says whether it came to hold. */
  async function until(key: string, wanted: Wanted, timeout: number, signal?: AbortSignal): Promise<boolean> {
    const late = new AbortController();
    const giveUp = (): void => late.abort();
    const timer = setTimeout(giveUp, timeout);
    signal?.addEventListener('abort', giveUp);
    try {
      while (!isMet(entries.get(key) ?? newEntry(), wanted)) {
        await once(changes, `key:${key}`, { signal: late.signal });
      }
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Books a request; its response is open until `close`. */
  function begin(key: string, req: IncomingMessage, body: string, res: Exchange['res']): Visit {
    const entry = entryOf(key);
    const visit: Visit = {
      isCut: false,
      isStalled: () => entry.isStalled,
      passage(signal) {
        if (!entry.isStalled) return undefined;
        return once(changes, `go:${key}`, { signal }).then(() => undefined);
      },
    };
    const live = { res, visit };
    entry.total += 1;
    entry.open += 1;
    entry.live.add(live);
    // without a key nobody will ask: counting is enough, and a chat at the playground is not kept
    if (key) {
      const { method = 'GET', url = '/', headers } = req;
      entry.requests.push({ method, url, headers, body, time: Date.now() });
      if (entry.requests.length > KEPT_REQUESTS) entry.requests.shift();
    }
    res.once('close', () => {
      entry.live.delete(live);
      entry.open -= 1;
      entry.closed += 1;
      if (visit.isCut) entry.cut += 1;
      else if (!res.writableFinished) entry.aborted += 1;
      changed(key);
    });
    changed(key);
    return visit;
  }

  /** Holds back what the key's streams write, until it is called with `false`. */
  function stall(key: string, isStalled: boolean): void {
    entryOf(key).isStalled = isStalled;
    if (!isStalled) changes.emit(`go:${key}`);
  }

  /** The key's open responses, to act on from outside. */
  const live = (key: string) => [...(entries.get(key)?.live ?? [])];

  const cutAll = (key: string, reset = false): void => {
    for (const each of live(key)) cut(each, reset);
  };

  return { of, until, begin, stall, live, cutAll };
}

/** See {@link createStats}. */
export type Stats = ReturnType<typeof createStats>;
