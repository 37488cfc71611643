import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { CDPSession, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPlayground, type Step } from '../../stories/server/index.ts';
import { send } from '../support/messages.ts';
import { type OpenPage, openPage } from './support/site.ts';

const HTML =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Chat</title>' +
  '<style>.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}</style>' +
  '<script type="module" src="/page.js"></script></html>';

const ANSWER = `# Streams in Node

A stream is **read** in pieces. See [the manual](https://nodejs.org/api/stream.html) for more, and mind the \`end\` event.

1. Open the file.
2. Read it. Wait for the rest.
3. Close it.

\`\`\`js
for await (const chunk of stream) console.log(chunk.length);
\`\`\`

| Runtime | Since |
| ------- | ----- |
| Node    | 10    |
| Deno    | 1.0   |

That is all. Ask me again if you need more, whatever it may be.
`;

/** What is to be heard of it: every word once, in order, the code and the table by name. */
const HEARD =
  'Streams in Node A stream is read in pieces. See the manual for more, and mind the end event. ' +
  '1. Open the file. 2. Read it. Wait for the rest. 3. Close it. Code block, js. Table, 2 rows. ' +
  'That is all. Ask me again if you need more, whatever it may be. End of the answer.';

/** The answer in lumps of so many characters, each sent when it is released. */
const inLumps = (size: number): Step[] => [
  ...(ANSWER.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []).flatMap((lump, i) => [
    { until: i + 1 },
    send(lump),
  ]),
  { until: Infinity },
  { end: true },
];

const playground = createPlayground();
let site: OpenPage;
beforeAll(async () => {
  site = await openPage('spokenPage.tsx', { handle: playground.handler, html: HTML });
});
afterEach(async () => {
  for (const context of site.browser.contexts()) await context.close();
});
afterAll(() => site.close());

/** A page that has asked. The answer comes lump by lump, as `next()` says. */
async function ask(steps: readonly Step[], prepare?: (page: Page) => Promise<void>) {
  const key = crypto.randomUUID();
  playground.script(key, steps);
  const page = await (await site.browser.newContext()).newPage();
  await prepare?.(page);
  await page.goto(`${site.url}/#${key}`);
  await page.getByRole('button', { name: 'Ask' }).click();
  expect(await playground.until(key, { open: 1 }, 30_000)).toBe(true);
  let sent = 0;
  return {
    page,
    /** Sends the next lump, and waits until the page has it. */
    next: async (): Promise<void> => {
      sent += 1;
      playground.control(key, { do: 'release', to: sent });
      await page.waitForFunction((count) => window.received >= count, sent);
    },
    end: async (): Promise<void> => {
      playground.control(key, { do: 'release', to: Infinity });
      expect(await playground.until(key, { open: 0 }, 30_000)).toBe(true);
    },
  };
}

/** A node of Chromium's accessibility tree, as an outline needs it. */
interface Node {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
}

const roleOf = (node: Node): string => node.role?.value ?? '';

/** Chromium's accessibility tree of a page. */
async function treeOf(session: CDPSession) {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: readonly Node[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const textOf = (node: Node): string =>
    roleOf(node) === 'StaticText'
      ? (node.name?.value ?? '')
      : (node.childIds ?? []).map((id) => (byId.has(id) ? textOf(byId.get(id)!) : '')).join('');
  const find = (role: string): Node[] => nodes.filter((node) => !node.ignored && roleOf(node) === role);
  return {
    find,
    textOf,
    /** The nodes that say what changes in them. */
    live: nodes.filter(
      ({ properties }) =>
        !!properties?.some(({ name, value }) => name === 'live' && value.value && value.value !== 'off'),
    ),
  };
}

/** Moves the page's clock, and waits for all that React does then. Returns how often the live region has changed. */
async function pass(page: Page, ms: number): Promise<number> {
  await page.clock.runFor(ms);
  return page.evaluate(async () => {
    await window.scheduler.postTask(() => {}, { priority: 'background' });
    return window.announced.length;
  });
}

/** In ms of the page's clock: no time is known more exactly. */
const STEP = 100;

test.each([7, 60])(
  'of an answer in lumps of %i every word is in the accessibility tree’s live region once, at most every two seconds',
  async (size) => {
    const steps = inLumps(size);
    const { page, next, end } = await ask(steps, async (page) => {
      await page.clock.install({ time: 0 });
      await page.clock.pauseAt(1_000);
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Accessibility.enable');
    const heard: { readonly message: string; readonly at: number }[] = [];
    let now = 0;
    /** Some time passes; whenever the live region has changed, the tree is asked what it says. */
    const listen = async (ms: number): Promise<void> => {
      for (const end = now + ms; now < end;) {
        now += STEP;
        const count = await pass(page, STEP);
        if (count === heard.length) continue;
        const before = heard.at(-1)?.message ?? '';
        const said = async (): Promise<string> => {
          const { find, textOf } = await treeOf(session);
          return find('status').map(textOf).join('');
        };
        await expect.poll(said).not.toBe(before);
        heard.push({ message: await said(), at: now });
      }
    };
    const lumps = steps.filter((step) => 'text' in step).length;
    for (let i = 0; i < lumps; i++) {
      await next();
      await listen(i % 3 === 0 ? 900 : 200);
    }
    await end();
    const transcript = () => heard.map(({ message }) => message).join(' ');
    await expect.poll(async () => (await listen(500), transcript())).toContain('End of the answer.');
    expect(transcript()).toBe(HEARD);
    expect(await page.evaluate(() => window.announced)).toEqual(heard.map(({ message }) => message));
    const pauses = heard.slice(1).map(({ at }, i) => at - heard[i]!.at);
    expect(pauses.length).toBeGreaterThan(1);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000 - STEP);
  },
);

test('the answer itself is read at one’s own pace: no live region, and its headings, lists, code and table are such', async () => {
  const { page, next, end } = await ask(inLumps(200));
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  await next();
  await expect.poll(async () => (await treeOf(session)).find('listitem').length).toBeGreaterThan(0);
  const { live, find, textOf } = await treeOf(session);
  expect(live.map(roleOf).filter((role) => role !== 'StaticText' && role !== 'InlineTextBox')).toEqual([
    'status',
  ]);
  expect(find('heading').map(textOf)).toEqual(['Chat', 'Streams in Node']);
  await next();
  await next();
  await end();
  await expect.poll(async () => (await treeOf(session)).find('row').length).toBe(3);
  await page.getByText('End of the answer.').waitFor();
  const whole = await treeOf(session);
  expect(whole.find('listitem')).toHaveLength(3);
  expect(whole.find('table')).toHaveLength(1);
  expect(whole.find('cell').map(whole.textOf)).toEqual(['Node', '10', 'Deno', '1.0']);
  expect(whole.find('code').map((code) => whole.textOf(code).trim())).toEqual([
    'end',
    'for await (const chunk of stream) console.log(chunk.length);',
  ]);
  expect(whole.find('link').map(whole.textOf)).toEqual(['the manual']);
});

test('axe finds nothing to object to, while the answer grows and at its end', async () => {
  const { page, next, end } = await ask(inLumps(120));
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
  const violations = async (): Promise<string[]> => {
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run: () => Promise<AxeResults> } };
      return axe.run();
    });
    expect(found.passes.length).toBeGreaterThan(10);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
  for (let i = 0; i < Math.ceil(ANSWER.length / 120); i++) {
    await next();
    expect(await violations()).toEqual([]);
  }
  await end();
  await page.getByText('End of the answer.').waitFor();
  expect(await violations()).toEqual([]);
});
