import type { Browser, Tab, User } from '../drivers/driver.ts';
import type { Visit } from '../page/visit.tsx';
import { eventually, type Site } from './site.ts';

/** What a part of the suite has to work with. */
export interface Context {
  readonly browser: Browser;
  readonly site: Site;
}

/** How a check went. */
export interface Result {
  readonly name: string;
  /** `own`: a plain `EventSource` or `fetch` of this browser does the same. */
  readonly outcome: 'passed' | 'own' | 'failed';
  readonly note?: string | undefined;
}

/** A check that the harness drives, with a user of its own who is gone after it. */
export interface Scenario {
  readonly name: string;
  /** What it returns is how the browser differs, where it does. */
  readonly play: (context: Context & { readonly user: User }) => Promise<string | void>;
}

export async function playScenarios(context: Context, scenarios: readonly Scenario[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const { name, play } of scenarios) {
    try {
      const user = await context.browser.newUser();
      try {
        const note = await play({ ...context, user });
        results.push({ name, outcome: note ? 'own' : 'passed', note: note || undefined });
      } finally {
        await user.close();
      }
    } catch (error) {
      results.push({
        name,
        outcome: 'failed',
        note: String((error as Error).message ?? error).slice(0, 500),
      });
    }
  }
  return results;
}

/** The page in which parts of the suite are played. */
export async function openSuite({ site }: Context, user: User): Promise<Tab> {
  const tab = await user.newTab(`${site.url}/suite`);
  await eventually('the page', () => tab.evaluate('!!window.begin'));
  return tab;
}

/** The address of a page that shows this. */
export const visitOf = ({ url }: Site, visit: Visit): string =>
  `${url}/visit?${visit.key}#${encodeURIComponent(JSON.stringify(visit))}`;

/** The texts of the elements that match. */
export const textsOf = (tab: Tab, selector: string): Promise<string[]> =>
  tab.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`,
  ) as Promise<string[]>;
