import type { Script } from '../../../stories/server/index.ts';
import type { Action } from '../../../stories/server/control.ts';
import type { KeyStats, Wanted } from '../../../stories/server/stats.ts';

declare global {
  interface Window {
    /** The harness's own port: what is said to it takes none of the six connections of the page's origin. */
    harness: string;
  }
}

/** Tells the harness something. Without a header that would cost a preflight. */
export async function tell<T>(path: string, value: unknown): Promise<T> {
  const response = await fetch(`${window.harness}/${path}`, { method: 'POST', body: JSON.stringify(value) });
  const answer = (await response.json()) as { value: T; error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value;
}

/** The server of the pages, acted on from outside. */
export const server = {
  stats: (key: string) => tell<KeyStats>('stats', [key]),
  /** Resolves when the key's numbers are as wanted. */
  waitFor: (key: string, wanted: Wanted) => tell<KeyStats>('waitFor', [key, wanted]),
  /** Whether the key's numbers come to be as wanted within this time. */
  until: (key: string, wanted: Wanted, ms: number) => tell<boolean>('until', [key, wanted, ms]),
  control: (key: string, action: Action) => tell<null>('control', [key, action]),
};

/** A script, booked under a key of its own. */
export async function script(steps: Script): Promise<{ key: string; url: string }> {
  const key = crypto.randomUUID();
  await tell('script', [key, steps]);
  return { key, url: `/raw/${key}/stream` };
}

/** For what does not come at all, in ms: what comes may take its time on a busy machine. */
const PATIENCE = 120_000;

/** Resolves with the first value that is something. */
export async function until<T>(what: string, find: () => T | undefined | null | false): Promise<T> {
  const start = performance.now();
  for (;;) {
    const found = find();
    if (found) return found;
    if (performance.now() - start > PATIENCE) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const sorted = (_: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one, sorted) === JSON.stringify(other, sorted);

/** Throws where the two are not the same in JSON. */
export function same(what: string, got: unknown, wanted: unknown): void {
  if (!isSame(got, wanted)) {
    throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(wanted)}`.slice(0, 500));
  }
}
