// The README's chat and feed, used as a visitor uses them: tests/package/readme.test.ts says that these files are its own
// examples, to the character.
import { StrictMode } from 'react';
import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react/pure';
import { SseProvider } from 'react-event-source';
import { Chat } from '../../stories/examples/Chat.tsx';
import { Prices } from '../../stories/examples/Prices.tsx';
import type { Step } from '../../stories/server/index.ts';
import { content, reason } from '../support/chunks.ts';
import { hold, send } from '../support/messages.ts';
import { playground, script } from '../support/playground.ts';

/** What the server does for each request; at `until` it waits for the test. */
const server = (...perRequest: readonly (readonly Step[])[]) => script({ perRequest });

describe('the chat of the README', () => {
  async function openChat(...perRequest: readonly (readonly Step[])[]) {
    const { key, url } = await server(...perRequest);
    const page = await render(
      <SseProvider fetch={(_, init) => fetch(url, init)}>
        <Chat />
      </SseProvider>,
      { wrapper: StrictMode },
    );
    const question = page.getByLabelText('Question');
    return {
      key,
      /** Types a question and presses Enter. */
      ask: async (words: string): Promise<void> => {
        await question.fill(words);
        await userEvent.keyboard('{Enter}');
      },
      question,
      button: (name: string) => page.getByRole('button', { name, exact: true }),
      go: (to: number): Promise<void> => playground.control(key, { do: 'release', to }),
      /** The conversation as the page shows it. */
      shown: () => [...page.container.querySelectorAll('p')].map(({ textContent }) => textContent),
      /** The conversations that the server was sent. */
      sent: async (): Promise<string[][]> => {
        const { requests } = await playground.stats(key);
        return requests.map(({ body }) => {
          const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
          return messages.map(({ role, content }) => `${role}: ${content}`);
        });
      },
    };
  }

  test('asked again at once while the server holds the connection, stopped, and asked again, loses nothing', async () => {
    const { key, ask, question, button, go, shown, sent } = await openChat(
      [send(content('fir')), { until: 1 }, send(content('st!'), reason, '[DONE]'), hold],
      [send(content('half')), { until: 2 }, send(content(' too late')), hold],
      [send(content('third!'), reason, '[DONE]'), hold],
    );
    await ask('first?');
    await expect.poll(shown).toEqual(['user: first?', 'assistant: fir']);
    // Enter while an answer streams: nothing is sent, and the words stay where they are.
    await ask('second?');
    expect(shown()).toEqual(['user: first?', 'assistant: fir']);
    await expect.element(question).toHaveValue('second?');
    await go(1);
    await expect.element(button('Ask')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(shown)
      .toEqual(['user: first?', 'assistant: first!', 'user: second?', 'assistant: half']);
    await playground.waitFor(key, { requests: 2, open: 1, aborted: 1 });
    await button('Stop').click();
    await playground.waitFor(key, { open: 0, aborted: 2 });
    await go(2);
    await ask('third?');
    await expect
      .poll(shown)
      .toEqual([
        ...['user: first?', 'assistant: first!', 'user: second?', 'assistant: half'],
        ...['user: third?', 'assistant: third!'],
      ]);
    await expect.element(button('Ask')).toBeVisible();
    expect(await sent()).toEqual([
      ['user: first?'],
      ['user: first?', 'assistant: first!', 'user: second?'],
      ['user: first?', 'assistant: first!', 'user: second?', 'assistant: half', 'user: third?'],
    ]);
    await playground.waitFor(key, { requests: 3, open: 0, aborted: 3 });
  });

  test('submitted twice in one moment sends one question', async () => {
    const { key, question, shown, sent } = await openChat([send(content('once!'), reason, '[DONE]')]);
    await question.fill('twice?');
    const { form } = question.element() as HTMLInputElement;
    form!.requestSubmit();
    form!.requestSubmit();
    await expect.poll(shown).toEqual(['user: twice?', 'assistant: once!']);
    expect(await sent()).toEqual([['user: twice?']]);
    await playground.waitFor(key, { requests: 1, open: 0 });
  });

  test('stopped before the first word sends nothing of an answer with the next question', async () => {
    const { key, ask, button, shown, sent } = await openChat(
      [{ until: 1 }, send(content('never shown')), hold],
      [send(content('second!'), reason, '[DONE]'), hold],
    );
    await ask('first?');
    await playground.waitFor(key, { requests: 1 });
    await button('Stop').click();
    await playground.waitFor(key, { open: 0 });
    await ask('second?');
    await expect.poll(shown).toEqual(['user: first?', 'user: second?', 'assistant: second!']);
    expect(await sent()).toEqual([['user: first?'], ['user: first?', 'user: second?']]);
    await playground.waitFor(key, { requests: 2, open: 0 });
  });
});

test('the feed of the README, paused and gone on with, keeps its prices and shows none of the pause', async () => {
  const price = (symbol: string, value: number, id: string): Step =>
    send({ type: 'price', data: JSON.stringify({ symbol, price: value }), id });
  const { key, url } = await server(
    [price('ABC', 1, '1'), price('XYZ', 2, '2'), { until: 1 }, price('ABC', 3, '3'), hold],
    [price('XYZ', 4, '4'), { until: 2 }, price('ABC', 5, '5'), hold],
  );
  class Source extends EventSource {
    constructor(_: string, init?: EventSourceInit) {
      super(url, init);
    }
  }
  const page = await render(
    <SseProvider EventSource={Source}>
      <Prices />
    </SseProvider>,
    { wrapper: StrictMode },
  );
  const shown = () => [...page.container.querySelectorAll('p, li')].map(({ textContent }) => textContent);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await expect.poll(shown).toEqual(['open', 'ABC 1.00', 'XYZ 2.00']);
  await button('Pause').click();
  await playground.waitFor(key, { open: 0, requests: 1 });
  await playground.control(key, { do: 'release', to: 1 });
  expect(shown()).toEqual(['closed', 'ABC 1.00', 'XYZ 2.00']);
  await button('Go on').click();
  await expect.poll(shown).toEqual(['open', 'ABC 1.00', 'XYZ 4.00']);
  await playground.control(key, { do: 'release', to: 2 });
  await expect.poll(shown).toEqual(['open', 'ABC 5.00', 'XYZ 4.00']);
  await button('Pause').click();
  await expect.poll(shown).toEqual(['closed', 'ABC 5.00', 'XYZ 4.00']);
  expect(await playground.waitFor(key, { open: 0 })).toMatchObject({ total: 2, aborted: 2 });
});
