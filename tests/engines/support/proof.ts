// Whether a feed over an engine keeps its promises while the engine is killed, restarted and cut off.
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { expect } from 'vitest';
import { chromiumArgs, findBrowser } from '../../../scripts/find-browser.mjs';
import { bundle, HTML } from '../../pages/support/site.ts';
import type { Engine } from './engine.ts';
import { type Attempt, type Front, openFront } from './front.ts';
import type { FeedLog } from './page.tsx';

/** The feeds: each transport alone, and shared by two tabs. */
const FEEDS = ['native', 'fetch', 'native shared', 'fetch shared'];
const TABS = [FEEDS, FEEDS.filter((name) => name.endsWith('shared'))];

/** Numbers from 0 to below `limit`, the same for the same seed. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

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
  attempts.forEach(({ lastEventId, judged }, index) => {
    const until = attempts[index + 1]?.lastEventId;
    const sent = judged
      .filter(({ type }) => type === 'message')
      .map(({ id, data }) => ({ id, n: numberIn(data) }));
    // An id may stand twice in the log, where an engine counts from the start again.
    const first = sent[0]?.n ?? Infinity;
    const last = log.numbers.findLast((n, at) => log.ids[at] === lastEventId && n <= first) ?? NaN;
    if (index === 0) for (let n = from + 1; n <= last; n++) numbers.push(n);
    if (until === lastEventId) return;
    const more = sent.filter(({ n }) => n > last);
    isGap ||= more[0]?.n !== last + 1;
    const end = more.findIndex(({ id }) => id === until);
    numbers.push(...more.slice(0, until === undefined ? undefined : end + 1).map(({ n }) => n));
  });
  return { numbers, isGap };
}

const LONG = 'a cut longer than the history';

interface Step {
  readonly engine: Engine;
  readonly front: Front;
  readonly tabs: readonly Tab[];
  readonly random: (limit: number) => number;
  readonly publish: (count: number) => Promise<void>;
}

/** One disturbance at a random point; returns what was done. */
async function disturb({ engine, front, random, publish }: Step): Promise<string> {
  const faults = Object.keys(engine.faults);
  const kind = ['a cut', LONG, ...faults][random(2 + faults.length)]!;
  const fault = engine.faults[kind];
  front.cutIn(() => random(400));
  await publish(random(7));
  front.close(() => (random(2) ? 'reset' : 502));
  if (!fault) {
    await publish(kind === 'a cut' ? random(5) : engine.history + 1 + random(5));
  } else {
    // What is lost with the engine's memory must be missed by somebody.
    await publish(random(3) + (fault.keeps ? 0 : 1));
    await fault.act();
    await publish(random(3));
  }
  front.reopen();
  return kind;
}

/**
 * Disturbs the engine so many times, at random points, and compares what each subscriber in Chromium got with what a
 * plain HTTP client gets that asks the same.
 */
export async function prove(engine: Engine, runs: number, seed = 18): Promise<Tally> {
  const files = await bundle(fileURLToPath(new URL('page.tsx', import.meta.url)));
  const front = await openFront(engine, (path, response) => {
    const file = files.get(path);
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
    response.end(file ?? HTML);
  });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: chromiumArgs });
  const random = randomFrom(seed);
  const tally: Tally = { runs: 0, messages: 0, gaps: 0, whole: 0, faults: {} };
  let newest = 0;
  const publish = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++)
      await engine.publish(JSON.stringify({ n: ++newest, text: 'é'.repeat(random(60)) }));
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
        await publish(1);
        return Promise.all(tabs.map(hasAny));
      })
      .toEqual(tabs.map(() => true));
    await got(tabs, newest);
    const told = new Map<string, number>();
    for (let run = 1; run <= runs; run++) {
      const from = newest;
      front.forget();
      const kind = await disturb({ engine, front, tabs, random, publish });
      const at = (feed: string): string => `run ${run}, ${kind}, ${feed}`;
      await expect.poll(() => front.open().size, { message: at('all') }).toBe(FEEDS.length);
      // The last message drives another one out of a history that is full: first each reader has what is there.
      if (kind === LONG) await judgesHave(newest, at);
      await publish(1);
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
          const subscriber = { at: at(name), isTold: outcomes.length > 0, isGap: outcomes.includes('gap') };
          const numbers = log.numbers.filter((n) => n > from);
          expect({ ...subscriber, numbers }).toEqual({ at: at(name), isTold: true, ...expected });
          tally[expected.isGap ? 'gaps' : 'whole'] += 1;
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
