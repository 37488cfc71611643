import assert from 'node:assert/strict';
import type { Step, Wanted } from '../../../stories/server/index.ts';
import { content, reason } from '../../support/chunks.ts';
import { hold, send } from '../../support/messages.ts';
import type { Tab, User } from '../drivers/driver.ts';
import { type Scenario, textsOf, visitOf } from './part.ts';
import { eventually, type Site } from './site.ts';

type Page = Awaited<ReturnType<typeof open>>;

/** A page with the README's chat or feed, and the server that answers it. */
async function open(
  show: 'chat' | 'prices',
  perRequest: readonly (readonly Step[])[],
  { site, user }: { site: Site; user: User },
) {
  const key = crypto.randomUUID();
  site.playground.script(key, { perRequest });
  const tab = await user.newTab(visitOf(site, { key, show, url: `/raw/${key}/stream` }));
  await eventually('the page', () => tab.evaluate("!!document.querySelector('button')"));
  return {
    tab,
    waitFor: (wanted: Wanted) => site.waitFor(key, wanted),
    go: (to: number): void => void site.playground.control(key, { do: 'release', to }),
    ask: (words: string) => tab.type('input', `${words}\n`),
    click: () => tab.click('button'),
    shows: (...texts: string[]) => shows(tab, texts),
    hasButton: (name: string) =>
      eventually(`the button ${name}`, async () => (await textsOf(tab, 'button')).includes(name)),
    /** The conversations that the server was sent. */
    sent: (): string[][] =>
      site.playground.stats(key).requests.map(({ body }) => {
        const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
        return messages.map(({ role, content: words }) => `${role}: ${words}`);
      }),
  };
}

/** What a user does on a page whose requests get these answers. */
const scenario = (
  name: string,
  show: 'chat' | 'prices',
  perRequest: readonly (readonly Step[])[],
  play: (page: Page) => Promise<void>,
): Scenario => ({ name, play: async (on) => play(await open(show, perRequest, on)) });

/** Resolves when the page shows these paragraphs and items. */
async function shows(tab: Tab, texts: readonly string[]): Promise<void> {
  await eventually(`the page to show ${texts.join(' | ')}`, async () => {
    const shown = await textsOf(tab, 'main p, main li');
    return shown.join('|') === texts.join('|');
  });
}

const price = (symbol: string, value: number, id: string): Step =>
  send({ type: 'price', data: JSON.stringify({ symbol, price: value }), id });

/** The README's chat and feed, used with real clicks and keys. */
export const chat: readonly Scenario[] = [
  scenario(
    'the chat: asked, stopped, and asked again',
    'chat',
    [
      [send(content('fir')), { until: 1 }, send(content('st!'), reason, '[DONE]'), { end: true }],
      [send(content('half')), { until: 2 }, send(content(' too late')), hold],
      [send(content('third!'), reason, '[DONE]'), { end: true }],
    ],
    async (page) => {
      await page.ask('first?');
      await page.shows('user: first?', 'assistant: fir');
      page.go(1);
      await page.shows('user: first?', 'assistant: first!');
      await page.hasButton('Ask');
      await page.ask('second?');
      const before = ['user: first?', 'assistant: first!', 'user: second?', 'assistant: half'];
      await page.shows(...before);
      await page.hasButton('Stop');
      await page.click();
      await page.waitFor({ requests: 2, open: 0 });
      page.go(2);
      await page.hasButton('Ask');
      await page.ask('third?');
      await page.shows(...before, 'user: third?', 'assistant: third!');
      await page.waitFor({ requests: 3, open: 0 });
      assert.deepEqual(page.sent(), [
        ['user: first?'],
        ['user: first?', 'assistant: first!', 'user: second?'],
        [...before, 'user: third?'],
      ]);
    },
  ),
  scenario(
    'the chat: Enter while an answer streams sends nothing and keeps the words',
    'chat',
    [[send(content('one')), { until: 1 }, send(content('!'), reason, '[DONE]'), { end: true }]],
    async (page) => {
      await page.ask('first?');
      await page.shows('user: first?', 'assistant: one');
      await page.ask('second?');
      const words = (): Promise<unknown> => page.tab.evaluate("document.querySelector('input').value");
      await eventually('the words', async () => (await words()) === 'second?');
      page.go(1);
      await page.shows('user: first?', 'assistant: one!');
      await page.waitFor({ requests: 1, open: 0 });
      assert.deepEqual(page.sent(), [['user: first?']]);
    },
  ),
  scenario(
    'the chat: stopped before the first word, it sends nothing of an answer with the next question',
    'chat',
    [
      [{ until: 1 }, send(content('never shown')), hold],
      [send(content('second!'), reason, '[DONE]'), { end: true }],
    ],
    async (page) => {
      await page.ask('first?');
      await page.waitFor({ requests: 1, open: 1 });
      await page.hasButton('Stop');
      await page.click();
      await page.waitFor({ open: 0 });
      await page.hasButton('Ask');
      await page.ask('second?');
      await page.shows('user: first?', 'user: second?', 'assistant: second!');
      assert.deepEqual(page.sent(), [['user: first?'], ['user: first?', 'user: second?']]);
    },
  ),
  scenario(
    'the chat: an error of the server is shown in its words',
    'chat',
    [
      [
        { status: 429, headers: { 'content-type': 'application/json' } },
        { text: '{"error":{"message":"Too many questions"}}' },
        { end: true },
      ],
    ],
    async ({ ask, tab }) => {
      await ask('first?');
      await eventually('the words', async () =>
        (await textsOf(tab, '[role=alert]')).includes('Too many questions'),
      );
    },
  ),
  scenario(
    'the feed, paused and gone on with, keeps its prices and shows none of the pause',
    'prices',
    [
      [price('ABC', 1, '1'), price('XYZ', 2, '2'), { until: 1 }, price('ABC', 3, '3'), hold],
      [price('XYZ', 4, '4'), { until: 2 }, price('ABC', 5, '5'), hold],
    ],
    async (page) => {
      await page.shows('open', 'ABC 1.00', 'XYZ 2.00');
      await page.click();
      await page.waitFor({ requests: 1, open: 0 });
      page.go(1);
      await page.shows('closed', 'ABC 1.00', 'XYZ 2.00');
      await page.click();
      await page.shows('open', 'ABC 1.00', 'XYZ 4.00');
      page.go(2);
      await page.shows('open', 'ABC 5.00', 'XYZ 4.00');
    },
  ),
];
