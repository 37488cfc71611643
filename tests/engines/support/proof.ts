// Whether a feed over an engine keeps its promises while the engine is killed, restarted and cut off.
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { expect } from 'vitest';
import { chromiumArgs, findBrowser } from '../../../scripts/find-browser.mjs';
import { bundle, HTML } from '../../pages/support/site.ts';
import type { Engine } from './engine.ts';
import { type Attempt, type Front, openFront } from './front.ts';
import type { FeedLog } from './page.tsx';
import { LONG, type Plan, planOf } from './plan.ts';

/** The feeds: each transport alone, and shared by two tabs. */
const FEEDS = ['native', 'fetch', 'native shared', 'fetch shared'];
const TABS = [FEEDS, FEEDS.filter((name) => name.endsWith('shared'))];

/** What happened in all runs together. */
export interface Tally {
  runs: number;
  messages: number;
  /** Subscribers that were to be told of a gap, and those that were to be told of none. */
  gaps: number;
  whole: number;
  /** Runs with each fault. */
  readonly faults: Record<string, number>;
}

interface Tab {
  readonly page: Page;
  readonly names: readonly string[];
}

async function openTabs(browser: Browser, front: Front, engine: Engine): Promise<Tab[]> {
  const context = await browser.newContext();
  return Promise.all(
    TABS.map(async (names) => {
      const page = await context.newPage();
      await page.goto(front.url);
      await page.waitForFunction(() => 'mount' in window);
      await page.evaluate(([all, gapBy]) => window.mount(all, gapBy), [names, engine.gapBy] as const);
      return { page, names };
    }),
  );
}

/** Resolves when every subscriber has that message. */
const got = (tabs: readonly Tab[], number: number): Promise<unknown> =>
  Promise.all(
    tabs.map(({ page }) =>
      page.waitForFunction(
        (n) => Object.values(window.feeds).every(({ numbers }) => numbers.at(-1)! >= n),
        number,
        { timeout: 60_000 },
      ),
    ),
  );

/** Whether every feed of the tab has got a message. */
const hasAny = ({ page }: Tab): Promise<boolean> =>
  page.evaluate(() => Object.values(window.feeds).every(({ numbers }) => numbers.length > 0));

const numberIn = (data: string): number => (JSON.parse(data) as { n: number }).n;

/** What a subscriber must have got since `from`, and whether it has missed something, if the plain client is right. */
function expectedOf(log: FeedLog, from: number, attempts: readonly Attempt[]) {
  const numbers: number[] = [];
  let isGap = false;
  const all = attempts.map(({ lastEventId, judged }) => {
    const sent = judged.filter(({ type }) => type === 'message').map(({ data }) => numberIn(data));
    // An id may stand twice in the log, where an engine counts from the start again.
    const first = sent[0] ?? Infinity;
    const last = log.numbers.findLast((n, at) => log.ids[at] === lastEventId && n <= first) ?? NaN;
    return { lastEventId, last, more: sent.filter((n) => n > last) };
  });
  all.forEach(({ lastEventId, last, more }, index) => {
    const next = all[index + 1];
    if (index === 0) for (let n = from + 1; n <= last; n++) numbers.push(n);
    // Nothing came before the next attempt.
    if (next?.lastEventId === lastEventId) return;
    isGap ||= more[0] !== last + 1;
    numbers.push(...more.filter((n) => n <= (next ? next.last : Infinity)));
  });
  return { numbers, isGap };
}

interface Course {
  readonly front: Front;
  readonly publish: (count: number) => Promise<void>;
  /** Resolves when the plain clients have all that was published. */
  readonly judgesHaveAll: () => Promise<void>;
}

/** One disturbance at a random point. */
async function disturb(plan: Plan, { front, publish, judgesHaveAll }: Course): Promise<void> {
  front.cutIn((feed) => plan.cuts[feed] ?? 0);
  await publish(plan.before);
  front.close(plan.refusal);
  // A plain client may have asked the process that is killed: first it has what a reader may have.
  await publish(1);
  await judgesHaveAll();
  await publish(plan.during);
  await plan.fault?.act();
  await publish(plan.after);
  front.reopen();
}

/**
 * Disturbs the engine so many times, at random points, and compares what each subscriber in Chromium got with what a
 * plain HTTP client gets that asks the same.
 *
 * @param seed of the first run; each run has the next one
 */
export async function prove(engine: Engine, runs: number, seed: number): Promise<Tally> {
  const files = await bundle(fileURLToPath(new URL('page.tsx', import.meta.url)));
  const front = await openFront(engine, (path, response) => {
    const file = files.get(path);
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
    response.end(file ?? HTML);
  });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: chromiumArgs });
  const tally: Tally = { runs: 0, messages: 0, gaps: 0, whole: 0, faults: {} };
  let newest = 0;
  const publish = async (textLength: () => number, count = 1): Promise<void> => {
    for (let i = 0; i < count; i++)
      await engine.publish(JSON.stringify({ n: ++newest, text: 'é'.repeat(textLength()) }));
  };
  /** Resolves when the plain client beside each feed has that message. */
  const judgesHave = async (number: number, at: (feed: string) => string): Promise<void> => {
    for (const name of FEEDS) {
      const last = () =>
        front
          .attempts()
          .findLast(({ feed }) => feed === name)
          ?.judged.at(-1)?.data;
      await expect.poll(last, { message: at(name) }).toContain(`"n":${number},`);
    }
  };
  try {
    const tabs = await openTabs(browser, front, engine);
    // StrictMode mounts twice, so the first connection of a feed is not the one that stays.
    await expect
      .poll(async () => {
        await publish(() => 0);
        return Promise.all(tabs.map(hasAny));
      })
      .toEqual(tabs.map(() => true));
    await got(tabs, newest);
    const told = new Map<string, number>();
    for (let run = 0; run < runs; run++) {
      const plan = planOf(engine, FEEDS, seed + run);
      const { kind, isTrimmed, textLength } = plan;
      const at = (feed: string): string => `${kind}, ${feed}; again with --runs=1 --seed=${seed + run}`;
      const from = newest;
      front.forget();
      await disturb(plan, {
        front,
        publish: (count) => publish(textLength, count),
        async judgesHaveAll() {
          const last = () => front.attempts().map(({ judged }) => judged.at(-1)?.data ?? '');
          const isNewest = (data: string): boolean => data.includes(`"n":${newest},`);
          await expect
            .poll(() => last().filter((data) => !isNewest(data)), { message: at('all') })
            .toEqual([]);
        },
      });
      await expect.poll(() => front.open().size, { message: at('all') }).toBe(FEEDS.length);
      // The last message drives another one out of a history that is full: first each reader has what is there.
      if (kind === LONG) await judgesHave(newest, at);
      await publish(textLength);
      // What did not come is found below.
      await got(tabs, newest).catch(() => {});
      const attempts = front.attempts();
      await judgesHave(newest, at);
      for (const [tab, { page }] of tabs.entries()) {
        for (const [name, log] of Object.entries(await page.evaluate(() => window.feeds))) {
          const expected = expectedOf(
            log,
            from,
            attempts.filter(({ feed }) => feed === name),
          );
          const key = `${tab} ${name}`;
          const outcomes = log.resumed.slice(told.get(key) ?? 0).map(({ outcome }) => outcome);
          told.set(key, log.resumed.length);
          const subscriber = { isTold: outcomes.length > 0, isGap: outcomes.includes('gap') };
          const numbers = log.numbers.filter((n) => n > from);
          expect({ at: at(name), ...subscriber, isTrimmed: expected.isGap, numbers }).toEqual({
            at: at(name),
            isTold: true,
            isGap: isTrimmed,
            isTrimmed,
            numbers: expected.numbers,
          });
          tally[isTrimmed ? 'gaps' : 'whole'] += 1;
        }
      }
      tally.runs += 1;
      tally.faults[kind] = (tally.faults[kind] ?? 0) + 1;
    }
    tally.messages = newest;
    return tally;
  } finally {
    await browser.close();
    await front.stop();
  }
}
