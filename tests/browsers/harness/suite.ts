import type { Browser } from '../drivers/driver.ts';
import type { CheckResult } from '../page/check.ts';
import { chat } from './chat.ts';
import { pageFaults } from './pageFaults.ts';
import { type Context, openSuite, playScenarios, type Result } from './part.ts';
import { playServerFaults } from './serverFaults.ts';
import { sharing } from './sharing.ts';
import { openSite } from './site.ts';

/** Plays a part in one page. */
async function inPage<T>(context: Context, part: string): Promise<T> {
  const user = await context.browser.newUser();
  try {
    return await context.site.call<T>(await openSuite(context, user), part);
  } finally {
    await user.close();
  }
}

const parts: Record<string, (context: Context) => Promise<Result[]>> = {
  vectors: (context) => inPage<Result[]>(context, 'playVectors'),
  async lifecycle(context) {
    const results = await inPage<CheckResult[]>(context, 'playLifecycle');
    return results.map(({ name, failure, own }) => ({
      name,
      outcome: failure ? 'failed' : own ? 'own' : 'passed',
      note: failure ?? own,
    }));
  },
  async faults(context) {
    return [...(await playServerFaults(context)), ...(await playScenarios(context, pageFaults))];
  },
  sharing: (context) => playScenarios(context, sharing),
  chat: (context) => playScenarios(context, chat),
};

/** The columns of the table. */
export const PARTS: readonly string[] = Object.keys(parts);

/** Plays these parts in a browser, one after another. */
export async function playSuite(
  browser: Browser,
  wanted: readonly string[],
): Promise<Record<string, readonly Result[]>> {
  const site = await openSite();
  const results: Record<string, readonly Result[]> = {};
  try {
    for (const part of wanted) {
      const start = Date.now();
      try {
        results[part] = await parts[part]!({ browser, site });
      } catch (error) {
        results[part] = [{ name: part, outcome: 'failed', note: String(error) }];
      }
      console.log(`${browser.name}: ${part} took ${Math.round((Date.now() - start) / 1000)} s`);
      for (const { name, outcome, note } of results[part]!) {
        const words = { failed: 'FAILED', own: 'as the browser itself' };
        if (outcome !== 'passed') console.log(`  ${words[outcome]}: ${name}: ${note}`);
      }
    }
  } finally {
    await site.close();
  }
  return results;
}
