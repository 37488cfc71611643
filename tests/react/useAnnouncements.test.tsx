import { act, renderHook } from '@testing-library/react';
import { StrictMode } from 'react';
import { fc } from '../support/property.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useAnnouncements, type RunStatus, type UseAnnouncementsOptions } from 'react-event-source';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Said {
  readonly message: string;
  readonly politeness: string;
  readonly at: number;
}

/** A page with a live region. `show` is a render; `said` is what a screen reader hears, with the ms of it. */
function page(options?: UseAnnouncementsOptions, text = '', status: RunStatus = 'idle') {
  const said: Said[] = [];
  const begun = performance.now();
  const { rerender, unmount } = renderHook(
    (props: { text: string; status: RunStatus }) => {
      const { message, politeness } = useAnnouncements(props.text, props.status, options);
      if (message && message !== said.at(-1)?.message)
        said.push({ message, politeness, at: performance.now() - begun });
    },
    { initialProps: { text, status }, wrapper: StrictMode },
  );
  const show = (next: string, is: RunStatus = 'streaming'): void => rerender({ text: next, status: is });
  const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
  return { said, show, pass, unmount, words: () => said.map(({ message }) => message) };
}

/** What is said of a text that arrives in one piece, a while before the end. */
function spoken(text: string, options?: UseAnnouncementsOptions): string {
  const { show, pass, words } = page({ words: { done: '' }, ...options });
  show('', 'connecting');
  show(text);
  pass(3000);
  show(text, 'done');
  pass(3000);
  return words().join(' ');
}

test('a sentence is announced when the next one has begun, and the rest at the end, with the end', () => {
  const { show, pass, words } = page();
  show('', 'connecting');
  show('The first sentence. The sec');
  pass(0);
  expect(words()).toEqual(['The first sentence.']);
  show('The first sentence. The second one');
  pass(5000);
  expect(words()).toHaveLength(1);
  show('The first sentence. The second one', 'done');
  pass(0);
  expect(words()).toEqual(['The first sentence.', 'The second one End of the answer.']);
});

test('there is at most one announcement in two seconds, with everything that came meanwhile', () => {
  const { show, pass, said } = page();
  show('', 'connecting');
  let text = '';
  for (let i = 1; i <= 50; i++) {
    text += `Sentence ${i}. `;
    show(text);
    pass(0);
    pass(100);
  }
  show(text, 'done');
  pass(2000);
  const pauses = said.slice(1).map(({ at }, i) => at - said[i]!.at);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2000);
  expect(said.map(({ message }) => message).join(' ')).toBe(`${text}End of the answer.`);
});

test.each([
  ['incomplete', 'The answer was cut off.', 'polite'],
  ['stopped', 'The answer was stopped.', 'polite'],
  ['failed', 'The answer failed.', 'assertive'],
] as const)('an answer that is %s says so once, and what had come', (status, words, politeness) => {
  const { show, pass, said } = page();
  show('Half a sen');
  show('Half a sen', status);
  show('Half a sen', status);
  pass(10_000);
  expect(said).toMatchObject([{ message: `Half a sen ${words}`, politeness }]);
});

test('an answer that was there at the first render is not read, and neither is text that did not stream', () => {
  const { show, pass, words } = page(undefined, 'An old answer.', 'done');
  pass(3000);
  show('Another old answer. Of two sentences.', 'idle');
  pass(3000);
  expect(words()).toEqual([]);
  show('', 'connecting');
  show('A new one.', 'done');
  pass(3000);
  expect(words()).toEqual(['A new one. End of the answer.']);
});

test('two answers with the same words are both announced', () => {
  const { show, pass, words } = page();
  for (let i = 0; i < 2; i++) {
    show('', 'connecting');
    show('Yes.', 'done');
    pass(3000);
  }
  expect(words().map((message) => message.trim())).toEqual([
    'Yes. End of the answer.',
    'Yes. End of the answer.',
  ]);
});

test('the words of the hook may be translated', () => {
  const words = { code: (language: string) => `Code in ${language}.`, done: 'Ende.' };
  expect(spoken('```ts\nlet a;\n```\n', { words })).toBe('Code in ts. Ende.');
});

test('sentences are those of the language', () => {
  const { show, pass, words } = page({ language: 'ja' });
  show('これは文です。次の');
  pass(0);
  expect(words()).toEqual(['これは文です。']);
});

test('after an unmount nothing is announced, and no timer is left', () => {
  const { show, pass, unmount } = page();
  show('One. Two. ');
  pass(0);
  show('One. Two. Three. Four');
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

describe('Markdown', () => {
  test.each([
    ['code by its language', 'Run:\n\n```sh\nnpm ci\n```\n\nDone.', 'Run: Code block, sh. Done.'],
    ['code in a list', '- One\n- ```js\n  a | b\n  ```\n- Two', 'One Code block, js. Two'],
    ['a longer fence around a shorter one', '````\n```\ncode\n```\n````\nAfter.', 'Code block. After.'],
    ['a table by its rows', '| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n\nAfter.', 'Table, 2 rows. After.'],
    ['a table at the end', 'Here:\n\na | b\n-|-\n1 | 2', 'Here: Table, 1 row.'],
    ['a bar that is no table', 'a | b\nis a choice.', 'a | b is a choice.'],
    [
      'no marks of emphasis',
      '**Bold** and _thin_, `code` and snake_case.',
      'Bold and thin, code and snake_case.',
    ],
    ['headings, lists and quotes', '## Title\n\n- [ ] One\n* Two\n\n> Said.', 'Title One Two Said.'],
    [
      'links by their text',
      'See [the docs](https://a.example/b.html) and ![a cat](c.png).',
      'See the docs and a cat.',
    ],
    ['no rules', 'Above.\n\n---\n\nBelow.', 'Above. Below.'],
  ])('%s', (_, text, expected) => {
    expect(spoken(text)).toBe(expected);
    expect(spoken(text.replaceAll('\n', '\r\n'))).toBe(expected);
  });

  test('is spelled out where the text is none', () => {
    expect(spoken('# 1 * 2\n| a |\n|---|', { markdown: false })).toBe('# 1 * 2 | a | |---|');
  });
});

const line = fc.oneof(
  fc.constantFrom(
    '',
    '- item one. And two.',
    '> quoted. Twice. ',
    '```js',
    '```',
    'a | b',
    '-|-',
    '## Head',
    'Dr. No said. So',
  ),
  fc.lorem({ mode: 'sentences', maxCount: 3 }),
);
/** A no-break space, which tells a message from an equal one, is no word. */
const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
test('however the text is split, the same words are announced, each once', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(fc.nat(400), { maxLength: 20 }),
      (lines, cuts) => {
        const text = lines.join('\n');
        const whole = spoken(text);
        const { show, pass, words, unmount } = page({ words: { done: '' } });
        show('', 'connecting');
        for (const cut of cuts.toSorted((a, b) => a - b)) {
          show(text.slice(0, cut));
          pass(700);
        }
        show(text, 'done');
        pass(3000);
        unmount();
        expect(wordsOf(words().join(' '))).toEqual(wordsOf(whole));
      },
    ),
    { numRuns: 200 },
  );
});
