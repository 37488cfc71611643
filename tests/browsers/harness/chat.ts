import assert from 'node:assert/strict';
import type { Step } from '../../../stories/server/index.ts';
import { content, reason } from '../../support/chunks.ts';
import { hold, send } from '../../support/messages.ts';
import type { Tab, User } from '../drivers/driver.ts';
import { type Scenario, textsOf, visitOf } from './part.ts';
import { eventually, type Site } from './site.ts';

async function open(
  show: 'chat' | 'prices',
  site: Site,
  user: User,
  ...perRequest: readonly (readonly Step[])[]
) {
  const key = crypto.randomUUID();
  site.playground.script(key, { perRequest });
  const tab = await user.newTab(visitOf(site, { key, show, url: `/raw/${key}/stream` }));
  await eventually('the page', () => tab.evaluate("!!document.querySelector('button')"));
  return {
    key,
    tab,
    go: (to: number): void => void site.playground.control(key, { do: 'release', to }),
    ask: (words: string) => tab.type('input', `${words}\n`),
    shows: (...texts: string[]) => shows(tab, texts),
    button: (name: string) =>
      eventually(`the button ${name}`, async () => (await textsOf(tab, 'button')).includes(name)),
    /** The conversations that the server was sent. */
    sent: (): string[][] =>
      site.playground.stats(key).requests.map(({ body }) => {
        const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
        return messages.map(({ role, content: words }) => `${role}: ${words}`);
      }),
  };
}

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
  {
    name: 'the chat: asked, stopped, and asked again',
    async play({ site, user }) {
      const {
        key,
        ask,
        shows: expectShown,
        button,
        go,
        tab,
        sent,
      } = await open(
        'chat',
        site,
        user,
        [send(content('fir')), { until: 1 }, send(content('st!'), reason, '[DONE]'), { end: true }],
        [send(content('half')), { until: 2 }, send(content(' too late')), hold],
        [send(content('third!'), reason, '[DONE]'), { end: true }],
      );
      await ask('first?');
      await expectShown('user: first?', 'assistant: fir');
      go(1);
      await expectShown('user: first?', 'assistant: first!');
      await button('Ask');
      await ask('second?');
      await expectShown('user: first?', 'assistant: first!', 'user: second?', 'assistant: half');
      await button('Stop');
      await tab.click('button');
      await site.waitFor(key, { requests: 2, open: 0 });
      go(2);
      await button('Ask');
      await ask('third?');
      const before = ['user: first?', 'assistant: first!', 'user: second?', 'assistant: half'];
      await expectShown(...before, 'user: third?', 'assistant: third!');
      await site.waitFor(key, { requests: 3, open: 0 });
      assert.deepEqual(sent(), [
        ['user: first?'],
        ['user: first?', 'assistant: first!', 'user: second?'],
        [...before, 'user: third?'],
      ]);
    },
  },
  {
    name: 'the chat: Enter while an answer streams sends nothing and keeps the words',
    async play({ site, user }) {
      const {
        key,
        ask,
        shows: expectShown,
        go,
        tab,
        sent,
      } = await open('chat', site, user, [
        send(content('one')),
        { until: 1 },
        send(content('!'), reason, '[DONE]'),
        { end: true },
      ]);
      await ask('first?');
      await expectShown('user: first?', 'assistant: one');
      await ask('second?');
      const words = (): Promise<unknown> => tab.evaluate("document.querySelector('input').value");
      await eventually('the words', async () => (await words()) === 'second?');
      go(1);
      await expectShown('user: first?', 'assistant: one!');
      await site.waitFor(key, { requests: 1, open: 0 });
      assert.deepEqual(sent(), [['user: first?']]);
    },
  },
  {
    name: 'the chat: stopped before the first word, it sends nothing of an answer with the next question',
    async play({ site, user }) {
      const {
        key,
        ask,
        shows: expectShown,
        button,
        tab,
        sent,
      } = await open(
        'chat',
        site,
        user,
        [{ until: 1 }, send(content('never shown')), hold],
        [send(content('second!'), reason, '[DONE]'), { end: true }],
      );
      await ask('first?');
      await site.waitFor(key, { requests: 1, open: 1 });
      await button('Stop');
      await tab.click('button');
      await site.waitFor(key, { open: 0 });
      await button('Ask');
      await ask('second?');
      await expectShown('user: first?', 'user: second?', 'assistant: second!');
      assert.deepEqual(sent(), [['user: first?'], ['user: first?', 'user: second?']]);
    },
  },
  {
    name: 'the chat: an error of the server is shown in its words',
    async play({ site, user }) {
      const { ask, tab } = await open('chat', site, user, [
        { status: 429, headers: { 'content-type': 'application/json' } },
        { text: '{"error":{"message":"Too many questions"}}' },
        { end: true },
      ]);
      await ask('first?');
      await eventually('the words', async () =>
        (await textsOf(tab, '[role=alert]')).includes('Too many questions'),
      );
    },
  },
  {
    name: 'the feed, paused and gone on with, keeps its prices and shows none of the pause',
    async play({ site, user }) {
      const {
        key,
        tab,
        go,
        shows: expectShown,
      } = await open(
        'prices',
        site,
        user,
        [price('ABC', 1, '1'), price('XYZ', 2, '2'), { until: 1 }, price('ABC', 3, '3'), hold],
        [price('XYZ', 4, '4'), { until: 2 }, price('ABC', 5, '5'), hold],
      );
      await expectShown('open', 'ABC 1.00', 'XYZ 2.00');
      await tab.click('button');
      await site.waitFor(key, { requests: 1, open: 0 });
      go(1);
      await expectShown('closed', 'ABC 1.00', 'XYZ 2.00');
      await tab.click('button');
      await expectShown('open', 'ABC 1.00', 'XYZ 4.00');
      go(2);
      await expectShown('open', 'ABC 5.00', 'XYZ 4.00');
    },
  },
];
