import { onTestFinished, vi } from 'vitest';
import { playgroundClient } from '../../stories/server/client.ts';
import type { Script } from '../../stories/server/index.ts';
import { path } from './messages.ts';

/** The playground on the page's own origin. */
export const playground = playgroundClient();

/** An endpoint of the playground, booked under a key of its own. */
export function endpoint(name: string, query: Readonly<Record<string, string | number>> = {}) {
  const key = crypto.randomUUID();
  return { key, url: path(name, { ...query, key }) };
}

/** A script, booked under a key of its own. */
export async function script(steps: Script) {
  const key = crypto.randomUUID();
  return { key, url: await playground.script(key, steps) };
}

/** What a tab reports that was put behind another one, or shown again. */
export function setVisibility(state: 'hidden' | 'visible'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(state === 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  onTestFinished(() => void vi.restoreAllMocks());
}
