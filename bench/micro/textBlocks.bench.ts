import { bench, describe } from 'vitest';
import { createTextBlocks } from '../../src/text/textBlocks';

const PARAGRAPH =
  'Once a frame the text has grown by a few words, and only the end of it is looked at. '.repeat(4);
const STEP = 64;

/** The states of a text that grows by a few words at a time. */
function grow(text: string): string[] {
  const states: string[] = [];
  for (let end = STEP; end < text.length + STEP; end += STEP) states.push(text.slice(0, end));
  return states;
}

const inParagraphs = (separator: string): string[] => grow(`${PARAGRAPH}${separator}`.repeat(60));

const cases: [name: string, states: string[]][] = [
  ['paragraphs', inParagraphs('\n\n')],
  ['a list', inParagraphs('\n\n- ')],
  ['one paragraph without an end', inParagraphs('')],
  ['a fenced block', grow(`\`\`\`\n${`${PARAGRAPH.slice(0, 80)}\n`.repeat(250)}`)],
  ['a line of backticks', grow('`'.repeat(20_000))],
  ['definitions', grow('[1]: https://example.com/a/page "title"\n'.repeat(500))],
];

describe('a text of 20,000 characters, split each time that it has grown by 64', () => {
  for (const [name, states] of cases) {
    bench(name, () => {
      const split = createTextBlocks();
      for (const state of states) split(state);
    });
  }
});
