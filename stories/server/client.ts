import type { Action } from './control.ts';
import type { Script } from './scripts.ts';
import type { KeyStats, Wanted } from './stats.ts';

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

const post = (value: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(value) });

/** The playground's books and levers over HTTP, for tests and stories in a browser. `base` is its origin. */
export function playgroundClient(base = '') {
  const path = (kind: string, key: string): string => `${base}/${kind}/${encodeURIComponent(key)}`;
  return {
    /** What the server knows of a key now. */
    stats: (key: string): Promise<KeyStats> => ask(path('stats', key)),
    /** Resolves when the key's numbers are as wanted; rejects after `timeout` ms and says what they are. */
    async waitFor(key: string, wanted: Wanted, timeout = 30_000): Promise<KeyStats> {
      const query = new URLSearchParams({ timeout: String(timeout) });
      for (const [name, value] of Object.entries(wanted)) query.set(name, String(value));
      const { met, ...stats } = await ask<KeyStats & { met: boolean }>(`${path('stats', key)}?${query}`);
      if (met) return stats;
      const { requests: _, ...numbers } = stats;
      throw new Error(`waited ${timeout} ms for ${JSON.stringify(wanted)}, got ${JSON.stringify(numbers)}`);
    },
    /** Sets what `/raw/:key/stream` answers, and returns that address. */
    async script(key: string, script: Script): Promise<string> {
      await ask(path('raw', key), post(script));
      return `${path('raw', key)}/stream`;
    },
    /** Acts on a key's open connections, or on its next requests. */
    async control(key: string, action: Action): Promise<void> {
      await ask(path('control', key), post(action));
    },
  };
}
